using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Lanyard.Credentials.SharedConfig;

/// <summary>A setting of a profile, and the file it comes from. Its value may be a secret, so it is never printed.</summary>
public sealed class MergedProperty
{
    private readonly ConfigProperty _property;

    internal MergedProperty(ConfigProperty property, string file)
    {
        _property = property;
        File = file;
    }

    /// <summary>The name, in lower case.</summary>
    public string Name => _property.Name;

    /// <summary>The value; see <see cref="ConfigProperty.Value"/>.</summary>
    public string Value => _property.Value;

    /// <summary>The path of the file that the value comes from.</summary>
    public string File { get; }

    /// <summary>The line in that file, from 1.</summary>
    public int Line => _property.Line;

    /// <summary>The indented settings below it; see <see cref="ConfigProperty.SubProperties"/>.</summary>
    public IReadOnlyList<ConfigProperty> SubProperties => _property.SubProperties;

    /// <summary>The value of a sub-property; the last one, if there are several.</summary>
    /// <param name="name">The name, in lower case.</param>
    /// <returns>The value, or null if there is none of that name.</returns>
    public string? GetSubProperty(string name) => _property.GetSubProperty(name);

    /// <summary>Names the setting and where it stands, never its value.</summary>
    /// <returns>Name, file and line.</returns>
    public override string ToString() => $"{Name} ({File}:{Line})";
}

/// <summary>
/// One profile as both files make it. A setting in the credentials file wins over the same in the config file. Static keys are one
/// thing: the access key, its secret, token and account all come from the file that holds the access key, credentials file first,
/// so that a key is never sent with the token of another. Prints no values.
/// </summary>
public sealed class MergedProfile
{
    private readonly string _configPath;
    private readonly string _credentialsPath;
    private IReadOnlyDictionary<string, MergedProperty>? _properties;

    internal MergedProfile(string name, ConfigSection? inConfig, string configPath, ConfigSection? inCredentials, string credentialsPath)
    {
        Name = name;
        InConfig = inConfig;
        InCredentials = inCredentials;
        _configPath = configPath;
        _credentialsPath = credentialsPath;
    }

    /// <summary>The profile's name.</summary>
    public string Name { get; }

    /// <summary>Its section in the config file, if it has one.</summary>
    public ConfigSection? InConfig { get; }

    /// <summary>Its section in the credentials file, if it has one.</summary>
    public ConfigSection? InCredentials { get; }

    /// <summary>All settings by lower-case name; merged when first asked for.</summary>
    public IReadOnlyDictionary<string, MergedProperty> Properties => _properties ??= Merge();

    /// <summary>Finds a setting.</summary>
    /// <param name="key">The name, in lower case.</param>
    /// <param name="property">The setting.</param>
    /// <returns>Whether the profile has it.</returns>
    public bool TryGet(string key, [NotNullWhen(true)] out MergedProperty? property)
    {
        property = IsStaticKey(key)
            ? Find(KeysAreInCredentials ? InCredentials : InConfig, key)
            : Find(InCredentials, key) ?? Find(InConfig, key);
        return property is not null;
    }

    /// <summary>The value of a setting.</summary>
    /// <param name="key">The name, in lower case.</param>
    /// <returns>The value, or null if the profile doesn't have it.</returns>
    public string? Get(string key) => TryGet(key, out var property) ? property.Value : null;

    /// <summary>Gets where its sections stand: <c>file:line</c>, for each file that has one.</summary>
    public string Place => (InConfig, InCredentials) switch
    {
        ({ } config, { } credentials) => At(_configPath, config) + ", " + At(_credentialsPath, credentials),
        ({ } config, null) => At(_configPath, config),
        (null, { } credentials) => At(_credentialsPath, credentials),
        _ => "",
    };

    /// <summary>Names the profile, never its values.</summary>
    /// <returns>The name and where it stands.</returns>
    public override string ToString() => InConfig is null && InCredentials is null ? Name : Name + " (" + Place + ")";

    // By hand: a format text would be set up anew for every warm answer.
    private static string At(string path, ConfigSection section) => path + ":" + section.Line.ToString(CultureInfo.InvariantCulture);

    private bool KeysAreInCredentials =>
        Has(InCredentials, "aws_access_key_id")
        || (!Has(InConfig, "aws_access_key_id")
            && (Has(InCredentials, "aws_secret_access_key") || Has(InCredentials, "aws_session_token")));

    private static bool IsStaticKey(string key) => key
        is "aws_access_key_id" or "aws_secret_access_key" or "aws_session_token" or "aws_security_token" or "aws_account_id";

    private static bool Has(ConfigSection? section, string key) => section is not null && section.Properties.ContainsKey(key);

    private MergedProperty? Find(ConfigSection? section, string key) =>
        section is not null && section.Properties.TryGetValue(key, out var property)
            ? new MergedProperty(property, ReferenceEquals(section, InConfig) ? _configPath : _credentialsPath)
            : null;

    private Dictionary<string, MergedProperty> Merge()
    {
        var merged = new Dictionary<string, MergedProperty>();
        foreach (var section in new[] { InConfig, InCredentials })
        {
            foreach (string key in section?.Properties.Keys ?? [])
            {
                if (!merged.ContainsKey(key) && TryGet(key, out var property))
                {
                    merged.Add(key, property);
                }
            }
        }

        return merged;
    }
}
