using Lanyard.Cli.Commands.Configure;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Cli.Commands.Vault;

/// <summary>Takes a key out of the vault. At AWS it stays what it is.</summary>
internal static class VaultRemoveCommand
{
    public static int Run(string entry, bool yes, GlobalOptions options, Surroundings surroundings, Questions questions)
    {
        VaultAddCommand.CheckName(entry);
        VaultAccess.RefuseWhileRotating(surroundings, entry);
        var vault = VaultAccess.Open(surroundings, options, entry);
        var known = vault.Find(entry)?.AccessKeyId ?? vault.Index.Find(entry)?.AccessKeyId ?? throw VaultAccess.Missing(surroundings, entry);
        var profiles = VaultAccess.ProfilesOf(SharedConfigSnapshot.Load(ProfileEditing.Locations(surroundings)), entry);
        if (!yes)
        {
            Confirm(entry, known, profiles, questions);
        }

        vault.Remove(entry);
        if (options.Json)
        {
            surroundings.Write(JsonOutput.Object(json =>
            {
                json.WriteString("entry", entry);
                json.WriteString("accessKeyId", known);
                json.WriteStartArray("profiles");
                foreach (var profile in profiles)
                {
                    json.WriteStringValue(profile);
                }

                json.WriteEndArray();
            }));
            return ExitCodes.Done;
        }

        surroundings.Error.WriteLine($"Removed `{entry}` ({known}) from the vault. AWS still accepts the key: make it inactive there if nothing needs it.");
        foreach (var profile in profiles)
        {
            surroundings.Error.WriteLine($"  the profile `{profile}` has no keys any more: lanyard profile remove {profile}");
        }

        return ExitCodes.Done;
    }

    // Typed out, not a letter: what goes is the only copy of the secret.
    private static void Confirm(string entry, string id, IReadOnlyList<string> profiles, Questions questions)
    {
        var users = profiles.Count == 0 ? "" : $" These profiles stop working: {string.Join(", ", profiles)}.";
        if (!questions.CanAsk)
        {
            throw new CredentialsException(
                CliErrorCodes.ConfirmationMissing, $"`{entry}` ({id}) would be removed for good, and nobody can be asked.{users}", "add --yes, or run the command on a terminal", FailureKind.PersonMustAct);
        }

        if (questions.Text($"The secret of {id} is gone for good then.{users}\nType {entry} to remove it", "", "--yes", _ => null) != entry)
        {
            throw new CredentialsException(CliErrorCodes.NotConfirmed, $"the answer was not `{entry}`, so nothing was changed", null, FailureKind.GuardRail);
        }
    }
}
