namespace Lanyard.Projects.Yaml;

/// <summary>
/// A value in a YAML text and where it starts. Not a record on purpose: a generated <c>ToString</c> would print the values,
/// which may be secrets that a reader is about to refuse.
/// </summary>
public abstract class YamlNode
{
    private protected YamlNode(int line, int column)
    {
        Line = line;
        Column = column;
    }

    /// <summary>1-based line of the first character.</summary>
    public int Line { get; }

    /// <summary>1-based column of the first character, in UTF-16 units.</summary>
    public int Column { get; }

    /// <summary>The distance of the first character from the start of the text, in UTF-16 units, without a byte order mark; 0 where it isn't known.</summary>
    internal int Start { get; init; }

    /// <summary>The distance of the end, in the same way; of a block it may be some blank lines further.</summary>
    internal int End { get; init; }

    /// <summary>The tag as written, such as <c>!Sub</c>; null without one. Only read in files of other programs.</summary>
    internal string? Tag { get; init; }

    /// <summary>How many values it comes to with those in it, each as often as an alias stands for it. Only counted in files of other programs.</summary>
    internal long Size { get; init; } = 1;

    /// <summary>How many levels are below it. Only counted in files of other programs.</summary>
    internal int Height { get; init; }

    /// <summary>What it is, with its article, for error messages: <c>text</c>, <c>a list</c>, <c>a mapping</c>, <c>empty</c>.</summary>
    public abstract string Kind { get; }
}

/// <summary>A single value, kept as its text: what it means (number, flag, name) is the reader's business.</summary>
public sealed class YamlScalar : YamlNode
{
    internal YamlScalar(string value, bool isPlain, int line, int column)
        : base(line, column)
    {
        Value = value;
        IsPlain = isPlain;
    }

    /// <summary>The text after unquoting and folding; empty for a value left out.</summary>
    public string Value { get; }

    /// <summary>True when written without quotes and not as a block, so that <c>true</c>, <c>12</c> or <c>null</c> are not text.</summary>
    public bool IsPlain { get; }

    /// <summary>True for a value left out, <c>~</c>, or an unquoted <c>null</c>.</summary>
    public bool IsNull => IsPlain && (Value is "" or "~" or "null" or "Null" or "NULL");

    /// <inheritdoc/>
    public override string Kind => IsNull ? "empty" : "text";
}

/// <summary>A list.</summary>
public sealed class YamlSequence : YamlNode
{
    internal YamlSequence(IReadOnlyList<YamlNode> items, int line, int column)
        : base(line, column) => Items = items;

    /// <summary>The items in the order of the text.</summary>
    public IReadOnlyList<YamlNode> Items { get; }

    /// <inheritdoc/>
    public override string Kind => "a list";
}

/// <summary>Keys with values, in the order of the text. No key occurs twice.</summary>
public sealed class YamlMapping : YamlNode
{
    internal YamlMapping(IReadOnlyList<YamlEntry> entries, int line, int column)
        : base(line, column) => Entries = entries;

    /// <summary>The entries in the order of the text.</summary>
    public IReadOnlyList<YamlEntry> Entries { get; }

    /// <inheritdoc/>
    public override string Kind => "a mapping";

    /// <summary>The value of a key, compared exactly, or null when the key is absent.</summary>
    /// <param name="key">The key's text.</param>
    public YamlNode? Find(string key)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key.Value == key)
            {
                return entry.Value;
            }
        }

        return null;
    }
}

/// <summary>One key of a mapping with its value.</summary>
public sealed class YamlEntry
{
    internal YamlEntry(YamlScalar key, YamlNode value)
    {
        Key = key;
        Value = value;
    }

    /// <summary>The key and where it stands.</summary>
    public YamlScalar Key { get; }

    /// <summary>The value.</summary>
    public YamlNode Value { get; }
}
