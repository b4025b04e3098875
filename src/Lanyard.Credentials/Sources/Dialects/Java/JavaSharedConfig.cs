using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources.Dialects.Java;

/// <summary>
/// Both shared files as the AWS SDK for Java puts them together: read by the published grammar, setting by setting, the credentials
/// file's over the config file's. A file that can't be read is as good as missing.
/// </summary>
internal sealed class JavaSharedConfig
{
    private readonly SharedConfigFile _config;
    private readonly SharedConfigFile _credentials;

    private JavaSharedConfig(SharedConfigFile config, SharedConfigFile credentials)
    {
        _config = config;
        _credentials = credentials;
    }

    /// <summary>Gets the paths that are looked at, for a reason.</summary>
    public string Paths => $"{_credentials.Path} or {_config.Path}";

    /// <summary>Reads both files.</summary>
    /// <exception cref="JavaException">A line breaks the grammar.</exception>
    public static JavaSharedConfig Load(DialectMachine machine)
    {
        var locations = SharedConfigLocations.From(machine.Environment, machine.IsWindows);
        return new JavaSharedConfig(Read(locations.ConfigFile, SharedConfigFileKind.Config), Read(locations.CredentialsFile, SharedConfigFileKind.Credentials));

        SharedConfigFile Read(string path, SharedConfigFileKind kind)
        {
            var text = path.Length == 0 ? SharedConfigText.Empty : machine.Open(path).Text;
            if (text.HasByteOrderMark)
            {
                // The mark belongs to the first line, which is then no header.
                throw new JavaException("Expected a profile definition on line 1", $"{path}:1 starts with a byte order mark, which this SDK takes for part of the line", new Origin(null, path, 1));
            }

            try
            {
                return SharedConfigReader.Read(text, path, kind, strict: true);
            }
            catch (SharedConfigSyntaxException e)
            {
                throw new JavaException(e.Message, e.Message, new Origin(null, path, e.Line));
            }
        }
    }

    /// <summary>Finds a profile.</summary>
    public JavaProfile? Find(string name)
    {
        var profile = new JavaProfile(name);
        var isInConfig = _config.Profiles.TryGetValue(name, out var inConfig) && profile.Add(inConfig, _config.Path);
        var isInCredentials = _credentials.Profiles.TryGetValue(name, out var inCredentials) && profile.Add(inCredentials, _credentials.Path);
        return isInConfig || isInCredentials ? profile : null;
    }

    /// <summary>Finds an <c>sso-session</c>.</summary>
    public JavaProfile? FindSession(string name)
    {
        var session = new JavaProfile(name);
        return _config.SsoSessions.TryGetValue(name, out var section) && session.Add(section, _config.Path) ? session : null;
    }
}

/// <summary>A profile of both files. A setting with no value is one. Prints no values.</summary>
/// <param name="name">The name.</param>
internal sealed class JavaProfile(string name)
{
    private readonly Dictionary<string, MergedProperty> _settings = new(StringComparer.Ordinal);

    /// <summary>Gets the name.</summary>
    public string Name => name;

    /// <summary>Tells whether a setting stands in it.</summary>
    public bool Has(string key) => _settings.ContainsKey(key);

    /// <summary>Gives a setting; null where it isn't there.</summary>
    public string? Get(string key) => _settings.TryGetValue(key, out var property) ? property.Value : null;

    /// <summary>Gives where a setting stands; the profile alone where it isn't there.</summary>
    public Origin At(string key) => _settings.TryGetValue(key, out var property) ? new Origin(name, property.File, property.Line) : new Origin(name, null, null);

    /// <summary>Lays a section over what is there.</summary>
    /// <returns>Always true, so that it can stand in a condition.</returns>
    public bool Add(ConfigSection section, string path)
    {
        foreach (var property in section.Properties.Values)
        {
            _settings[property.Name] = new MergedProperty(property, path);
        }

        return true;
    }

    /// <summary>Demands settings, as the SDK does before it makes a source.</summary>
    /// <param name="because">The setting for which they are needed.</param>
    /// <param name="keys">The settings.</param>
    /// <exception cref="JavaException">One is missing.</exception>
    public void Require(string because, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (!Has(key))
            {
                throw new JavaException($"Profile property '{key}' was not configured for '{name}'.", $"{At(because)} needs {key}, which the profile `{name}` doesn't have", At(because));
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{name} ({_settings.Count} settings)";
}

/// <summary>An exception of the AWS SDK for Java, each of which passes on to the next source.</summary>
/// <param name="message">What the SDK says.</param>
/// <param name="why">What is wrong, in our words, with the file and line or the variable.</param>
/// <param name="at">The setting that leads to it.</param>
internal sealed class JavaException(string message, string why, Origin? at = null) : Exception(message)
{
    /// <summary>Gets what is wrong, in our words.</summary>
    public string Why { get; } = why;

    /// <summary>Gets the setting that leads to it.</summary>
    public Origin? At { get; } = at;
}
