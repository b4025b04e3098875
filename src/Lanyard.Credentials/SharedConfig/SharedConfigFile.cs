namespace Lanyard.Credentials.SharedConfig;

/// <summary>One shared file, read: its text, and the sections that the published grammar sees in it. Prints no values.</summary>
public sealed class SharedConfigFile
{
    private readonly SectionTable _sections;

    internal SharedConfigFile(SharedConfigText text, string path, SharedConfigFileKind kind, SectionTable sections)
    {
        Text = text;
        Path = path;
        Kind = kind;
        _sections = sections;
    }

    /// <summary>The bytes it was read from.</summary>
    public SharedConfigText Text { get; }

    /// <summary>The path, as the caller named it.</summary>
    public string Path { get; }

    /// <summary>Which of the two files it is.</summary>
    public SharedConfigFileKind Kind { get; }

    /// <summary>The profiles by name.</summary>
    public IReadOnlyDictionary<string, ConfigSection> Profiles => _sections.Profiles;

    /// <summary>The <c>sso-session</c> sections by name; none in a credentials file.</summary>
    public IReadOnlyDictionary<string, ConfigSection> SsoSessions => _sections.SsoSessions;

    /// <summary>The <c>services</c> sections by name; none in a credentials file.</summary>
    public IReadOnlyDictionary<string, ConfigSection> Services => _sections.Services;

    /// <summary>The sections of one kind, by name.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The sections.</returns>
    public IReadOnlyDictionary<string, ConfigSection> Sections(SharedConfigSectionKind kind) => _sections.Of(kind);

    /// <summary>Names the file, and nothing that is in it.</summary>
    /// <returns>The path and a count.</returns>
    public override string ToString() => $"{Path} ({Profiles.Count} profiles)";
}
