using System.Text;

namespace Lanyard.Credentials.SharedConfig;

/// <summary>
/// Reads a shared file by the grammar that AWS publishes for its SDKs. Three things are read more kindly than the grammar says,
/// as most SDKs do: an indented line that is a comment is one (the grammar makes it a part of the value above, or an error below
/// <c>s3 =</c>), a UTF-8 byte order mark is skipped, and a carriage return alone ends a line.
/// </summary>
public static class SharedConfigReader
{
    /// <summary>Reads a file's text, in one pass and linear time. Bytes that are not UTF-8 become U+FFFD.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file's path, for messages.</param>
    /// <param name="kind">Which of the two files it is.</param>
    /// <param name="strict">Whether to read by the grammar's letter, without the three kindnesses; as the Rust SDK does.</param>
    /// <returns>The file.</returns>
    /// <exception cref="SharedConfigSyntaxException">A line breaks the grammar, or the file is UTF-16.</exception>
    public static SharedConfigFile Read(SharedConfigText text, string path, SharedConfigFileKind kind, bool strict = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(path);
        return new ReaderPass(text, path, kind, strict).Run();
    }
}

/// <summary>One pass over one text. Messages echo at most the name of a setting: any other text may be a secret.</summary>
internal sealed class ReaderPass(SharedConfigText text, string path, SharedConfigFileKind kind, bool strict)
{
    private readonly SectionTable _sections = new(kind);
    private readonly PropertyNamePool _names = new();

    private bool _inSection;
    private ConfigSection? _section; // null in a section that is ignored

    private bool _inProperty;
    private string? _name; // null for a setting that is ignored
    private int _line;
    private string _value = "";
    private bool _isParent;
    private StringBuilder? _continued;
    private List<ConfigProperty>? _subProperties;

    public SharedConfigFile Run()
    {
        CheckEncoding();
        SharedConfigLine line = default;
        while (text.MoveNext(ref line))
        {
            if (strict && line.Ending == SharedConfigLineEnding.Cr)
            {
                throw Error(line.Number, "the line ends with a carriage return alone; end lines with a line feed");
            }

            var content = text.Content(line);
            switch (LineGrammar.KindOf(content))
            {
                case LineKind.Header:
                    ReadHeader(content, line.Number);
                    break;
                case LineKind.Property:
                    ReadProperty(content, line.Number);
                    break;
                case LineKind.Continuation:
                case LineKind.IndentedComment when strict:
                    ReadContinuation(LineGrammar.Trim(content), line.Number);
                    break;
            }
        }

        FinishProperty();
        return new SharedConfigFile(text, path, kind, _sections);
    }

    private void CheckEncoding()
    {
        if (text.Bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            throw Error(1, "the file is UTF-16, which most AWS SDKs can't read; save it as UTF-8");
        }

        if (strict && text.HasByteOrderMark)
        {
            throw Error(1, "expected a profile definition, found a byte order mark; save the file as UTF-8 without one");
        }
    }

    private void ReadHeader(ReadOnlySpan<byte> content, int line)
    {
        FinishProperty();
        if (!SectionHeader.TryParse(content, kind, out var header))
        {
            throw Error(line, $"profile definition must end with ']', as in {Example}");
        }

        _inSection = true;
        _section = _sections.Open(header, line);
    }

    private void ReadProperty(ReadOnlySpan<byte> content, int line)
    {
        FinishProperty();
        if (!_inSection)
        {
            throw NoSection(line);
        }

        var body = LineGrammar.CutComment(content, needsBlank: true);
        int equals = body.IndexOf((byte)'=');
        if (equals < 0)
        {
            throw Error(line, "expected an '=' sign defining a property, as in 'region = us-east-1'");
        }

        var name = LineGrammar.Trim(body[..equals]);
        if (name.IsEmpty)
        {
            throw Error(line, "property did not have a name; write it before the '=' sign, as in 'region = us-east-1'");
        }

        var value = LineGrammar.Trim(body[(equals + 1)..]);
        _inProperty = true;
        _line = line;
        _isParent = value.IsEmpty;
        _name = _section is null ? null : _names.Get(name);
        _value = _name is null ? "" : Encoding.UTF8.GetString(value);
    }

    private void ReadContinuation(ReadOnlySpan<byte> content, int line)
    {
        if (!_inSection)
        {
            throw NoSection(line);
        }

        if (!_inProperty)
        {
            throw Error(line, "expected a property definition, found continuation: an indented line continues the setting above it, "
                + "and a header has none; remove the blanks at its start");
        }

        int equals = _isParent ? SubPropertyEquals(content, line) : 0;
        if (_name is null)
        {
            return;
        }

        (_continued ??= new StringBuilder(_value)).Append('\n').Append(Encoding.UTF8.GetString(content));
        if (_isParent && _names.Get(LineGrammar.Trim(content[..equals])) is { } name)
        {
            string value = Encoding.UTF8.GetString(LineGrammar.Trim(content[(equals + 1)..]));
            (_subProperties ??= []).Add(new ConfigProperty(name, value, line, []));
        }
    }

    private int SubPropertyEquals(ReadOnlySpan<byte> content, int line)
    {
        int equals = LineGrammar.CutComment(content, needsBlank: true).IndexOf((byte)'=');
        string parent = _name is null ? "" : $" below '{_name}'";
        if (equals < 0)
        {
            throw Error(line, $"expected an '=' sign defining a sub-property{parent} (line {_line}, which has no value of its own)"
                + ", as in '  name = value'; remove the blanks at its start if it is a setting of the profile");
        }

        return LineGrammar.Trim(content[..equals]).IsEmpty
            ? throw Error(line, $"sub-property did not have a name{parent}; write it before the '=' sign, as in '  name = value'")
            : equals;
    }

    private void FinishProperty()
    {
        if (_name is not null)
        {
            string value = _continued?.ToString() ?? _value;
            _section!.Add(new ConfigProperty(_name, value, _line, _subProperties is null ? [] : _subProperties));
        }

        _inProperty = false;
        _name = null;
        _continued = null;
        _subProperties = null;
    }

    private string Example => kind == SharedConfigFileKind.Config ? "'[profile dev]' or '[default]'" : "'[dev]' or '[default]'";

    private SharedConfigSyntaxException NoSection(int line) =>
        Error(line, $"expected a profile definition before the first setting; put {Example} on a line above it");

    private SharedConfigSyntaxException Error(int line, string problem) => new(path, line, problem);
}
