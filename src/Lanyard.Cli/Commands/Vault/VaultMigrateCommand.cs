using Lanyard.Aws.Signing;
using Lanyard.Cli.Commands.Configure;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Editing;

namespace Lanyard.Cli.Commands.Vault;

/// <summary>What <c>lanyard vault migrate</c> was asked for.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="Profiles">The profiles.</param>
internal sealed record VaultMigrateInput(GlobalOptions Options, IReadOnlyList<string> Profiles)
{
    /// <summary>Gets whether every profile with a key is meant.</summary>
    public bool All { get; init; }

    /// <summary>Gets whether the keys come from aws-vault, and not from the shared files.</summary>
    public bool FromAwsVault { get; init; }

    /// <summary>Gets the entry's name; null for the profile's.</summary>
    public string? Entry { get; init; }

    /// <summary>Gets whether to show what would change, and to change nothing.</summary>
    public bool DryRun { get; init; }
}

/// <summary>
/// Takes keys out of plain text, or out of aws-vault, into the vault. A key leaves its file after it worked, lies in the vault and came
/// back from there: whenever this is broken off, it is in one place at least, and doing it again ends it.
/// </summary>
internal static class VaultMigrateCommand
{
    public static async Task<int> RunAsync(VaultMigrateInput input, Surroundings surroundings, Questions questions, CancellationToken cancellationToken)
    {
        if (input.All == input.Profiles.Count > 0)
        {
            throw new UsageException("name the profiles, or say --all", "lanyard vault migrate dev");
        }

        if (input.Entry is { } given)
        {
            VaultAddCommand.CheckName(given);
            if (input.Profiles.Count != 1)
            {
                throw new UsageException("--entry goes with one profile");
            }
        }

        var files = SharedConfigSnapshot.Load(ProfileEditing.Locations(surroundings));
        var source = input.FromAwsVault ? (IKeySource)new AwsVaultKeys(new AwsVault(surroundings), surroundings) : new PlainTextKeys(surroundings);
        var names = input.All ? await source.ListAsync(files, cancellationToken).ConfigureAwait(false) : input.Profiles;
        var (moved, failures) = (new List<Moved>(), new List<Exception>());
        foreach (var name in names)
        {
            try
            {
                moved.Add(await MoveAsync(name, input, source, files, surroundings, questions, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception e) when (input.All && e is CredentialsException or SharedConfigException)
            {
                // Of many, one that can't be had stops none of the others.
                failures.Add(e);
            }
        }

        Tell(input, moved, surroundings);
        foreach (var failure in failures)
        {
            ErrorReport.Of(failure).Write(surroundings, input.Options.Json);
        }

        return failures is [var first, ..] ? ErrorReport.Of(first).ExitCode : ExitCodes.Done;
    }

    private static async Task<Moved> MoveAsync(
        string name, VaultMigrateInput input, IKeySource source, SharedConfigSnapshot files, Surroundings surroundings, Questions questions,
        CancellationToken cancellationToken)
    {
        var entry = input.Entry ?? name;
        if (!VaultEntry.IsName(entry))
        {
            throw new CredentialsException(
                ErrorCodes.SettingInvalid, $"the profile `{DiffText.Printable(name)}` has a name that no vault's entry can have", $"give the entry another: lanyard vault migrate {DiffText.Printable(name)} --entry NAME", profile: name);
        }

        VaultAccess.RefuseWhileRotating(surroundings, entry);
        var store = ProfileEditing.Store(surroundings);
        if (input.DryRun)
        {
            source.Check(files, name);
            return new Moved(name, entry, null, null, store.Plan(f => source.Edit(f, name, entry, null)));
        }

        var key = await source.ReadAsync(files, name, cancellationToken).ConfigureAwait(false);
        _ = store.Plan(f => source.Edit(f, name, entry, key));
        using var calls = new VaultCalls(surroundings, input.Options, files, name);
        (key, var caller) = await calls.VerifyAsync(key, surroundings, cancellationToken).ConfigureAwait(false);
        var vault = VaultAccess.Choose(surroundings, input.Options, questions);
        if (vault.Find(entry) is { } other && other.AccessKeyId != key.AccessKeyId)
        {
            throw new CredentialsException(
                ErrorCodes.VaultEntryExists, $"the vault's entry `{entry}` is another access key, {other.AccessKeyId}",
                $"give this one another name: lanyard vault migrate {name} --entry NAME", profile: name);
        }

        vault.Put(entry, key);
        return new Moved(name, entry, key, caller.Arn, store.Apply($"vault migrate {name}", f => source.Edit(f, name, entry, key)));
    }

    private static void Tell(VaultMigrateInput input, List<Moved> moved, Surroundings surroundings)
    {
        if (input.Options.Json)
        {
            surroundings.Write(JsonOutput.Object(json =>
            {
                json.WriteBoolean("changed", !input.DryRun && moved.Count > 0);
                json.WriteStartArray("migrated");
                foreach (var one in moved)
                {
                    json.WriteStartObject();
                    json.WriteString("profile", one.Profile);
                    json.WriteString("entry", one.Entry);
                    json.WriteString("accessKeyId", one.Key?.AccessKeyId);
                    json.WriteString("account", one.Key?.AccountId);
                    json.WriteString("diff", one.Change.Diff());
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }));
            return;
        }

        foreach (var one in moved)
        {
            if (input.DryRun)
            {
                surroundings.Write(one.Change.Diff());
                continue;
            }

            surroundings.Error.WriteLine($"Took the access key {one.Key!.AccessKeyId} ({one.Arn}) of the profile `{one.Profile}` into the vault as `{one.Entry}`.");
            surroundings.Error.Write(one.Change.Diff());
            if (input.FromAwsVault)
            {
                surroundings.Error.WriteLine($"  aws-vault still holds it; when this one works: aws-vault remove {one.Profile}");
            }
        }

        if (moved.Count == 0)
        {
            surroundings.Error.WriteLine(input.FromAwsVault ? "aws-vault holds no keys." : "No profile has an access key in plain text.");
        }
        else if (!input.DryRun && !input.FromAwsVault)
        {
            surroundings.Error.WriteLine("note: the secrets are in the vault, and in no backup of the files: `lanyard profile undo` brings none back. A key that lay in a file for long is best replaced: lanyard vault rotate");
        }
    }

    private sealed record Moved(string Profile, string Entry, AwsCredentials? Key, string? Arn, SharedConfigChange Change);
}
