namespace Lanyard.Credentials.SharedConfig.Readers;

/// <summary>
/// Reads a shared file as <c>util.ini.parse</c> and the <c>IniLoader</c> of the AWS SDK for JavaScript v2 do. Indentation means nothing
/// to it, so what stands below <c>s3 =</c> belongs to the profile.
/// </summary>
internal static class JavaScriptV2Reader
{
    private const string ForbiddenName = "__proto__";
    private const string SsoSession = "sso-session";

    /// <summary>Reads a file.</summary>
    /// <exception cref="SharedConfigSyntaxException">
    /// A section has the name <c>__proto__</c>, or the config file has a profile both with and without the word <c>profile</c>.
    /// </exception>
    public static DialectFile Read(SharedConfigText text, string path, SharedConfigFileKind kind)
    {
        var file = new DialectFile(path);
        foreach (var (header, section) in Sections(text, path))
        {
            if (kind == SharedConfigFileKind.Credentials)
            {
                file.Profiles.Add(header, section);
            }
            else if (HasPrefix(header, SsoSession))
            {
                Add(file.SsoSessions, header[(SsoSession.Length + 1)..], section, path);
            }
            else
            {
                Add(file.Profiles, HasPrefix(header, "profile") ? header["profile ".Length..] : header, section, path);
            }
        }

        return file;
    }

    private static void Add(Dictionary<string, ConfigSection> sections, string name, ConfigSection section, string path)
    {
        if (!sections.TryAdd(name, section))
        {
            throw new SharedConfigSyntaxException(path, section.Line, $"Cannot redefine property: {name}");
        }
    }

    private static List<KeyValuePair<string, ConfigSection>> Sections(SharedConfigText text, string path)
    {
        var sections = new Dictionary<string, ConfigSection>(StringComparer.Ordinal);
        var order = new List<KeyValuePair<string, ConfigSection>>();
        var lines = new JavaScriptLines(text);
        var current = "";
        var header = 0;
        while (lines.MoveNext())
        {
            var line = lines.Content;
            if (line is ['[', .., ']'])
            {
                current = line[1..^1];
                header = lines.Number;
                if (current == ForbiddenName || SecondWord(current).SequenceEqual(ForbiddenName))
                {
                    throw new SharedConfigSyntaxException(path, lines.Number, $"Cannot load profile name '{current}' from shared ini file.");
                }
            }
            else if (current.Length > 0 && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && equals < line.Length - 1)
            {
                if (!sections.TryGetValue(current, out var section))
                {
                    sections.Add(current, section = new ConfigSection(
                        HasPrefix(current, SsoSession) ? SharedConfigSectionKind.SsoSession : SharedConfigSectionKind.Profile, current, header));
                    order.Add(new(current, section));
                }

                var name = JavaScriptLines.Trim(line.AsSpan(0, equals)).ToString();
                if (name != ForbiddenName)
                {
                    section.Add(new ConfigProperty(name, JavaScriptLines.Trim(line.AsSpan(equals + 1)).ToString(), lines.Number, []));
                }
            }
        }

        return order;
    }

    private static bool HasPrefix(string header, string word) =>
        header.Length > word.Length && header.StartsWith(word, StringComparison.Ordinal) && JavaScriptLines.IsWhite(header[word.Length]);

    private static ReadOnlySpan<char> SecondWord(ReadOnlySpan<char> header)
    {
        var from = 0;
        while (from < header.Length && !JavaScriptLines.IsWhite(header[from]))
        {
            from++;
        }

        if (from == header.Length)
        {
            return [];
        }

        var word = header[(from + 1)..];
        var to = 0;
        while (to < word.Length && !JavaScriptLines.IsWhite(word[to]))
        {
            to++;
        }

        return word[..to];
    }
}
