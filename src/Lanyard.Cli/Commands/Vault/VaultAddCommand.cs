using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;
using Lanyard.Cli.Commands.Configure;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Editing;
using Lanyard.Credentials.Vault;

namespace Lanyard.Cli.Commands.Vault;

/// <summary>What <c>lanyard vault add</c> was asked for; <c>--profile</c> and <c>--region</c> are those of the profile to write.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="Entry">The entry's name.</param>
internal sealed record VaultAddInput(GlobalOptions Options, string Entry)
{
    /// <summary>Gets whether the key is stored without being tried.</summary>
    public bool NoVerify { get; init; }

    /// <summary>Gets whether the config file is left alone.</summary>
    public bool NoProfile { get; init; }

    /// <summary>Gets whether an entry with another key may be replaced.</summary>
    public bool Yes { get; init; }
}

/// <summary>Puts an access key into the vault, and a profile that uses it into the config file.</summary>
internal static class VaultAddCommand
{
    public static async Task<int> RunAsync(VaultAddInput input, Surroundings surroundings, Questions questions, HiddenAsk hidden, CancellationToken cancellationToken)
    {
        var options = input.Options;
        CheckName(input.Entry);
        SessionChoice.Check(options.Profile, "--profile", SessionChoice.NameProblem);
        SessionChoice.Check(options.Region, "--region", SessionChoice.RegionProblem);
        VaultAccess.RefuseWhileRotating(surroundings, input.Entry);
        var profile = options.Profile ?? input.Entry;

        // Whatever keeps the profile from being written is said before anybody looks for a secret.
        var store = ProfileEditing.Store(surroundings);
        var planned = store.Plan(Edit);
        var vault = VaultAccess.Choose(surroundings, options, questions);
        var before = vault.Find(input.Entry);

        var key = KeyInput.Read(surroundings, questions, hidden);
        RefuseToReplace(before, key, input, questions);
        CallerIdentity? caller = null;
        if (!input.NoVerify)
        {
            using var calls = new VaultCalls(surroundings, options, planned.Before, profile);
            (key, caller) = await calls.VerifyAsync(key, surroundings, cancellationToken).ConfigureAwait(false);
        }

        vault.Put(input.Entry, key);
        var change = store.Apply($"vault add {input.Entry}", Edit);
        Tell(input, profile, key, caller, vault, change, surroundings);
        return ExitCodes.Done;

        SharedConfigEdit Edit(SharedConfigSnapshot files) =>
            input.NoProfile ? SharedConfigEdit.Of(files) : VaultProfile.Add(files, profile, input.Entry, options.Region, surroundings);
    }

    /// <summary>Refuses what can't be an entry's name.</summary>
    /// <exception cref="UsageException">It can't be one; nothing of it is repeated.</exception>
    public static void CheckName(string entry)
    {
        if (KeyInput.LooksLikeSecret(entry) || KeyInput.IdProblem(entry) is null)
        {
            throw new UsageException(
                "that looks like a key, and not like a name for one: arguments can be read by everybody on this machine, so keys come on stdin or are typed when they are asked for",
                "lanyard vault add NAME");
        }

        if (!VaultEntry.IsName(entry))
        {
            throw new UsageException("an entry's name has up to 64 letters, digits and _ . @ + -, begins with a letter or digit, and doesn't end in .new or .old", "lanyard vault add dev");
        }
    }

    private static void RefuseToReplace(AwsCredentials? before, AwsCredentials key, VaultAddInput input, Questions questions)
    {
        if (before is null || before.AccessKeyId == key.AccessKeyId || input.Yes)
        {
            return;
        }

        // Asked for on a terminal alone: what is replaced is gone.
        if (!questions.CanAsk)
        {
            throw new CredentialsException(
                ErrorCodes.VaultEntryExists, $"the vault's entry `{input.Entry}` is another access key, {before.AccessKeyId}, whose secret would be lost",
                $"choose another name, or add --yes; `lanyard vault rotate {input.Entry}` makes a new key and keeps the old one until it isn't needed", FailureKind.PersonMustAct);
        }

        if (!questions.Confirm($"`{input.Entry}` is the access key {before.AccessKeyId}, whose secret would be lost. Replace it?", "--yes"))
        {
            throw new CredentialsException(CliErrorCodes.NotConfirmed, "the answer was not yes, so nothing was changed", null, FailureKind.GuardRail);
        }
    }

    private static void Tell(
        VaultAddInput input, string profile, AwsCredentials key, CallerIdentity? caller, AccessKeyVault vault, SharedConfigChange change, Surroundings surroundings)
    {
        if (input.Options.Json)
        {
            surroundings.Write(JsonOutput.Object(json =>
            {
                json.WriteString("entry", input.Entry);
                json.WriteString("accessKeyId", key.AccessKeyId);
                json.WriteString("account", key.AccountId);
                json.WriteString("arn", caller?.Arn);
                json.WriteString("backend", vault.Backend);
                json.WriteString("profile", input.NoProfile ? null : profile);
                json.WriteString("diff", change.Diff());
            }));
            return;
        }

        surroundings.Error.WriteLine($"Put the access key {key.AccessKeyId}{(caller is null ? "" : $" ({caller.Arn})")} into the vault ({vault.Backend}) as `{input.Entry}`.");
        surroundings.Error.Write(change.Diff());
        surroundings.Error.WriteLine(input.NoProfile
            ? $"A profile with the line `lanyard_vault = {input.Entry}` uses it."
            : $"  to try it: lanyard whoami --profile {profile}");
    }
}
