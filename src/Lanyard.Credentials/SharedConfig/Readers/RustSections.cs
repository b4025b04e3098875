namespace Lanyard.Credentials.SharedConfig.Readers;

/// <summary>Which sections of a file the AWS SDK for Rust keeps, and under which names.</summary>
internal static class RustSections
{
    /// <summary>
    /// Keeps what counts. <c>[profile default]</c> replaces <c>[default]</c>, in the credentials file too, where no other profile
    /// may have the prefix. Of an <c>sso-session</c> the name may be any text.
    /// </summary>
    public static DialectFile Select(List<ConfigSection> sections, string path, SharedConfigFileKind kind)
    {
        var file = new DialectFile(path);
        bool hasPrefixedDefault = sections.Exists(s => Parse(s.Name) is ("profile", "default"));
        foreach (var section in sections)
        {
            var (prefix, name) = Parse(section.Name);
            bool isDefault = name == "default" && prefix is null or "profile";
            if (isDefault ? prefix is not null || !hasPrefixedDefault : Counts(prefix, name, kind))
            {
                var (table, sectionKind) = prefix switch
                {
                    null or "profile" => (file.Profiles, SharedConfigSectionKind.Profile),
                    "sso-session" => (file.SsoSessions, SharedConfigSectionKind.SsoSession),
                    _ => (file.Services, SharedConfigSectionKind.Services),
                };
                Merge(table, sectionKind, name, section);
            }
        }

        return file;
    }

    private static bool Counts(string? prefix, string name, SharedConfigFileKind kind) => prefix switch
    {
        null => kind == SharedConfigFileKind.Credentials && IsName(name),
        "profile" => kind == SharedConfigFileKind.Config && IsName(name),
        _ => kind == SharedConfigFileKind.Config && prefix is "sso-session" or "services",
    };

    private static void Merge(Dictionary<string, ConfigSection> table, SharedConfigSectionKind kind, string name, ConfigSection from)
    {
        if (!table.TryGetValue(name, out var section))
        {
            section = new ConfigSection(kind, name, from.Line);
            table.Add(name, section);
        }

        foreach (var property in from.Properties.Values)
        {
            if (IsName(property.Name))
            {
                section.Add(property);
            }
        }
    }

    private static (string? Prefix, string Name) Parse(string header)
    {
        var inner = header.AsSpan().Trim(" \t");
        int blank = inner.IndexOfAny(' ', '\t');
        return blank < 0 ? (null, inner.ToString()) : (inner[..blank].ToString(), inner[blank..].Trim().ToString());
    }

    // An empty name is one.
    private static bool IsName(string name) => name.All(c => c < 128 && LineGrammar.IsNameByte((byte)c));
}
