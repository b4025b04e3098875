namespace Lanyard.Credentials.SharedConfig.Readers;

/// <summary>
/// Reads a shared file as <c>parseIni</c> and <c>getConfigData</c> of the AWS SDK for JavaScript v3 do. Nothing but one forbidden name
/// is an error: a line that fits nowhere is left out, and so is a setting without a value, and a section without a setting.
/// </summary>
internal static class JavaScriptV3Reader
{
    private const string ForbiddenName = "__proto__";
    private const string SsoSession = "sso-session";

    /// <summary>Reads a file.</summary>
    /// <exception cref="SharedConfigSyntaxException">A section has the name <c>__proto__</c>.</exception>
    public static DialectFile Read(SharedConfigText text, string path, SharedConfigFileKind kind)
    {
        var file = new DialectFile(path);
        foreach (var (key, section) in Sections(text, path))
        {
            var dot = key.IndexOf('.', StringComparison.Ordinal);
            var type = dot < 0 ? "" : key[..dot];
            var known = type is "profile" or SsoSession or "services";
            if (kind == SharedConfigFileKind.Credentials)
            {
                file.Profiles[key] = section;
            }
            else if (type == "profile" || (key == "default" && !file.Profiles.ContainsKey("default")))
            {
                file.Profiles[type == "profile" ? key[(dot + 1)..] : key] = section;
            }
            else if (known)
            {
                // These are among the profiles too, under a name that nobody would select.
                file.Profiles[key] = section;
                (type == SsoSession ? file.SsoSessions : file.Services)[key[(dot + 1)..]] = section;
            }
        }

        return file;
    }

    private static IEnumerable<KeyValuePair<string, ConfigSection>> Sections(SharedConfigText text, string path)
    {
        var sections = new Dictionary<string, ConfigSection>(StringComparer.Ordinal);
        var order = new List<KeyValuePair<string, ConfigSection>>();
        var lines = new JavaScriptLines(text);
        string? current = null;
        string? parent = null;
        var header = 0;
        while (lines.MoveNext())
        {
            var line = lines.Content;
            if (line is ['[', .., ']'])
            {
                current = SectionKey(line[1..^1]);
                parent = null;
                header = lines.Number;
                if (line[1..^1] is ForbiddenName or "profile " + ForbiddenName)
                {
                    throw new SharedConfigSyntaxException(path, lines.Number, $"Found invalid profile name \"{line[1..^1]}\"");
                }
            }
            else if (current is { Length: > 0 } && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            {
                var name = JavaScriptLines.Trim(line.AsSpan(0, equals)).ToString();
                var value = JavaScriptLines.Trim(line.AsSpan(equals + 1)).ToString();
                if (value.Length == 0)
                {
                    parent = name;
                    continue;
                }

                parent = lines.IsIndented ? parent : null;
                if (!sections.TryGetValue(current, out var section))
                {
                    sections.Add(current, section = new ConfigSection(KindOf(current), NameOf(current), header));
                    order.Add(new(current, section));
                }

                var key = parent is null ? name : $"{parent}.{name}";
                if (key != ForbiddenName)
                {
                    section.Add(new ConfigProperty(key, value, lines.Number, []));
                }
            }
        }

        return order;
    }

    // `word name`, with one character of white space between and quotes round the name or none, is a section of that type, or, with
    // another word, none at all. Anything else is a name as it stands there.
    private static string? SectionKey(string header)
    {
        var prefix = 0;
        while (prefix < header.Length && (IsWord(header[prefix]) || header[prefix] == '-'))
        {
            prefix++;
        }

        if (prefix == 0 || prefix == header.Length || !JavaScriptLines.IsWhite(header[prefix]))
        {
            return header;
        }

        var name = header.AsSpan(prefix + 1);
        if (name is ['"', .., '"'] or ['\'', .., '\''] && name.Length > 2)
        {
            name = name[1..^1];
        }

        return !IsName(name) ? header : header[..prefix] is "profile" or SsoSession or "services" ? $"{header[..prefix]}.{name}" : null;
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
        {
            if (!IsWord(c) && c is not ('-' or '@' or '+' or '.' or '%' or ':' or '/'))
            {
                return false;
            }
        }

        return name.Length > 0;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private static SharedConfigSectionKind KindOf(string key) =>
        key.StartsWith(SsoSession + ".", StringComparison.Ordinal) ? SharedConfigSectionKind.SsoSession
        : key.StartsWith("services.", StringComparison.Ordinal) ? SharedConfigSectionKind.Services
        : SharedConfigSectionKind.Profile;

    private static string NameOf(string key) => KindOf(key) == SharedConfigSectionKind.Profile && !key.StartsWith("profile.", StringComparison.Ordinal)
        ? key
        : key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..];
}
