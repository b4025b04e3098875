using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Readers;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>The shared files of a machine as the AWS SDK for JavaScript v3 finds, reads and merges them. It swallows every error of theirs.</summary>
internal sealed class JavaScriptV3Files
{
    private readonly DialectMachine _machine;
    private readonly DialectFile _config;
    private readonly DialectFile _credentials;
    private readonly List<string> _looked = [];

    public JavaScriptV3Files(DialectMachine machine)
    {
        _machine = machine;
        var config = machine.Variable("AWS_CONFIG_FILE") ?? JavaScript.InHome(machine, ".aws", "config");
        var credentials = machine.Variable("AWS_SHARED_CREDENTIALS_FILE") ?? JavaScript.InHome(machine, ".aws", "credentials");
        _config = Read(Expand(config), SharedConfigFileKind.Config);
        _credentials = Read(Expand(credentials), SharedConfigFileKind.Credentials);
        Profiles = new JavaScriptProfiles(_config, _credentials);

        // The sessions are read by another function of the SDK, which doesn't know what a tilde is.
        SsoSessions = config.StartsWith("~/", StringComparison.Ordinal) ? [] : _config.SsoSessions;
    }

    /// <summary>Gets the profiles.</summary>
    public JavaScriptProfiles Profiles { get; }

    /// <summary>Gets the <c>sso-session</c> sections.</summary>
    public IReadOnlyDictionary<string, ConfigSection> SsoSessions { get; }

    /// <summary>Says that a profile isn't there, and what became of the files.</summary>
    public string NoProfile(string name) => $"there is no profile `{name}` with a setting in {string.Join(" or ", _looked)}";

    /// <summary>Gets a setting of a client, for which the config file goes before the credentials file.</summary>
    /// <param name="profile">The profile's name.</param>
    /// <param name="key">The setting.</param>
    public (string? Value, Origin? At) ClientSetting(string profile, string key)
    {
        foreach (var file in new[] { _config, _credentials })
        {
            if (file.Profiles.TryGetValue(profile, out var section) && section.Properties.TryGetValue(key, out var property))
            {
                return (property.Value, new Origin(profile, file.Path, property.Line));
            }
        }

        return (null, null);
    }

    private string Expand(string path) =>
        path.StartsWith("~/", StringComparison.Ordinal) ? JavaScript.InHome(_machine, path[2..]) : path;

    private DialectFile Read(string path, SharedConfigFileKind kind)
    {
        var opened = _machine.Open(path);
        try
        {
            var file = JavaScriptV3Reader.Read(opened.Text, path, kind);
            _looked.Add(opened.State switch
            {
                MachineFileState.Read => path,
                MachineFileState.Missing => $"{path} (no such file)",
                MachineFileState.Folder => $"{path} (a folder)",
                _ => $"{path} (unreadable)",
            });
            return file;
        }
        catch (SharedConfigSyntaxException e)
        {
            _looked.Add($"{path} (left out as a whole: {e.Message})");
            return new DialectFile(path);
        }
    }
}
