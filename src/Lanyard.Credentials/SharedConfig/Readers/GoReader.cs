using System.Text;

namespace Lanyard.Credentials.SharedConfig.Readers;

/// <summary>
/// Reads a shared file as the AWS SDK for Go v2 does: lines end with a line feed alone, a colon does for the equals sign, quotes
/// around a value are cut off, an indented setting is one of its own unless the setting above it has no value, and what fits
/// nowhere is ignored. No line is an error but for a value that is a single quote, which ends the SDK's program.
/// </summary>
internal static class GoReader
{
    /// <summary>Reads a file's text, in one pass and linear time. Bytes that are not UTF-8 become U+FFFD.</summary>
    /// <returns>The sections under the names by which the SDK looks for them: a profile's own, and <c>sso-session x</c> among them.</returns>
    /// <exception cref="SharedConfigSyntaxException">The SDK's program ends in this line.</exception>
    public static DialectFile Read(SharedConfigText text, string path, SharedConfigFileKind kind)
    {
        var pass = new GoReaderPass(path);
        var bytes = text.Bytes;
        for (int line = 1, start = 0; start <= bytes.Length; line++)
        {
            int length = bytes[start..].IndexOf((byte)'\n');
            length = length < 0 ? bytes.Length - start : length;
            pass.ReadLine(Encoding.UTF8.GetString(bytes.Slice(start, length)), line);
            start += length + 1;
        }

        return GoSections.Select(pass.Finish(), path, kind);
    }
}

/// <summary>One pass over one text.</summary>
internal sealed class GoReaderPass(string path)
{
    private readonly Dictionary<string, ConfigSection> _sections = new(StringComparer.Ordinal);
    private ConfigSection? _section;
    private string _name = ""; // of the setting that an indented line belongs to; empty for none
    private int _line;
    private string _value = "";
    private StringBuilder? _continued;
    private List<ConfigProperty>? _below;

    /// <summary>Reads one line, without its line feed.</summary>
    public void ReadLine(string line, int number)
    {
        var bare = line.AsSpan().TrimStart(" \t");
        if (line.AsSpan().Trim().IsEmpty || bare[0] is '#' or ';')
        {
            return;
        }

        if (HeaderOf(line) is { } header)
        {
            FinishProperty();
            OpenSection(header, number);
        }
        else if (bare.Length == line.Length)
        {
            if (Split(WithoutComment(line).TrimEnd(' ', '\t'), number) is var (name, value))
            {
                StartProperty(name, value, number);
            }
        }
        else if (Split(bare.ToString(), number) is var (name, value))
        {
            ReadIndented(name, value, number);
        }
        else if (_name.Length > 0 && _below is null && _value.Length > 0)
        {
            (_continued ??= new StringBuilder(_value)).Append('\n').Append(bare);
        }
    }

    /// <summary>Ends the text.</summary>
    /// <returns>All sections by what stands between their brackets.</returns>
    public Dictionary<string, ConfigSection> Finish()
    {
        FinishProperty();
        return _sections;
    }

    // The comment is cut first, so that [a#b] is no header.
    private static string? HeaderOf(string line)
    {
        int comment = line.AsSpan().IndexOfAny('#', ';');
        var body = line.AsSpan(0, comment < 0 ? line.Length : comment).Trim();
        if (body.Length < 2 || body[0] != '[' || body[^1] != ']')
        {
            return null;
        }

        var inner = body[1..^1].Trim();
        int blank = inner.IndexOfAny(' ', '\t');
        return blank <= 0 ? inner.ToString() : $"{inner[..blank]} {inner[blank..].TrimStart(" \t")}";
    }

    private void OpenSection(string header, int line)
    {
        _section = null;
        if (header.Length > 0 && !_sections.TryGetValue(header, out _section))
        {
            _section = new ConfigSection(GoSections.KindOf(header), header, line);
            _sections.Add(header, _section);
        }
    }

    private void ReadIndented(string name, string value, int line)
    {
        if (_section is null)
        {
            return;
        }

        if (_name.Length == 0 || _value.Length > 0)
        {
            StartProperty(name, WithoutComment(value).Trim(), line);
        }
        else
        {
            (_below ??= []).Add(new ConfigProperty(name, value, line, []));
        }
    }

    private void StartProperty(string name, string value, int line)
    {
        FinishProperty();
        if (_section is not null)
        {
            (_name, _value, _line) = (name, value, line);
        }
    }

    private void FinishProperty()
    {
        if (_name.Length > 0)
        {
            _section!.Add(new ConfigProperty(_name, _continued?.ToString() ?? _value, _line, _below is null ? [] : _below));
        }

        (_name, _value, _continued, _below) = ("", "", null, null);
    }

    private static string WithoutComment(string text)
    {
        for (int at = text.AsSpan().IndexOfAny(' ', '\t'); at >= 0 && at + 1 < text.Length;)
        {
            if (text[at + 1] is '#' or ';')
            {
                return text[..at];
            }

            int next = text.AsSpan(at + 1).IndexOfAny(' ', '\t');
            at = next < 0 ? -1 : at + 1 + next;
        }

        return text;
    }

    private (string Name, string Value)? Split(string text, int line)
    {
        int sign = text.AsSpan().IndexOfAny('=', ':');
        return sign < 0 ? null : (text[..sign].Trim().ToLowerInvariant(), Unquote(text[(sign + 1)..].Trim(), line));
    }

    private string Unquote(string value, int line) => value switch
    {
        "\"" or "'" => throw new SharedConfigSyntaxException(path, line, "runtime error: slice bounds out of range [1:0]"),
        ['"', .., '"'] or ['\'', .., '\''] => value[1..^1],
        _ => value,
    };
}
