using System.Diagnostics.CodeAnalysis;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Readers;
using Lanyard.Credentials.Sources.Run;

namespace Lanyard.Credentials.Sources.Dialects.Botocore;

/// <summary>Both shared files as botocore sees them.</summary>
internal sealed class BotocoreFiles
{
    private readonly Dictionary<string, ConfigSection> _inConfig = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConfigSection> _ssoSessions = new(StringComparer.Ordinal);

    private BotocoreFiles(ConfigParserFile config, ConfigParserFile credentials)
    {
        Config = config;
        Credentials = credentials;
        foreach (var section in config.Sections)
        {
            // The section that stands last counts: [default] and [profile default] may both be there.
            if (section.Name.StartsWith("profile", StringComparison.Ordinal))
            {
                AddNamed(_inConfig, section);
            }
            else if (section.Name.StartsWith("sso-session", StringComparison.Ordinal))
            {
                AddNamed(_ssoSessions, section);
            }
            else if (section.Name == "default")
            {
                _inConfig[section.Name] = section;
            }
        }
    }

    public ConfigParserFile Config { get; }

    public ConfigParserFile Credentials { get; }

    /// <summary>Reads both files from where the environment says they are.</summary>
    /// <exception cref="BotocoreException">A file is refused.</exception>
    public static BotocoreFiles Load(DialectMachine machine) => new(
        Read(machine, machine.SetVariable("AWS_CONFIG_FILE") ?? "~/.aws/config"),
        Read(machine, machine.SetVariable("AWS_SHARED_CREDENTIALS_FILE") ?? "~/.aws/credentials"));

    /// <summary>Reads one file; one that isn't there, or can't be read, is empty.</summary>
    /// <exception cref="BotocoreException">The file is refused.</exception>
    public static ConfigParserFile Read(DialectMachine machine, string path, BotocoreStage stage = BotocoreStage.Setup)
    {
        path = PythonPaths.Expand(machine, path);
        try
        {
            return ConfigParserReader.Read(machine.Open(path).Text, path);
        }
        catch (SharedConfigSyntaxException e)
        {
            throw new BotocoreException(new BotocoreError("ConfigParseError", $"Unable to parse config file: {path}", stage, new Origin(null, path, e.Line)));
        }
    }

    /// <summary>Gives a profile: the config file's settings, each replaced by the credentials file's of the same name.</summary>
    public BotocoreProfile Profile(string name) => new(this, name, _inConfig.GetValueOrDefault(name), Credentials.Find(name));

    /// <summary>Finds an <c>sso-session</c> section.</summary>
    public bool TryGetSession(string name, [NotNullWhen(true)] out ConfigSection? session) => _ssoSessions.TryGetValue(name, out session);

    // The header is split as a shell would: [profile "my dev"] and [profile	dev] are profiles, and so is [profilefoo bar].
    private static void AddNamed(Dictionary<string, ConfigSection> to, ConfigSection section)
    {
        if (CommandLine.Split(section.Name) is [_, var name])
        {
            to[name] = section;
        }
    }
}

/// <summary>One profile as both files make it. Prints no values.</summary>
internal sealed class BotocoreProfile(BotocoreFiles files, string name, ConfigSection? inConfig, ConfigSection? inCredentials)
{
    public string Name { get; } = name;

    public bool Exists => inConfig is not null || inCredentials is not null;

    /// <summary>Gets where the profile stands, or where it doesn't.</summary>
    public string Where => (inConfig, inCredentials) switch
    {
        ({ } config, { } credentials) => $"{files.Config.Path}:{config.Line}, {files.Credentials.Path}:{credentials.Line}",
        ({ } config, null) => $"{files.Config.Path}:{config.Line}",
        (null, { } credentials) => $"{files.Credentials.Path}:{credentials.Line}",
        _ => $"neither in {files.Config.Path} nor in {files.Credentials.Path}",
    };

    public string? Get(string key) => TryGet(key, out var property, out _) ? property.Value : null;

    public bool Has(string key) => TryGet(key, out _, out _);

    /// <summary>Gets where a setting stands, failing that where the profile does.</summary>
    public Origin At(string key) => TryGet(key, out var property, out var file) ? new Origin(Name, file.Path, property.Line)
        : inConfig is not null ? new Origin(Name, files.Config.Path, inConfig.Line)
        : inCredentials is not null ? new Origin(Name, files.Credentials.Path, inCredentials.Line)
        : new Origin(Name, null, null);

    /// <summary>Says that the profile lacks something, and where it was looked for.</summary>
    public string Lacks(string what) => Exists ? $"`{Name}` ({Where}) has no {what}" : $"there is no profile `{Name}`, {Where}";

    /// <summary>Gives the profile as one of the two files alone has it, and that file.</summary>
    public (ConfigParserFile File, ConfigSection? Section) In(bool credentials) =>
        credentials ? (files.Credentials, inCredentials) : (files.Config, inConfig);

    private bool TryGet(string key, [NotNullWhen(true)] out ConfigProperty? property, out ConfigParserFile file)
    {
        file = files.Credentials;
        if (file.TryGet(inCredentials, key, out property))
        {
            return true;
        }

        file = files.Config;
        return file.TryGet(inConfig, key, out property);
    }
}
