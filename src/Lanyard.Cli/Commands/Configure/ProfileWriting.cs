using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Cli.Commands.Configure;

/// <summary>A profile that is to be in the config file, with these settings and no other source of credentials.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="NewSession">The section of its sign-in, where that is new too.</param>
internal sealed record WantedConfigProfile(string Name, IReadOnlyList<KeyValuePair<string, string>> Settings, NewSection? NewSession = null);

/// <summary>Writes one profile; one that is there with other values is changed only when its user agrees.</summary>
internal static class ProfileWriting
{
    private static readonly string[] Sources =
    [
        "sso_session", "sso_start_url", "sso_region", "sso_account_id", "sso_role_name", "role_arn", "source_profile", "credential_source",
        "credential_process", "web_identity_token_file", "login_session", "lanyard_vault", "aws_access_key_id", "aws_secret_access_key", "aws_session_token",
    ];

    /// <summary>Gives the folder for the locks on shared files.</summary>
    public static string LockFolder(Surroundings surroundings) => Path.Combine(surroundings.Folders.Cache, "locks");

    /// <summary>Gives the files as they will be.</summary>
    /// <exception cref="CredentialsException">The profile is there, and is another kind of profile.</exception>
    /// <exception cref="SharedConfigException">A name or value can't be written.</exception>
    public static SharedConfigText Edit(SharedConfigFile config, SharedConfigFile credentials, WantedConfigProfile wanted)
    {
        var (file, added) = (config, new List<NewSection>());
        if (wanted.NewSession is { } session && !file.SsoSessions.ContainsKey(session.Name))
        {
            added.Add(session);
        }

        if (Differences(config, credentials, wanted) is not { } differences)
        {
            added.Add(new NewSection(SharedConfigSectionKind.Profile, wanted.Name, wanted.Settings));
        }
        else
        {
            foreach (var key in differences)
            {
                var changed = SharedConfigEditor.Set(file, SharedConfigSectionKind.Profile, wanted.Name, key, wanted.Settings.First(s => s.Key == key).Value);
                file = SharedConfigReader.Read(changed, file.Path, file.Kind);
            }
        }

        return SharedConfigSections.Append(file, added);
    }

    /// <summary>Writes the profile and says so.</summary>
    /// <param name="wanted">The profile.</param>
    /// <param name="files">The files as they were read.</param>
    /// <param name="options">The options of every command.</param>
    /// <param name="yes">Whether a profile that is there may be changed.</param>
    /// <param name="questions">Who else may allow that.</param>
    /// <param name="surroundings">The machine.</param>
    /// <exception cref="CredentialsException">The profile is there and is another kind of profile, or may not be changed.</exception>
    /// <exception cref="SharedConfigException">The file can't be written.</exception>
    public static int Write(WantedConfigProfile wanted, SharedConfigSnapshot files, GlobalOptions options, bool yes, Questions questions, Surroundings surroundings)
    {
        var differences = Differences(files.Config, files.Credentials, wanted);
        if (differences is { Count: > 0 } && !yes)
        {
            var before = files.Config.Profiles[wanted.Name];
            var shown = string.Concat(differences.Select(key =>
                $"  {key}: {(before.Properties.TryGetValue(key, out var old) ? old.Value : "(not set)")} -> {wanted.Settings.First(s => s.Key == key).Value}\n"));
            if (!questions.CanAsk)
            {
                throw new CredentialsException(
                    CliErrorCodes.ConfirmationMissing, $"the profile `{wanted.Name}` ({files.Config.Path}:{before.Line}) has other settings ({string.Join(", ", differences)}), and nobody can be asked",
                    "add --yes to change it, or choose another name with --profile", FailureKind.PersonMustAct, wanted.Name);
            }

            if (!questions.Confirm($"The profile {wanted.Name} ({files.Config.Path}:{before.Line}) would be changed:\n{shown}Change it?", "--yes"))
            {
                surroundings.Error.WriteLine("Nothing was changed.");
                return ExitCodes.Done;
            }
        }

        var changes = false;
        SharedConfigWriter.Edit(files.Config.Path, SharedConfigFileKind.Config, LockFolder(surroundings), read =>
        {
            var edited = Edit(read, files.Credentials, wanted);
            changes = !edited.Bytes.SequenceEqual(read.Text.Bytes);
            return edited;
        }, ProfileEditing.History(surroundings), $"configure profile {wanted.Name}");
        Say(wanted, files.Config.Path, changes, options, surroundings);
        return ExitCodes.Done;
    }

    // Null where there is no such profile yet.
    private static List<string>? Differences(SharedConfigFile config, SharedConfigFile credentials, WantedConfigProfile wanted)
    {
        if (credentials.Profiles.TryGetValue(wanted.Name, out var keys))
        {
            throw Exists(wanted.Name, credentials.Path, keys.Line, "it is in the credentials file, whose settings win");
        }

        if (!config.Profiles.TryGetValue(wanted.Name, out var profile))
        {
            return null;
        }

        return Sources.FirstOrDefault(s => profile.Properties.ContainsKey(s) && !wanted.Settings.Any(w => w.Key == s)) is { } other
            ? throw Exists(wanted.Name, config.Path, profile.Properties[other].Line, $"it gets its credentials in another way ({other})")
            : [.. wanted.Settings.Where(s => !profile.Properties.TryGetValue(s.Key, out var old) || old.Value != s.Value).Select(s => s.Key)];
    }

    private static CredentialsException Exists(string name, string file, int line, string why) => new(
        CliErrorCodes.ProfileExists, $"there is a profile `{name}` already ({file}:{line}): {why}", "choose another name with --profile", profile: name);

    private static void Say(WantedConfigProfile wanted, string path, bool changes, GlobalOptions options, Surroundings surroundings)
    {
        if (options.Json)
        {
            surroundings.Write(JsonOutput.Object(json =>
            {
                json.WriteString("profile", wanted.Name);
                json.WriteString("file", path);
                json.WriteBoolean("changed", changes);
            }));
            return;
        }

        surroundings.Error.WriteLine(changes ? $"Wrote the profile `{wanted.Name}` to {path}." : $"The profile `{wanted.Name}` is in {path} as it should be; nothing was changed.");
        surroundings.Error.WriteLine($"  to try it: lanyard whoami --profile {wanted.Name}");
    }
}
