using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Readers;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>
/// The shared files of a machine as the AWS SDK for JavaScript v2 finds, reads and merges them. Without <c>AWS_SDK_LOAD_CONFIG</c> it
/// knows one file, <c>~/.aws/credentials</c>.
/// </summary>
internal sealed class JavaScriptV2Files
{
    private readonly DialectMachine _machine;

    public JavaScriptV2Files(DialectMachine machine)
    {
        _machine = machine;
        LoadsConfig = machine.Variable("AWS_SDK_LOAD_CONFIG") is not null;
        DefaultConfig = Read(JavaScript.InHome(machine, ".aws", "config"), SharedConfigFileKind.Config);
        Config = machine.Variable("AWS_CONFIG_FILE") is { } path ? Read(path, SharedConfigFileKind.Config) : DefaultConfig;
        var credentials = (LoadsConfig ? machine.Variable("AWS_SHARED_CREDENTIALS_FILE") : null) ?? JavaScript.InHome(machine, ".aws", "credentials");

        // A path is read once, by the rules of whichever of the two is read first.
        Credentials = LoadsConfig && credentials == Config.Path ? Config : Read(credentials, SharedConfigFileKind.Credentials);
        Problem = LoadsConfig ? Config.Problem : Credentials.Problem;
        Profiles = Problem is not null ? new JavaScriptProfiles()
            : LoadsConfig ? new JavaScriptProfiles(Config.Content, Credentials.Content)
            : new JavaScriptProfiles(Credentials.Content);
    }

    /// <summary>Gets whether the config file counts.</summary>
    public bool LoadsConfig { get; }

    /// <summary>Gets the profiles; none where a file that must be there can't be read.</summary>
    public JavaScriptProfiles Profiles { get; }

    /// <summary>Gets why there are no profiles at all, in the SDK's words.</summary>
    public string? Problem { get; }

    /// <summary>Gets the config file that <c>AWS_CONFIG_FILE</c> names, or the one at home.</summary>
    public JavaScriptV2File Config { get; }

    /// <summary>Gets the config file at home, where the SDK looks for <c>sso-session</c> sections whatever the variable says.</summary>
    public JavaScriptV2File DefaultConfig { get; }

    /// <summary>Gets the credentials file.</summary>
    public JavaScriptV2File Credentials { get; }

    /// <summary>Says that a profile isn't there, and why.</summary>
    public string NoProfile(string name)
    {
        if (Problem is not null)
        {
            return $"no profile can be read: {Problem}";
        }

        var where = LoadsConfig ? $"{Config.Path} or {Credentials.Path}" : Credentials.Path;
        return $"there is no profile `{name}` with a setting in {where}"
            + (LoadsConfig ? Credentials.Problem is null ? "" : $" ({Credentials.Problem})" : "; the config file doesn't count without AWS_SDK_LOAD_CONFIG");
    }

    private JavaScriptV2File Read(string path, SharedConfigFileKind kind)
    {
        var opened = _machine.Open(path);
        if (JavaScript.WhyUnreadable(opened.State, path) is { } problem)
        {
            return new JavaScriptV2File(path, new DialectFile(path), problem);
        }

        try
        {
            return new JavaScriptV2File(path, JavaScriptV2Reader.Read(opened.Text, path, kind), null);
        }
        catch (SharedConfigSyntaxException e)
        {
            return new JavaScriptV2File(path, new DialectFile(path), e.Message);
        }
    }
}

/// <summary>One file, and why it can't be read.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Content">What is in it; nothing where it can't be read.</param>
/// <param name="Problem">Why it can't be read, in the SDK's words; null where it can.</param>
internal sealed record JavaScriptV2File(string Path, DialectFile Content, string? Problem)
{
    /// <summary>Finds a setting of a profile.</summary>
    public Origin? Find(string profile, string key, out string? value)
    {
        value = null;
        if (!Content.Profiles.TryGetValue(profile, out var section) || !section.Properties.TryGetValue(key, out var property))
        {
            return null;
        }

        value = property.Value;
        return new Origin(profile, Path, property.Line);
    }
}
