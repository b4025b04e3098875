using Lanyard.Cli.Edge;

namespace Lanyard.Cli.Commands.Policies.Check;

/// <summary>The text of a file that is checked.</summary>
/// <param name="Name">What it is called by.</param>
/// <param name="Path">Its full path; null for stdin.</param>
/// <param name="Text">The text, without its byte order mark.</param>
internal sealed record SourceText(string Name, string? Path, string Text)
{
    /// <summary>The most bytes that are read of a file.</summary>
    public const int MaxBytes = 1 << 24;

    private int[]? _lines;

    /// <summary>Gets whether a byte order mark stands before it.</summary>
    public bool HasMark { get; init; }

    /// <summary>Gets whether it is JSON, by its name or its first character.</summary>
    public bool IsJson => System.IO.Path.GetExtension(Name).ToUpperInvariant() switch
    {
        ".JSON" => true,
        ".YAML" or ".YML" => false,
        _ => Text.AsSpan().TrimStart() is [] or ['{' or '[' or '"', ..],
    };

    /// <summary>Reads one.</summary>
    public static SourceText Read(Surroundings surroundings, CheckedPath path)
    {
        var text = InputText.Read(surroundings, path.Name, MaxBytes);
        return text.StartsWith('\uFEFF')
            ? new SourceText(path.Shown, path.Path, text[1..]) { HasMark = true }
            : new SourceText(path.Shown, path.Path, text);
    }

    /// <summary>The same file with another text.</summary>
    public SourceText WithText(string text) => new(Name, Path, text) { HasMark = HasMark };

    /// <summary>Gives a line without its end.</summary>
    /// <param name="number">Its number, from 1.</param>
    public ReadOnlySpan<char> Line(int number)
    {
        var lines = _lines ??= Starts();
        if (number < 1 || number > lines.Length)
        {
            return "";
        }

        var end = number < lines.Length ? lines[number] - 1 : Text.Length;
        return Text.AsSpan(lines[number - 1], end - lines[number - 1]).TrimEnd('\r');
    }

    private int[] Starts()
    {
        var starts = new List<int> { 0 };
        for (var at = Text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = Text.IndexOf('\n', at + 1))
        {
            starts.Add(at + 1);
        }

        return [.. starts];
    }
}
