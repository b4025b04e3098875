using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Readers;

namespace Lanyard.Credentials.Sources.Dialects.Rust;

/// <summary>Both shared files as the AWS SDK for Rust puts them together: setting by setting, the credentials file's over the config file's.</summary>
internal sealed class RustSharedConfig
{
    private readonly Dictionary<string, RustProfile> _profiles = new(StringComparer.Ordinal);
    private readonly DialectFile _config;

    private RustSharedConfig(DialectFile config, DialectFile credentials)
    {
        _config = config;
        (ConfigPath, CredentialsPath) = (config.Path, credentials.Path);
        foreach (var file in new[] { config, credentials })
        {
            foreach (var (name, section) in file.Profiles)
            {
                if (!_profiles.TryGetValue(name, out var profile))
                {
                    _profiles.Add(name, profile = new RustProfile(name));
                }

                profile.Add(section, file.Path);
            }
        }
    }

    /// <summary>Gets the config file's path.</summary>
    public string ConfigPath { get; }

    /// <summary>Gets the credentials file's path.</summary>
    public string CredentialsPath { get; }

    /// <summary>Gets whether neither file has a profile.</summary>
    public bool IsEmpty => _profiles.Count == 0;

    /// <summary>Reads both files. One that can't be read is empty.</summary>
    /// <exception cref="SharedConfigSyntaxException">The SDK refuses a line.</exception>
    public static RustSharedConfig Load(DialectMachine machine)
    {
        return new RustSharedConfig(
            Read("AWS_CONFIG_FILE", "config", SharedConfigFileKind.Config), Read("AWS_SHARED_CREDENTIALS_FILE", "credentials", SharedConfigFileKind.Credentials));

        DialectFile Read(string variable, string name, SharedConfigFileKind kind)
        {
            var path = Expand(machine, machine.SetVariable(variable) ?? "~/.aws/" + name);
            return RustReader.Read(machine.Open(path).Text, path, kind);
        }
    }

    /// <summary>Finds a profile.</summary>
    public RustProfile? Find(string name) => _profiles.GetValueOrDefault(name);

    /// <summary>Finds an <c>sso-session</c>; they stand in the config file alone.</summary>
    public ConfigSection? FindSsoSession(string name) => _config.SsoSessions.GetValueOrDefault(name);

    // A tilde counts as the first of the path's parts, and stays where no home folder is known.
    private static string Expand(DialectMachine machine, string path)
    {
        bool isHome = path == "~" || path.StartsWith("~/", StringComparison.Ordinal) || (machine.IsWindows && path.StartsWith("~\\", StringComparison.Ordinal));
        var expanded = isHome && machine.Home is { } home ? home + path[1..] : path;
        return isHome && machine.IsWindows ? expanded.Replace('/', '\\') : expanded;
    }
}

/// <summary>A profile of both files. A setting with no value is one. Prints no values.</summary>
/// <param name="name">The name.</param>
internal sealed class RustProfile(string name)
{
    private readonly Dictionary<string, MergedProperty> _properties = new(StringComparer.Ordinal);
    private readonly List<string> _places = [];

    /// <summary>Gets the name.</summary>
    public string Name => name;

    /// <summary>Gets where it stands.</summary>
    public string At => string.Join(", ", _places);

    /// <summary>Finds a setting, also an empty one.</summary>
    public MergedProperty? Find(string key) => _properties.GetValueOrDefault(key);

    /// <summary>Gives a setting; null where it isn't there.</summary>
    public string? Text(string key) => Find(key)?.Value;

    /// <summary>Gives where a setting stands.</summary>
    public Origin Origin(MergedProperty property) => new(name, property.File, property.Line);

    /// <summary>Lays a section over what is there.</summary>
    public void Add(ConfigSection section, string path)
    {
        _places.Add($"{path}:{section.Line}");
        foreach (var property in section.Properties.Values)
        {
            _properties[property.Name] = new MergedProperty(property, path);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{name} ({At})";
}
