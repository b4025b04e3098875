using System.Diagnostics.CodeAnalysis;

namespace Lanyard.Credentials.SharedConfig;

/// <summary>Both shared files as they were at one moment, and the profiles they make together. Prints no values.</summary>
public sealed class SharedConfigSnapshot
{
    private IReadOnlyDictionary<string, MergedProfile>? _profiles;

    /// <summary>Puts two files together that were read already.</summary>
    /// <param name="config">The config file.</param>
    /// <param name="credentials">The credentials file.</param>
    public SharedConfigSnapshot(SharedConfigFile config, SharedConfigFile credentials)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(credentials);
        Config = config;
        Credentials = credentials;
    }

    /// <summary>The config file; empty if there is none.</summary>
    public SharedConfigFile Config { get; }

    /// <summary>The credentials file; empty if there is none.</summary>
    public SharedConfigFile Credentials { get; }

    /// <summary>
    /// All profiles by name, those of the config file first. For one profile <see cref="TryGetProfile"/> is quicker.
    /// </summary>
    public IReadOnlyDictionary<string, MergedProfile> Profiles => _profiles ??= Merge();

    /// <summary>The <c>sso-session</c> sections by name.</summary>
    public IReadOnlyDictionary<string, ConfigSection> SsoSessions => Config.SsoSessions;

    /// <summary>The <c>services</c> sections by name.</summary>
    public IReadOnlyDictionary<string, ConfigSection> Services => Config.Services;

    /// <summary>Reads both files. One that is missing is empty.</summary>
    /// <param name="locations">Where they are.</param>
    /// <returns>What they hold.</returns>
    /// <exception cref="SharedConfigSyntaxException">A line breaks the grammar.</exception>
    /// <exception cref="SharedConfigException">A file can't be read, is a folder, or is larger than 16 MiB.</exception>
    public static SharedConfigSnapshot Load(SharedConfigLocations locations)
    {
        ArgumentNullException.ThrowIfNull(locations);
        return new(
            Read(locations.ConfigFile, SharedConfigFileKind.Config),
            Read(locations.CredentialsFile, SharedConfigFileKind.Credentials));

        static SharedConfigFile Read(string path, SharedConfigFileKind kind) =>
            SharedConfigReader.Read(SharedConfigDisk.Read(path), path, kind);
    }

    /// <summary>Finds one profile, and merges no other.</summary>
    /// <param name="name">Its name; case-sensitive.</param>
    /// <param name="profile">The profile.</param>
    /// <returns>Whether one of the files has it.</returns>
    public bool TryGetProfile(string name, [NotNullWhen(true)] out MergedProfile? profile)
    {
        Config.Profiles.TryGetValue(name, out var inConfig);
        Credentials.Profiles.TryGetValue(name, out var inCredentials);
        profile = inConfig is null && inCredentials is null
            ? null
            : new MergedProfile(name, inConfig, Config.Path, inCredentials, Credentials.Path);
        return profile is not null;
    }

    /// <summary>A section of the config file in the shape of a profile, for who shows either.</summary>
    /// <param name="kind">What the section describes.</param>
    /// <param name="name">Its name; case-sensitive.</param>
    /// <returns>The section; null if there is none.</returns>
    public MergedProfile? SectionAsProfile(SharedConfigSectionKind kind, string name) =>
        Config.Sections(kind).TryGetValue(name, out var section) ? new MergedProfile(name, section, Config.Path, null, Credentials.Path) : null;

    /// <summary>Profiles that somebody may have meant by a name that doesn't exist.</summary>
    /// <param name="name">The name that was asked for.</param>
    /// <returns>At most three names, the likeliest first; may be empty.</returns>
    public IReadOnlyList<string> NearestProfiles(string name) =>
        ProfileSuggestions.Nearest(Config.Profiles.Keys.Union(Credentials.Profiles.Keys), name);

    /// <summary>Names the files, and nothing that is in them.</summary>
    /// <returns>Both paths.</returns>
    public override string ToString() => $"{Config}, {Credentials}";

    private Dictionary<string, MergedProfile> Merge()
    {
        var merged = new Dictionary<string, MergedProfile>(Config.Profiles.Count + Credentials.Profiles.Count);
        foreach (string name in Config.Profiles.Keys.Concat(Credentials.Profiles.Keys))
        {
            if (!merged.ContainsKey(name) && TryGetProfile(name, out var profile))
            {
                merged.Add(name, profile);
            }
        }

        return merged;
    }
}
