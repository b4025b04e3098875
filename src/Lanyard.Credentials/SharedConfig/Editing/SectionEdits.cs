namespace Lanyard.Credentials.SharedConfig.Editing;

/// <summary>A section that somebody names.</summary>
/// <param name="Kind">What it describes.</param>
/// <param name="Name">Its name.</param>
public sealed record SectionName(SharedConfigSectionKind Kind, string Name)
{
    /// <summary>Writes it for a message: <c>profile `dev`</c>.</summary>
    public override string ToString() => $"{SharedConfigRules.Describe(Kind)} `{DiffText.Printable(Name)}`";
}

/// <summary>Edits of a section that may stand in both shared files. Pure.</summary>
public static class SectionEdits
{
    private static readonly string[] StaticKeys = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_security_token"];

    /// <summary>Whether one of the files has a section.</summary>
    /// <param name="files">The files.</param>
    /// <param name="section">The section.</param>
    public static bool Has(SharedConfigSnapshot files, SectionName section)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(section);
        return files.Config.Sections(section.Kind).ContainsKey(section.Name) || files.Credentials.Sections(section.Kind).ContainsKey(section.Name);
    }

    /// <summary>Whether a setting holds a secret, so that its value must not be an argument of a command, nor shown.</summary>
    /// <param name="key">The setting.</param>
    public static bool IsSecret(SettingKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return SecretLines.IsSecretName(key.Sub ?? key.Name);
    }

    /// <summary>
    /// Gives settings a value, in the file where it counts: static keys in the file that has the profile's keys (else the credentials
    /// file), a setting that the credentials file has in that one, any other in the config file. A section that is missing is made.
    /// </summary>
    /// <param name="files">The files.</param>
    /// <param name="section">The section.</param>
    /// <param name="settings">The settings, in order.</param>
    /// <returns>The edit.</returns>
    /// <exception cref="SharedConfigException">A name or value can't be written, or a result can't be proved.</exception>
    public static SharedConfigEdit Set(
        SharedConfigSnapshot files, SectionName section, IReadOnlyList<KeyValuePair<SettingKey, string>> settings)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(settings);
        var notes = new List<string>();
        if (!Has(files, section))
        {
            string near = section.Kind == SharedConfigSectionKind.Profile && files.NearestProfiles(section.Name) is [var first, ..]
                ? $"; there is one called `{first}`" : "";
            notes.Add($"the {section} is new{near}");
        }

        var (config, credentials) = (files.Config, files.Credentials);
        foreach (var (typed, value) in settings)
        {
            var file = IsForCredentials(config, credentials, section, typed.Name) ? credentials : config;
            var key = AsItStands(file, section, typed);
            if (!file.Sections(section.Kind).ContainsKey(section.Name))
            {
                file = Read(file, SharedConfigEditor.Append(file, section.Kind, section.Name, []));
            }

            file = Read(file, SharedConfigSetting.Set(file, section.Kind, section.Name, key, value));
            if (file.Kind == SharedConfigFileKind.Credentials && !StaticKeys.Contains(key.Name))
            {
                notes.Add($"{key} stands in {file.Path}, which goes before the config file, so it is changed there");
            }

            if (CommentLine(file, section, key) is { } line)
            {
                notes.Add($"the AWS CLI takes the comment behind {key} for a part of its value ({file.Path}:{line}); put it on a line of its own");
            }

            (config, credentials) = file.Kind == SharedConfigFileKind.Config ? (file, credentials) : (config, file);
        }

        if (section is { Kind: SharedConfigSectionKind.Profile, Name: "default" } && SectionBlock.Of(config, section.Kind, "default") is var blocks
            && blocks.Any(b => b.Prefixed) && blocks.Any(b => !b.Prefixed))
        {
            notes.Add($"{config.Path} has [default] and [profile default]: most SDKs read the second, the AWS CLI the one that stands last");
        }

        return new(config.Text, credentials.Text, notes);
    }

    /// <summary>Takes settings out of both files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="section">The section.</param>
    /// <param name="keys">The settings.</param>
    /// <returns>The edit; it changes nothing if none of them is there.</returns>
    /// <exception cref="SharedConfigException">The result can't be proved.</exception>
    public static SharedConfigEdit Unset(SharedConfigSnapshot files, SectionName section, IReadOnlyList<SettingKey> keys)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(keys);
        var (config, credentials) = (files.Config, files.Credentials);
        foreach (var key in keys)
        {
            config = Read(config, SharedConfigRemoval.Unset(config, section.Kind, section.Name, AsItStands(config, section, key)));
            credentials = Read(credentials, SharedConfigRemoval.Unset(credentials, section.Kind, section.Name, AsItStands(credentials, section, key)));
        }

        return new(config.Text, credentials.Text, [.. keys.Where(IsSecret).Select(k => $"no backup holds the value of {k}: undo can't bring it back")]);
    }

    /// <summary>Takes a section out of both files. Notes say what still refers to it.</summary>
    /// <param name="files">The files.</param>
    /// <param name="section">The section.</param>
    /// <returns>The edit.</returns>
    /// <exception cref="SharedConfigException">The result can't be proved.</exception>
    public static SharedConfigEdit Remove(SharedConfigSnapshot files, SectionName section)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(section);
        string key = SharedConfigRenaming.ReferenceKey(section.Kind);
        var notes = new List<string>();
        foreach (var profile in files.Profiles.Values)
        {
            if (profile.TryGet(key, out var property) && property.Value == section.Name
                && (section.Kind != SharedConfigSectionKind.Profile || profile.Name != section.Name))
            {
                notes.Add($"the profile `{profile.Name}` names it as its {key} ({property.File}:{property.Line}), and can't be used without it");
            }
        }

        foreach (var secret in Properties(files, section).Where(p => SecretLines.IsSecretName(p.Name)))
        {
            notes.Add($"no backup holds the value of {secret.Name}: undo can't bring it back");
        }

        return new(
            SharedConfigRemoval.Remove(files.Config, section.Kind, section.Name),
            SharedConfigRemoval.Remove(files.Credentials, section.Kind, section.Name),
            notes);
    }

    /// <summary>Renames a section in both files, and what refers to it. Notes say which settings were changed with it.</summary>
    /// <param name="files">The files.</param>
    /// <param name="section">The section.</param>
    /// <param name="to">Its new name.</param>
    /// <returns>The edit.</returns>
    /// <exception cref="SharedConfigException">The name can't be written or is taken, or the result can't be proved.</exception>
    public static SharedConfigEdit Rename(SharedConfigSnapshot files, SectionName section, string to)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(to);
        foreach (var file in new[] { files.Config, files.Credentials })
        {
            if (file.Kind == SharedConfigFileKind.Config || section.Kind == SharedConfigSectionKind.Profile)
            {
                SharedConfigRules.CheckSection(file, section.Kind, to);
                SharedConfigEditor.CheckFree(file, section.Kind, to);
            }
        }

        var config = SharedConfigRenaming.Rename(files.Config, section.Kind, section.Name, to, out var inConfig);
        var credentials = SharedConfigRenaming.Rename(files.Credentials, section.Kind, section.Name, to, out var inCredentials);
        var notes = inConfig.Concat(inCredentials)
            .Select(r => $"the {r.Key} of the profile `{(r.Profile == section.Name && section.Kind == SharedConfigSectionKind.Profile ? to : r.Profile)}` is changed with it ({r.File}:{r.Line})")
            .ToList();
        if (section.Kind == SharedConfigSectionKind.SsoSession)
        {
            notes.Add($"a sign-in is filed under the session's name, so sign in again: lanyard login --session {to}");
        }

        foreach (var profile in files.Profiles.Values)
        {
            if (section.Kind == SharedConfigSectionKind.Profile && profile.TryGet("credential_process", out var process)
                && process.Value.Split((char[])[' ', '\t', '='], StringSplitOptions.RemoveEmptyEntries).Contains(section.Name))
            {
                notes.Add($"the credential_process of the profile `{profile.Name}` says `{section.Name}` too, and is left alone ({process.File}:{process.Line})");
            }
        }

        return new(config, credentials, notes);
    }

    /// <summary>A setting as its section gives it, for one whose own name has a dot in it.</summary>
    internal static SettingKey AsItStands(SharedConfigFile file, SectionName section, SettingKey key) =>
        key.Sub is not null && file.Sections(section.Kind).TryGetValue(section.Name, out var found) && found.Properties.ContainsKey(key.ToString())
            ? new(key.ToString(), null)
            : key;

    /// <summary>Reads an edited text again.</summary>
    internal static SharedConfigFile Read(SharedConfigFile file, SharedConfigText text) =>
        ReferenceEquals(file.Text, text) ? file : SharedConfigReader.Read(text, file.Path, file.Kind);

    /// <summary>The line of a setting that has a comment behind its value; null if it has none.</summary>
    private static int? CommentLine(SharedConfigFile file, SectionName section, SettingKey key)
    {
        if (key.Sub is not null)
        {
            return null; // there the comment is a part of the value to everybody, and was replaced with it
        }

        int line = file.Sections(section.Kind)[section.Name].Properties[key.Name].Line;
        var content = file.Text.Content(file.Text.Lines[line - 1]);
        return LineGrammar.CutComment(content, needsBlank: true).Length < LineGrammar.Trim(content).Length ? line : null;
    }

    private static IEnumerable<ConfigProperty> Properties(SharedConfigSnapshot files, SectionName section) =>
        new[] { files.Config, files.Credentials }
            .SelectMany(f => f.Sections(section.Kind).TryGetValue(section.Name, out var found) ? found.Properties.Values : []);

    private static bool IsForCredentials(SharedConfigFile config, SharedConfigFile credentials, SectionName section, string key)
    {
        if (section.Kind != SharedConfigSectionKind.Profile)
        {
            return false;
        }

        bool InConfig(string name) => config.Profiles.TryGetValue(section.Name, out var found) && found.Properties.ContainsKey(name);
        bool InCredentials(string name) => credentials.Profiles.TryGetValue(section.Name, out var found) && found.Properties.ContainsKey(name);
        return StaticKeys.Contains(key)
            ? InCredentials("aws_access_key_id") || !StaticKeys.Any(InConfig)
            : InCredentials(key);
    }
}
