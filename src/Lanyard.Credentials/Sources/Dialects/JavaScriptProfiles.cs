using System.Diagnostics.CodeAnalysis;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Readers;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>The profiles of both shared files together, merged setting by setting: the later file wins. Prints no values.</summary>
internal sealed class JavaScriptProfiles
{
    private readonly Dictionary<string, JavaScriptProfile> _profiles = new(StringComparer.Ordinal);

    public JavaScriptProfiles(params ReadOnlySpan<DialectFile> files)
    {
        foreach (var file in files)
        {
            foreach (var (name, section) in file.Profiles)
            {
                if (!_profiles.TryGetValue(name, out var profile))
                {
                    _profiles.Add(name, profile = new JavaScriptProfile(name));
                }

                profile.Merge(section, file.Path);
            }
        }
    }

    /// <summary>Finds a profile; both SDKs take one without a setting for none.</summary>
    public JavaScriptProfile? Find(string name) => _profiles.GetValueOrDefault(name);

    /// <summary>Reads the keys that a plan names.</summary>
    /// <exception cref="CredentialsException">They are no longer there.</exception>
    public AwsCredentials ReadKeys(Source.StaticKeys keys) =>
        Find(keys.Profile) is { } profile && profile.Get("aws_secret_access_key") is { } secret
            ? new AwsCredentials(
                keys.AccessKeyId, new Secret(secret), Secret.FromOptional(profile.Get("aws_session_token")), null, profile.Get("aws_account_id"))
            : throw new CredentialsException(
                ErrorCodes.ProfileNotFound, $"the access key {keys.AccessKeyId} is not in the profile `{keys.Profile}`", "run the command again", profile: keys.Profile);
}

/// <summary>One profile as a JavaScript SDK sees it. Every setting has a value: both drop one without. Prints no values.</summary>
internal sealed class JavaScriptProfile(string name)
{
    private readonly OrderedDictionary<string, MergedProperty> _properties = new(StringComparer.Ordinal);
    private string _where = "";

    /// <summary>Gets the name.</summary>
    public string Name { get; } = name;

    /// <summary>Gets the names of the settings, in the order in which JavaScript lists them.</summary>
    public IEnumerable<string> Keys => _properties.Keys;

    /// <summary>Gets the value of a setting, or null.</summary>
    public string? Get(string key) => _properties.TryGetValue(key, out var property) ? property.Value : null;

    /// <summary>Tells whether the profile has a setting.</summary>
    public bool Has(string key) => _properties.ContainsKey(key);

    /// <summary>Finds a setting.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out MergedProperty? property) => _properties.TryGetValue(key, out property);

    /// <summary>Gives where a setting stands.</summary>
    public Origin Origin(string key) => new(Name, _properties[key].File, _properties[key].Line);

    /// <summary>Names the profile and where it starts.</summary>
    public override string ToString() => $"`{Name}` ({_where})";

    public void Merge(ConfigSection section, string file)
    {
        _where += (_where.Length > 0 ? ", " : "") + new Origin(Name, file, section.Line);
        foreach (var property in section.Properties.Values)
        {
            _properties[property.Name] = new MergedProperty(property, file);
        }
    }

    /// <summary>Gives the access key, where both halves are there.</summary>
    public Source.StaticKeys? StaticKeys() =>
        TryGet("aws_access_key_id", out var id) && Has("aws_secret_access_key")
            ? new Source.StaticKeys(Name, id.File, id.Value) { Origin = Origin("aws_access_key_id") }
            : null;

    /// <summary>Says why the profile has no access key.</summary>
    public string WhyNoKeys() => !TryGet("aws_access_key_id", out var id) ? $"{this} has no aws_access_key_id"
        : $"{this} has an aws_access_key_id ({id.File}:{id.Line}) and no aws_secret_access_key";
}
