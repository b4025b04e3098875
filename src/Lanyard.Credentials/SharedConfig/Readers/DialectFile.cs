namespace Lanyard.Credentials.SharedConfig.Readers;

/// <summary>
/// What one SDK's reader sees in one shared file. The names are the SDK's own: where it takes <c>[x]</c> in the config file for a
/// profile, <c>x</c> is among the profiles. Prints no values.
/// </summary>
internal sealed class DialectFile(string path)
{
    /// <summary>Gets the path it was read from.</summary>
    public string Path { get; } = path;

    /// <summary>Gets the profiles by name.</summary>
    public Dictionary<string, ConfigSection> Profiles { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the <c>sso-session</c> sections by name.</summary>
    public Dictionary<string, ConfigSection> SsoSessions { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the <c>services</c> sections by name.</summary>
    public Dictionary<string, ConfigSection> Services { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"{Path} ({Profiles.Count} profiles)";
}
