using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Readers;

namespace Lanyard.Credentials.Sources.Dialects.Go;

/// <summary>
/// Both shared files as the AWS SDK for Go v2 puts them together: a section of the credentials file goes over the config file's, but
/// only with the settings that the SDK lists, and with an access key only as a pair.
/// </summary>
internal sealed class GoSharedConfig
{
    private static readonly string[] Merged =
    [
        "role_arn", "source_profile", "credential_source", "external_id", "mfa_serial", "role_session_name", "region",
        "endpoint_discovery_enabled", "credential_process", "web_identity_token_file", "s3_use_arn_region",
        "s3_disable_multiregion_access_points", "ec2_metadata_service_endpoint_mode", "ec2_metadata_service_endpoint",
        "ec2_metadata_v1_disabled", "use_dualstack_endpoint", "use_fips_endpoint", "defaults_mode", "retry_mode", "ca_bundle",
        "duration_seconds", "max_attempts", "sso_session", "sso_account_id", "sso_region", "sso_role_name", "sso_start_url",
        "auth_scheme_preference", "login_session",
    ];

    private readonly Dictionary<string, GoSection> _sections = new(StringComparer.Ordinal);

    private GoSharedConfig(string configPath, string credentialsPath) => (ConfigPath, CredentialsPath) = (configPath, credentialsPath);

    /// <summary>Gets the config file's path; empty for none.</summary>
    public string ConfigPath { get; }

    /// <summary>Gets the credentials file's path; empty for none.</summary>
    public string CredentialsPath { get; }

    /// <summary>Reads both files.</summary>
    /// <exception cref="GoException">The SDK can't load one of them.</exception>
    public static GoSharedConfig Load(DialectMachine machine)
    {
        var config = new GoSharedConfig(Locate("AWS_CONFIG_FILE", "config"), Locate("AWS_SHARED_CREDENTIALS_FILE", "credentials"));
        foreach (var section in Read(machine, config.ConfigPath, SharedConfigFileKind.Config).Profiles)
        {
            config._sections.Add(section.Key, GoSection.Of(section.Value, config.ConfigPath, 1));
        }

        foreach (var (name, section) in Read(machine, config.CredentialsPath, SharedConfigFileKind.Credentials).Profiles)
        {
            config.Merge(name, GoSection.Of(section, config.CredentialsPath, 2));
        }

        return config;

        // A variable that is set to nothing counts as unset, and a tilde in one is a folder of that name.
        string Locate(string variable, string name) => machine.Variable(variable)
            ?? (Home(machine) is { } home ? string.Join(machine.IsWindows ? '\\' : '/', home, ".aws", name) : "");
    }

    /// <summary>Finds a section by the name under which the SDK looks for it.</summary>
    public GoSection? Find(string name) => _sections.GetValueOrDefault(name);

    /// <summary>Gets the home folder; null where none is known.</summary>
    public static string? Home(DialectMachine machine) => machine.IsWindows ? machine.Variable("USERPROFILE") : machine.Home;

    private static DialectFile Read(DialectMachine machine, string path, SharedConfigFileKind kind)
    {
        var file = machine.Open(path);
        try
        {
            // What can't be opened is passed over in silence; a folder can be opened, and not be read.
            return file.State != MachineFileState.Folder
                ? GoReader.Read(file.Text, path, kind)
                : throw new GoException(
                    $"failed to load shared config file, {path}, read all: read {path}: is a directory", new Origin(null, path, null));
        }
        catch (SharedConfigSyntaxException e)
        {
            throw new GoException(e.Message, new Origin(null, path, e.Line));
        }
    }

    private void Merge(string name, GoSection over)
    {
        if (!_sections.TryGetValue(name, out var section))
        {
            _sections.Add(name, over);
            return;
        }

        var properties = new Dictionary<string, MergedProperty>(section.Properties, StringComparer.Ordinal);
        bool hasPair = over.Properties.ContainsKey("aws_access_key_id") && over.Properties.ContainsKey("aws_secret_access_key");
        foreach (var key in hasPair ? Merged.Concat(["aws_access_key_id", "aws_secret_access_key", "aws_session_token"]) : Merged)
        {
            if (over.Properties.TryGetValue(key, out var property))
            {
                properties[key] = property;
            }
        }

        // Half a key in the config file is forgiven when the credentials file has the section too.
        _sections[name] = new GoSection(properties, $"{section.At}, {over.At}", over.Error);
    }
}

/// <summary>A section of both files. Prints no values.</summary>
/// <param name="Properties">The settings by name.</param>
/// <param name="At">Where it stands.</param>
/// <param name="Error">What is wrong with it, if something is.</param>
internal sealed record GoSection(IReadOnlyDictionary<string, MergedProperty> Properties, string At, DialectError? Error)
{
    /// <summary>Takes a section of one file.</summary>
    /// <param name="section">The section.</param>
    /// <param name="path">The file.</param>
    /// <param name="checks">How often the SDK checks sections of that file; it numbers what it finds.</param>
    public static GoSection Of(ConfigSection section, string path, int checks)
    {
        var properties = section.Properties.ToDictionary(p => p.Key, p => new MergedProperty(p.Value, path), StringComparer.Ordinal);
        var half = properties.GetValueOrDefault("aws_access_key_id") ?? properties.GetValueOrDefault("aws_secret_access_key");
        bool isHalf = half is not null && !(properties.ContainsKey("aws_access_key_id") && properties.ContainsKey("aws_secret_access_key"));
        return new GoSection(
            properties, $"{path}:{section.Line}",
            isHalf ? new DialectError($"{checks}, partial credentials found for profile {section.Name}\n", new Origin(section.Name, path, half!.Line)) : null);
    }

    /// <inheritdoc/>
    public override string ToString() => At;
}
