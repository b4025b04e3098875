using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Editing;

namespace Lanyard.Cli.Commands;

/// <summary>Edits profiles, sso-sessions and services sections of the shared files.</summary>
internal static class ProfileEditCommand
{
    /// <summary>Gives settings a value: <c>KEY VALUE</c>, <c>KEY=VALUE…</c>, or <c>KEY</c> alone for a secret.</summary>
    public static int Set(SectionName section, IReadOnlyList<string> words, EditCall call, Surroundings surroundings)
    {
        var settings = new List<KeyValuePair<SettingKey, string>>();
        foreach (var (typed, value) in Pairs(words))
        {
            var key = SettingKey.Parse(typed);
            if (value is not null && SectionEdits.IsSecret(key))
            {
                throw new UsageException(
                    $"{key} is a secret, and arguments can be read by everybody on this machine; leave its value out, and it is asked for or read from stdin",
                    $"lanyard profile set {Typed(section)} {key}");
            }

            if (value is null && !SectionEdits.IsSecret(key))
            {
                throw new UsageException($"{DiffText.Printable(typed)} needs a value", $"lanyard profile set {Typed(section)} {DiffText.Printable(typed)} VALUE");
            }

            settings.Add(KeyValuePair.Create(key, value ?? SecretInput.Read(surroundings, key.ToString(), !call.Options.NoInput)));
        }

        string keys = string.Join(", ", settings.Select(s => s.Key));
        return ProfileEditing.Make(
            surroundings, call, $"profile set {Typed(section)} {string.Join(' ', settings.Select(s => s.Key))}",
            files => SectionEdits.Set(files, section, settings), $"Set {keys} of the {section}");
    }

    /// <summary>Takes settings out.</summary>
    public static int Unset(SectionName section, IReadOnlyList<string> words, EditCall call, Surroundings surroundings)
    {
        if (words.Count == 0)
        {
            throw new UsageException("say which setting", $"lanyard profile unset {Typed(section)} KEY");
        }

        SettingKey[] keys = [.. words.Select(SettingKey.Parse)];
        return ProfileEditing.Make(
            surroundings, call, $"profile unset {Typed(section)} {string.Join<SettingKey>(' ', keys)}",
            files =>
            {
                CheckThere(files, section);
                foreach (var key in keys)
                {
                    CheckThere(files, section, key);
                }

                return SectionEdits.Unset(files, section, keys);
            },
            $"Unset {string.Join<SettingKey>(", ", keys)} of the {section}");
    }

    /// <summary>Gives a section another name.</summary>
    public static int Rename(SectionName section, string to, EditCall call, Surroundings surroundings) => ProfileEditing.Make(
        surroundings, call, $"profile rename {Typed(section)} {DiffText.Printable(to)}",
        files =>
        {
            CheckThere(files, section);
            return SectionEdits.Rename(files, section, to);
        },
        $"Renamed the {section} to `{DiffText.Printable(to)}`");

    /// <summary>Takes a section out, once somebody says yes.</summary>
    public static int Remove(SectionName section, EditCall call, Surroundings surroundings) => ProfileEditing.MakeIfConfirmed(
        surroundings, call, $"profile remove {Typed(section)}",
        files =>
        {
            CheckThere(files, section);
            return SectionEdits.Remove(files, section);
        },
        $"Remove the {section}?", $"Removed the {section}");

    /// <summary>Makes sure that a section is there.</summary>
    /// <exception cref="CredentialsException">It isn't.</exception>
    public static void CheckThere(SharedConfigSnapshot files, SectionName section)
    {
        if (SectionEdits.Has(files, section))
        {
            return;
        }

        string shown = DiffText.Printable(section.Name);
        if (section.Kind == SharedConfigSectionKind.Profile)
        {
            throw ProfileCommand.NotFound(files, section.Name);
        }

        bool isSession = section.Kind == SharedConfigSectionKind.SsoSession;
        var near = ProfileSuggestions.Nearest(files.Config.Sections(section.Kind).Keys, section.Name) is [var first, ..] ? $"; did you mean `{first}`?" : "";
        throw new CredentialsException(
            isSession ? ErrorCodes.SsoSessionNotFound : ErrorCodes.ServicesNotFound,
            $"{files.Config.Path} has no {(isSession ? "sso-session" : "services")} section `{shown}`{near}", "lanyard profile list --json shows what there is");
    }

    /// <summary>Makes sure that a section has a setting.</summary>
    /// <exception cref="CredentialsException">It hasn't.</exception>
    public static void CheckThere(SharedConfigSnapshot files, SectionName section, SettingKey key)
    {
        bool isThere = new[] { files.Config, files.Credentials }.Any(file =>
            file.Sections(section.Kind).TryGetValue(section.Name, out var found)
            && (found.Properties.ContainsKey(key.ToString())
                || (found.Properties.TryGetValue(key.Name, out var property) && (key.Sub is null || property.GetSubProperty(key.Sub) is not null))));
        if (!isThere)
        {
            throw new CredentialsException(
                ErrorCodes.SettingNotFound, $"the {section} has no setting {DiffText.Printable(key.ToString())}", $"lanyard profile show {Typed(section)}");
        }
    }

    /// <summary>The words that name a section on a command line.</summary>
    public static string Typed(SectionName section) => section.Kind switch
    {
        SharedConfigSectionKind.Profile => DiffText.Printable(section.Name),
        SharedConfigSectionKind.SsoSession => $"--session {DiffText.Printable(section.Name)}",
        _ => $"--services {DiffText.Printable(section.Name)}",
    };

    private static IEnumerable<(string Key, string? Value)> Pairs(IReadOnlyList<string> words)
    {
        switch (words)
        {
            case []:
                throw new UsageException("say what to set, as in: lanyard profile set dev region eu-west-1", "lanyard profile set --help");
            case [var key] when !key.Contains('='):
                return [(key, null)];
            case [var key, var value] when !key.Contains('='):
                return [(key, value)];
        }

        return words.Select(word => word.IndexOf('=', StringComparison.Ordinal) is var at and > 0
            ? (word[..at], (string?)word[(at + 1)..])
            : throw new UsageException("several settings at once are written KEY=VALUE, each in one word", "lanyard profile set dev region=eu-west-1 output=json"));
    }
}
