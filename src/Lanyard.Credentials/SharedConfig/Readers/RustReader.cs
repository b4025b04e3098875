using System.Text;

namespace Lanyard.Credentials.SharedConfig.Readers;

/// <summary>
/// Reads a shared file as the AWS SDK for Rust does: the published grammar by its letter. A line ends with a line feed, or a carriage
/// return before one; an indented line always belongs to the setting above it, a comment too; and a file that isn't UTF-8 is empty.
/// </summary>
internal static class RustReader
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file's text, in one pass and linear time.</summary>
    /// <exception cref="SharedConfigSyntaxException">The SDK refuses a line; the message is the SDK's.</exception>
    public static DialectFile Read(SharedConfigText text, string path, SharedConfigFileKind kind)
    {
        string content;
        try
        {
            content = Strict.GetString(text.Bytes);
        }
        catch (DecoderFallbackException)
        {
            return new DialectFile(path);
        }

        var pass = new RustReaderPass(path);
        int number = 1;
        foreach (var range in content.AsSpan().Split('\n'))
        {
            var line = content.AsSpan(range);
            bool isLast = range.End.Value == content.Length;
            pass.ReadLine(!isLast && line is [.., '\r'] ? line[..^1] : line, number++);
        }

        return RustSections.Select(pass.Finish(), path, kind);
    }
}

/// <summary>One pass over one text.</summary>
internal sealed class RustReaderPass(string path)
{
    private readonly Dictionary<string, ConfigSection> _byHeader = new(StringComparer.Ordinal);
    private readonly List<ConfigSection> _sections = [];
    private ConfigSection? _section;
    private string? _name;
    private int _line;
    private string _value = "";
    private StringBuilder? _continued;
    private List<ConfigProperty>? _below;

    /// <summary>Reads one line, without its ending.</summary>
    public void ReadLine(ReadOnlySpan<char> line, int number)
    {
        if (line.Trim(" \t").IsEmpty || line[0] is '#' or ';')
        {
            return;
        }

        if (line[0] == '[')
        {
            FinishProperty();
            OpenSection(line, number);
        }
        else if (line[0] is ' ' or '\t')
        {
            Continue(line, number);
        }
        else
        {
            FinishProperty();
            _ = _section ?? throw Error(number, "Expected a profile definition");
            (_name, _value) = Split(line, number, "property");
            _line = number;
        }
    }

    /// <summary>Ends the text.</summary>
    /// <returns>The sections, named by what stands between their brackets, in the file's order.</returns>
    public List<ConfigSection> Finish()
    {
        FinishProperty();
        return _sections;
    }

    private void OpenSection(ReadOnlySpan<char> line, int number)
    {
        var header = WithoutComment(line, needsBlank: false);
        if (header is not ['[', .., ']'])
        {
            throw Error(number, "Profile definition must end with ']'");
        }

        var name = header[1..^1].ToString();
        if (!_byHeader.TryGetValue(name, out _section))
        {
            _section = new ConfigSection(SharedConfigSectionKind.Profile, name, number);
            _byHeader.Add(name, _section);
            _sections.Add(_section);
        }
    }

    private void Continue(ReadOnlySpan<char> line, int number)
    {
        _ = _section ?? throw Error(number, "Expected a profile definition");
        _ = _name ?? throw Error(number, "Expected a property definition, found continuation");
        if (_value.Length == 0)
        {
            var (name, value) = Split(line, number, "sub-property");
            (_below ??= []).Add(new ConfigProperty(name, value, number, []));
        }

        (_continued ??= new StringBuilder(_value)).Append('\n').Append(line.Trim(" \t"));
    }

    private void FinishProperty()
    {
        if (_name is not null)
        {
            _section!.Add(new ConfigProperty(_name, _continued?.ToString() ?? _value, _line, _below is null ? [] : _below));
        }

        (_name, _value, _continued, _below) = (null, "", null, null);
    }

    private (string Name, string Value) Split(ReadOnlySpan<char> line, int number, string what)
    {
        var body = WithoutComment(line, needsBlank: true);
        int equals = body.IndexOf('=');
        if (equals < 0)
        {
            throw Error(number, $"Expected an '=' sign defining a {what}");
        }

        var name = body[..equals].Trim(" \t");
        return name.IsEmpty
            ? throw Error(number, $"{char.ToUpperInvariant(what[0])}{what.AsSpan(1)} did not have a name")
            : (LowerAscii(name), body[(equals + 1)..].Trim(" \t").ToString());
    }

    // A letter that isn't ASCII stays as it is.
    private static string LowerAscii(ReadOnlySpan<char> name)
    {
        var lower = name.ToArray();
        for (int i = 0; i < lower.Length; i++)
        {
            lower[i] = char.IsAsciiLetterUpper(lower[i]) ? (char)(lower[i] | 0x20) : lower[i];
        }

        return new string(lower);
    }

    // The blank before a comment may be any white space of Unicode, unlike the blanks that are cut off.
    private static ReadOnlySpan<char> WithoutComment(ReadOnlySpan<char> line, bool needsBlank)
    {
        line = line.Trim(" \t");
        for (int from = 0; from < line.Length;)
        {
            int sign = line[from..].IndexOfAny('#', ';');
            if (sign < 0)
            {
                break;
            }

            sign += from;
            if (!needsBlank || (sign > 0 && char.IsWhiteSpace(line[sign - 1])))
            {
                return line[..sign].Trim(" \t");
            }

            from = sign + 1;
        }

        return line;
    }

    private SharedConfigSyntaxException Error(int line, string problem) => new(path, line, problem);
}
