using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Readers;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>
/// The two shared files as the AWS SDK for .NET finds and merges them. A variable counts if the file that it names is there. Without
/// <c>AWS_CONFIG_FILE</c> the config file is the one called <c>config</c> beside the credentials file.
/// </summary>
internal sealed class DotNetFiles
{
    private readonly DotNetFile _credentials;
    private readonly DotNetFile? _config;

    private DotNetFiles(DotNetFile credentials, DotNetFile? config)
    {
        _credentials = credentials;
        _config = config;
    }

    /// <summary>Gets whether a config file is looked at; without one, a profile that has <c>services</c> is an error.</summary>
    public bool HasConfig => _config is not null;

    /// <summary>Gets the paths that are looked at, for a reason.</summary>
    public string Paths => _config is null ? _credentials.Path : $"{_credentials.Path} or {_config.Path}";

    /// <summary>Opens both files.</summary>
    /// <exception cref="DotNetError">One can't be read.</exception>
    public static DotNetFiles Open(DialectMachine machine)
    {
        var slash = machine.IsWindows ? '\\' : '/';
        var home = machine.Variable("HOME") ?? machine.Variable("USERPROFILE");
        var credentials = Existing("AWS_SHARED_CREDENTIALS_FILE") ?? InHome("credentials");
        var config = machine.Variable("AWS_CONFIG_FILE") is not null ? Existing("AWS_CONFIG_FILE") ?? InHome("config") : Beside(credentials);
        return new DotNetFiles(Read(machine, credentials), config is null ? null : Read(machine, config));

        string? Existing(string variable) => machine.Variable(variable) is { } path && IsFile(machine, path) ? path : null;

        string InHome(string name) => string.Join(slash, home is null ? [".aws", name] : [home.TrimEnd(slash), ".aws", name]);

        string? Beside(string path)
        {
            var end = path.AsSpan().LastIndexOfAny(machine.IsWindows ? "\\/" : "/") + 1;
            var beside = string.Concat(path.AsSpan(0, end), "config");
            return IsFile(machine, beside) ? beside : null;
        }
    }

    /// <summary>Finds a section in both files and merges it, setting by setting; the credentials file wins.</summary>
    /// <param name="name">The section's name.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="why">Why there is none.</param>
    /// <returns>The settings by lower-case name; null where there are none.</returns>
    public Dictionary<string, MergedProperty>? Find(string name, SharedConfigSectionKind kind, out string why)
    {
        var credentials = _credentials.Find(name, kind, needsKind: false);
        var config = _config?.Find(name, kind, needsKind: name != "default") ?? default;
        why = Missing(name, kind, credentials, config);
        if (credentials.Section is null && config.Section is null)
        {
            return null;
        }

        var merged = new Dictionary<string, MergedProperty>(StringComparer.OrdinalIgnoreCase);
        Add(config.Section, _config?.Path);
        Add(credentials.Section, _credentials.Path);
        return merged;

        void Add(ConfigSection? section, string? path)
        {
            foreach (var property in section?.Properties.Values ?? [])
            {
                merged[property.Name] = new MergedProperty(property, path!);
            }
        }
    }

    private string Missing(string name, SharedConfigSectionKind kind, DotNetSection credentials, DotNetSection config)
    {
        var (twice, line, path) = credentials.Twice is not null ? (credentials.Twice, credentials.Line, _credentials.Path) : (config.Twice, config.Line, _config?.Path);
        var what = kind == SharedConfigSectionKind.SsoSession ? $"sso-session `{name}`" : $"profile `{name}`";
        return twice is null
            ? $"there is no {what} in {Paths}"
            : string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"the {what} ({path}:{line}) sets {twice.Name} a second time in line {twice.Line}, and this SDK then takes the section for missing");
    }

    private static bool IsFile(DialectMachine machine, string path) => machine.Open(path).State is MachineFileState.Read or MachineFileState.Unreadable;

    private static DotNetFile Read(DialectMachine machine, string path)
    {
        var file = machine.Open(path);
        if (file.State == MachineFileState.Unreadable)
        {
            throw new DotNetError($"Access to the path '{path}' is denied.", $"{path} can't be read", new Origin(null, path, null));
        }

        try
        {
            return DotNetFile.Read(file.Text, path);
        }
        catch (SharedConfigSyntaxException e)
        {
            throw new DotNetError(
                DotNetFile.Malformed(path, e.Line),
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{path}:{e.Line} is no header, setting or comment, and this SDK then reads neither file"),
                new Origin(null, path, e.Line))
            {
                IsInvalidData = true,
            };
        }
    }
}
