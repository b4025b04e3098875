using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.Delivery;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Editing;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Run;

namespace Lanyard.Cli.Commands.Vault;

/// <summary>
/// The lines of a profile whose key lies in the vault: <c>lanyard_vault</c> for Lanyard, and for every other SDK a
/// <c>credential_process</c> that is Lanyard. Pure, but for finding where Lanyard is.
/// </summary>
internal static class VaultProfile
{
    private const string Process = "credential_process";
    private static readonly SettingKey[] Keys = [new("aws_access_key_id", null), new("aws_secret_access_key", null)];

    private static readonly string[] OtherSources =
        ["role_arn", "sso_session", "sso_account_id", "sso_start_url", "login_session", "web_identity_token_file", "credential_source", "aws_session_token"];

    /// <summary>Adds the lines.</summary>
    /// <param name="files">The files.</param>
    /// <param name="name">The profile; made where it is missing.</param>
    /// <param name="entry">The vault's entry.</param>
    /// <param name="region">A region to set; null for none.</param>
    /// <param name="surroundings">The machine.</param>
    /// <param name="replaced">A program whose <c>credential_process</c> may be replaced; null for none but Lanyard.</param>
    /// <exception cref="CredentialsException">The profile gets its credentials in another way.</exception>
    /// <exception cref="SharedConfigException">The lines can't be written.</exception>
    public static SharedConfigEdit Add(
        SharedConfigSnapshot files, string name, string entry, string? region, Surroundings surroundings, string? replaced = null)
    {
        var line = ProcessLine.Write([.. OwnCommand(surroundings), "credential-process", "--profile", name]);
        if (files.TryGetProfile(name, out var profile))
        {
            Check(profile, entry, line, replaced);
        }

        List<KeyValuePair<SettingKey, string>> settings = [new(new(VaultSettings.Key, null), entry), new(new(Process, null), line)];
        if (region is not null)
        {
            settings.Add(new(new("region", null), region));
        }

        var wanted = profile is null ? settings : [.. settings.Where(s => profile.Get(s.Key.Name) != s.Value)];
        return wanted.Count == 0 ? SharedConfigEdit.Of(files) : SectionEdits.Set(files, new(SharedConfigSectionKind.Profile, name), wanted);
    }

    /// <summary>Takes a plain-text key out of a profile and adds the lines in its place.</summary>
    /// <exception cref="CredentialsException">The profile gets its credentials in another way too.</exception>
    /// <exception cref="SharedConfigException">The lines can't be written.</exception>
    public static SharedConfigEdit MoveOut(SharedConfigSnapshot files, string name, string entry, Surroundings surroundings)
    {
        var section = new SectionName(SharedConfigSectionKind.Profile, name);
        var without = After(files, SectionEdits.Unset(files, section, Keys));
        if (without.Credentials.Profiles.TryGetValue(name, out var left) && left.Properties.Count == 0)
        {
            var text = SharedConfigRemoval.Remove(without.Credentials, SharedConfigSectionKind.Profile, name);
            without = new SharedConfigSnapshot(without.Config, SharedConfigReader.Read(text, without.Credentials.Path, SharedConfigFileKind.Credentials));
        }

        return Add(without, name, entry, null, surroundings) with { Notes = ["the secret is in the vault now, and in no backup: `lanyard profile undo` doesn't bring it back into a file"] };
    }

    private static SharedConfigSnapshot After(SharedConfigSnapshot files, SharedConfigEdit edit) => new(
        SharedConfigReader.Read(edit.Config, files.Config.Path, SharedConfigFileKind.Config),
        SharedConfigReader.Read(edit.Credentials, files.Credentials.Path, SharedConfigFileKind.Credentials));

    private static void Check(MergedProfile profile, string entry, string line, string? replaced)
    {
        if (profile.TryGet("aws_access_key_id", out var key) || profile.TryGet("aws_secret_access_key", out key))
        {
            throw new CredentialsException(
                CliErrorCodes.ProfileExists, $"the profile `{profile.Name}` has an access key in plain text ({key.File}:{key.Line})",
                $"lanyard vault migrate {profile.Name} takes it into the vault; or choose another name with --profile", profile: profile.Name);
        }

        if (profile.TryGet(VaultSettings.Key, out var other) && other.Value != entry)
        {
            throw new CredentialsException(
                CliErrorCodes.ProfileExists, $"the profile `{profile.Name}` takes its keys from another entry of the vault ({other.File}:{other.Line})",
                "choose another name with --profile, or leave the profile alone with --no-profile", profile: profile.Name);
        }

        var way = OtherSources.FirstOrDefault(s => profile.Get(s) is not null)
            ?? (profile.Get(Process) is { } process && process != line && !IsOwn(process, profile.Name) && !IsOf(process, replaced) ? Process : null);
        if (way is not null)
        {
            profile.TryGet(way, out var setting);
            throw new CredentialsException(
                CliErrorCodes.ProfileExists, $"there is a profile `{profile.Name}` already ({setting!.File}:{setting.Line}): it gets its credentials in another way ({way})",
                "choose another name with --profile, or leave the profile alone with --no-profile", profile: profile.Name);
        }
    }

    // Lanyard's own line, from where it lay before.
    private static bool IsOwn(string process, string profile) =>
        CommandLine.Split(process) is [var program, .., "credential-process", "--profile", var named]
        && named == profile && program.Contains("lanyard", StringComparison.OrdinalIgnoreCase);

    private static bool IsOf(string process, string? program) =>
        program is not null && CommandLine.Split(process) is [var first, ..] && Path.GetFileNameWithoutExtension(first) == program;

    // The path that stays when another version is installed: the link on PATH, where that leads here.
    private static IReadOnlyList<string> OwnCommand(Surroundings surroundings)
    {
        if (surroundings.OwnCommand is not [var own] || !Path.IsPathRooted(own))
        {
            return surroundings.OwnCommand;
        }

        var found = ProgramSearch.Find("lanyard", surroundings.Variable("PATH"), surroundings.CurrentDirectory).Path;
        return found is not null && Path.IsPathRooted(found) && AtomicFile.RealPath(found) == AtomicFile.RealPath(own) ? [found] : [own];
    }
}
