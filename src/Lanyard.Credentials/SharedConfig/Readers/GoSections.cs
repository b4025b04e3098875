namespace Lanyard.Credentials.SharedConfig.Readers;

/// <summary>Which sections of a file the AWS SDK for Go v2 keeps, and under which names.</summary>
internal static class GoSections
{
    private const string Profile = "profile ";
    private const string SsoSession = "sso-session ";
    private const string Services = "services ";

    /// <summary>Tells what a section with this header describes.</summary>
    public static SharedConfigSectionKind KindOf(string header) =>
        header.StartsWith(SsoSession, StringComparison.Ordinal) ? SharedConfigSectionKind.SsoSession
        : header.StartsWith(Services, StringComparison.Ordinal) ? SharedConfigSectionKind.Services
        : SharedConfigSectionKind.Profile;

    /// <summary>
    /// Keeps what counts. In the config file that is what has a prefix, and <c>default</c> in any case; in the credentials file all
    /// that isn't prefixed by <c>profile</c>.
    /// </summary>
    public static DialectFile Select(Dictionary<string, ConfigSection> sections, string path, SharedConfigFileKind kind)
    {
        if (kind == SharedConfigFileKind.Config)
        {
            Rename(sections);
        }

        var file = new DialectFile(path);
        foreach (var (name, section) in sections)
        {
            if (kind == SharedConfigFileKind.Config || !name.StartsWith(Profile, StringComparison.Ordinal))
            {
                file.Profiles.Add(name, section);
                if (name.StartsWith(SsoSession, StringComparison.Ordinal))
                {
                    file.SsoSessions.Add(name[SsoSession.Length..], section);
                }
                else if (name.StartsWith(Services, StringComparison.Ordinal))
                {
                    file.Services.Add(name[Services.Length..], section);
                }
            }
        }

        return file;
    }

    // In the order of the names, as the SDK does it: a prefixed profile takes the place of an unprefixed section, whether that
    // was looked at already or not.
    private static void Rename(Dictionary<string, ConfigSection> sections)
    {
        var renamed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in sections.Keys.Order(StringComparer.Ordinal).ToArray())
        {
            if (renamed.Contains(name))
            {
                continue;
            }

            if (name.StartsWith(Profile, StringComparison.Ordinal))
            {
                var own = name[Profile.Length..];
                sections[own] = sections[name];
                sections.Remove(name);
                renamed.Add(own);
            }
            else if (KindOf(name) == SharedConfigSectionKind.Profile && !name.Equals("default", StringComparison.OrdinalIgnoreCase))
            {
                sections.Remove(name);
            }
        }
    }
}
