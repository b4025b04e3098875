namespace Lanyard.Credentials.SharedConfig.Readers;

/// <summary>
/// Reads a shared file as botocore and the AWS CLI do, with Python's <c>RawConfigParser</c>: a section or a setting that comes twice
/// is an error, <c>=</c> and <c>:</c> both end a name, a comment has a line of its own, a line indented deeper than the name above
/// continues its value, and names are lower-cased. A value that starts on the next line is a block of <c>name = value</c> lines.
/// </summary>
/// <remarks>See "Supported INI File Structure" in the configparser chapter of the Python documentation.</remarks>
internal static class ConfigParserReader
{
    /// <summary>The section whose settings all others have too.</summary>
    public const string DefaultSection = "DEFAULT";

    /// <summary>Reads a file's text, in one pass and linear time.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file's path, for messages.</param>
    /// <exception cref="SharedConfigSyntaxException">The file is refused; the message says why, in words of ours.</exception>
    public static ConfigParserFile Read(SharedConfigText text, string path)
    {
        var decoded = PythonText.Decode(text.Bytes, out var badLine)
            ?? throw new SharedConfigSyntaxException(path, badLine, "a byte is not UTF-8");
        return new ConfigParserPass(decoded, path).Run();
    }
}

/// <summary>One pass over one text. Messages echo at most a name: any other text may be a secret.</summary>
internal sealed class ConfigParserPass(string text, string path)
{
    private readonly ConfigParserFile _file = new(path);

    private ConfigSection? _section;
    private int _indent;

    private string? _name; // null where nothing can be continued
    private int _line;
    private List<(string Text, int Line)> _value = [];

    public ConfigParserFile Run()
    {
        var number = 0;
        for (var at = 0; at < text.Length;)
        {
            number++;
            var length = text.AsSpan(at).IndexOfAny('\n', '\r');
            var line = length < 0 ? text.AsSpan(at) : text.AsSpan(at, length);
            at += line.Length + (length < 0 ? 0 : text.AsSpan(at + length).StartsWith("\r\n") ? 2 : 1);
            ReadLine(line, number);
        }

        FinishSetting();
        return _file;
    }

    private void ReadLine(ReadOnlySpan<char> line, int number)
    {
        var content = PythonText.Strip(line);
        if (content.IsEmpty)
        {
            if (_name is not null)
            {
                _value.Add(("", number));
            }

            return;
        }

        if (content[0] is '#' or ';')
        {
            return;
        }

        var indent = line.IndexOf(content[0]);
        if (_name is not null && indent > _indent)
        {
            _value.Add((content.ToString(), number));
            return;
        }

        _indent = indent;
        if (content[0] == '[' && content.LastIndexOf(']') is > 1 and var close)
        {
            OpenSection(content[1..close].ToString(), number);
        }
        else if (_section is null)
        {
            throw Error(number, content[0] == '\ufeff' ? "the file starts with a byte order mark" : "there is no section header above the line");
        }
        else
        {
            OpenSetting(content, number);
        }
    }

    private void OpenSection(string name, int line)
    {
        FinishSetting();
        if (_file.Find(name) is { } before)
        {
            throw Error(line, $"the section [{name}] is already on line {before.Line}");
        }

        // [DEFAULT] alone may come again.
        _section = name != ConfigParserReader.DefaultSection ? _file.Open(name, line)
            : _file.Defaults.Line > 0 ? _file.Defaults
            : _file.Defaults = new ConfigSection(SharedConfigSectionKind.Profile, name, line);
    }

    private void OpenSetting(ReadOnlySpan<char> content, int line)
    {
        FinishSetting();
        var delimiter = content.IndexOfAny('=', ':');
        if (delimiter <= 0)
        {
            throw Error(line, delimiter < 0 ? "the line has no `=`" : "there is no name before the `=`");
        }

        var name = PythonText.StripEnd(content[..delimiter]).ToString().ToLowerInvariant();
        if (_section!.Properties.TryGetValue(name, out var before))
        {
            throw Error(line, $"the setting {name} is already on line {before.Line}");
        }

        (_name, _line) = (name, line);
        _value = [(PythonText.Strip(content[(delimiter + 1)..]).ToString(), line)];
    }

    private void FinishSetting()
    {
        if (_name is null)
        {
            return;
        }

        var value = _value.Count == 1 ? _value[0].Text : PythonText.StripEnd(string.Join('\n', _value.Select(v => v.Text))).ToString();
        _section!.Add(new ConfigProperty(_name, value, _line, value.StartsWith('\n') ? Block() : []));
        _name = null;
    }

    private List<ConfigProperty> Block()
    {
        var settings = new List<ConfigProperty>();
        foreach (var (part, line) in _value)
        {
            for (var at = 0; at < part.Length;)
            {
                var start = at;
                while (at < part.Length && !PythonText.EndsLine(part[at]))
                {
                    at++;
                }

                AddSetting(settings, PythonText.Strip(part.AsSpan(start, at++ - start)), line);
            }
        }

        return settings;
    }

    private void AddSetting(List<ConfigProperty> settings, ReadOnlySpan<char> content, int line)
    {
        if (content.IsEmpty)
        {
            return;
        }

        var equals = content.IndexOf('=');
        if (equals < 0)
        {
            throw Error(line, $"the line has no `=`, and stands below {_name} (line {_line}), which has no value of its own");
        }

        settings.Add(new ConfigProperty(
            PythonText.StripEnd(content[..equals]).ToString(), PythonText.Strip(content[(equals + 1)..]).ToString(), line, []));
    }

    private SharedConfigSyntaxException Error(int line, string problem) => new(path, line, problem);
}
