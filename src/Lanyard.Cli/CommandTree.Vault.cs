using System.CommandLine;
using Lanyard.Cli.Commands.Configure;
using Lanyard.Cli.Commands.Vault;
using Lanyard.Cli.Edge;
using Lanyard.Credentials.Vault;

namespace Lanyard.Cli;

/// <content>The commands under <c>vault</c>, and <c>configure keys</c>.</content>
internal sealed partial class CommandTree
{
    private CommandWithExamples Vault() => new(
        "vault", "long-lived access keys, out of plain text",
        ["lanyard vault add dev", "lanyard vault migrate dev", "lanyard vault list --aws", "lanyard vault rotate dev"])
    {
        VaultAdd(), VaultList(), VaultRemove(), VaultMigrate(), VaultRotate(), VaultAddTotp(),
    };

    private Command VaultAdd()
    {
        var noVerify = new Option<bool>("--no-verify") { Description = "store the key without trying it" };
        var noProfile = new Option<bool>("--no-profile") { Description = "write no profile" };
        return MakeWithEntry("add", "put an access key into the vault, and a profile that uses it into the config file; the key is asked for, or read from stdin", "NAME",
            ["lanyard vault add dev", "lanyard vault add dev --profile dev-keys --region eu-west-1", "aws iam create-access-key | lanyard vault add ci"],
            (result, words, stop) => VaultAddCommand.RunAsync(
                new VaultAddInput(WithoutStage(result), One(words, "add")) { NoVerify = result.GetValue(noVerify), NoProfile = result.GetValue(noProfile), Yes = result.GetValue(_yes) },
                surroundings, Questions.On(surroundings, OptionsOf(result).NoInput), HiddenQuestion.Ask, stop),
            noVerify, noProfile, _yes);
    }

    private Command VaultList()
    {
        var aws = new Option<bool>("--aws") { Description = "ask IAM for each key's age and last use; opens the vault" };
        return Make("list", "the keys in the vault: id, account, profiles, age, last use", ["lanyard vault list", "lanyard vault list --aws", "lanyard vault list --json"],
            (result, stop) => VaultListCommand.RunAsync(OptionsOf(result), result.GetValue(aws), surroundings, stop), aws);
    }

    private Command VaultRemove() => MakeWithEntry("remove", "take a key out of the vault, for good; at AWS it stays as it is", "NAME",
        ["lanyard vault remove old", "lanyard vault remove old --yes"],
        (result, words, _) => Task.FromResult(VaultRemoveCommand.Run(
            One(words, "remove"), result.GetValue(_yes), OptionsOf(result), surroundings, Questions.On(surroundings, OptionsOf(result).NoInput))),
        _yes);

    private Command VaultMigrate()
    {
        var all = new Option<bool>("--all") { Description = "every profile that has a key" };
        var from = new Option<string?>("--from") { Description = $"where the keys are: {AwsVault.Program}; the shared files if left out", HelpName = "PROGRAM" };
        from.AcceptOnlyFromAmong(AwsVault.Program);
        var entry = new Option<string?>("--entry") { Description = "the key's name in the vault; the profile's if left out", HelpName = "NAME" };
        return MakeWithEntry("migrate", "take keys out of the shared files, or out of aws-vault, into the vault: each is tried, stored, and only then removed", "PROFILE...",
            ["lanyard vault migrate dev --dry-run", "lanyard vault migrate dev", "lanyard vault migrate --all", "lanyard vault migrate dev --from aws-vault"],
            (result, words, stop) =>
            {
                // The profile may also be named as everywhere else.
                var options = WithoutStage(result);
                string[] profiles = words is [] && options.Profile is { } named ? [named] : words;
                return VaultMigrateCommand.RunAsync(
                    new VaultMigrateInput(options, profiles)
                    {
                        All = result.GetValue(all),
                        FromAwsVault = result.GetValue(from) is not null,
                        Entry = result.GetValue(entry),
                        DryRun = result.GetValue(_dryRun),
                    },
                    surroundings, Questions.On(surroundings, options.NoInput), stop);
            },
            all, from, entry, _dryRun);
    }

    private Command VaultRotate()
    {
        var finish = new Option<bool>("--finish") { Description = "delete the old key, a day after it was made inactive" };
        var undo = new Option<bool>("--undo") { Description = "bring the old key back and delete the new one" };
        var now = new Option<bool>("--now") { Description = "with --finish: don't wait for the day to be over" };
        return MakeWithEntry("rotate", "make a new key, try it, put it in the old one's place, and make the old one inactive; goes on where it was broken off", "NAME",
            ["lanyard vault rotate dev", "lanyard vault rotate dev --finish", "lanyard vault rotate dev --undo"],
            (result, words, stop) => VaultRotateCommand.RunAsync(
                new VaultRotateInput(WithoutStage(result), One(words, "rotate"), result.GetValue(finish), result.GetValue(undo), result.GetValue(now)), surroundings, stop),
            finish, undo, now);
    }

    private Command VaultAddTotp() => MakeWithEntry(
        "add-totp", "put the seed of an MFA device into a file of its own, so that Lanyard makes the codes; the seed is asked for, or read from stdin", "SERIAL",
        ["lanyard vault add-totp arn:aws:iam::111111111111:mfa/anna"],
        (result, words, _) => Task.FromResult(VaultAddTotpCommand.Run(
            new VaultAddTotpInput(WithoutStage(result), One(words, "add-totp")), surroundings,
            SeedFile.Open(surroundings.Folders, surroundings.Environment, surroundings.HasTerminal && !OptionsOf(result).NoInput ? PlatformVault.Ask : _ => null))));

    private Command ConfigureKeys()
    {
        var entry = new Option<string?>("--entry") { Description = "the key's name in the vault; the profile's if left out", HelpName = "NAME" };
        var noVerify = new Option<bool>("--no-verify") { Description = "store the key without trying it" };
        return MakeWithEntry("keys", "add a profile whose access key lies in the vault; asks for what is left out, the key too", "",
            ["lanyard configure keys", "lanyard configure keys --profile ci --region eu-west-1 < key.txt"],
            (result, words, stop) => words.Length > 0
                ? throw new UsageException("configure keys takes no name but --profile", "lanyard configure keys --profile NAME")
                : ConfigureKeysCommand.RunAsync(
                    new VaultAddInput(WithoutStage(result), result.GetValue(entry) ?? "") { NoVerify = result.GetValue(noVerify), Yes = result.GetValue(_yes) },
                    surroundings, Questions.On(surroundings, OptionsOf(result).NoInput), HiddenQuestion.Ask, stop),
            entry, noVerify, _yes);
    }

    /// <summary>
    /// Makes a command whose words and options are never repeated in an error: a secret may stand among them, from somebody who
    /// expected an option for it.
    /// </summary>
    private Command MakeWithEntry(
        string name, string description, string words, string[] examples, Func<ParseResult, string[], CancellationToken, Task<int>> run, params Option[] options)
    {
        var argument = new Argument<string[]>(words.Length == 0 ? "WORD" : words) { Arity = ArgumentArity.ZeroOrMore, Hidden = words.Length == 0 };
        var command = Make(name, description, examples,
            (result, stop) =>
            {
                string[] all = [.. result.GetValue(argument)!, .. result.UnmatchedTokens];
                if (all.FirstOrDefault(w => w.StartsWith('-') || KeyInput.LooksLikeSecret(w)) is { } odd)
                {
                    throw odd.Contains("secret", StringComparison.OrdinalIgnoreCase) || odd.Contains("key", StringComparison.OrdinalIgnoreCase) || KeyInput.LooksLikeSecret(odd)
                        ? new UsageException(
                            "a key never comes as an argument: everybody on this machine can read those, and shells keep them in a file. It is asked for on the terminal, or read from stdin",
                            "lanyard vault add NAME")
                        : new UsageException("there is no such option", $"lanyard {(name == "keys" ? "configure" : "vault")} {name} --help");
                }

                return run(result, all, stop);
            },
            options);
        command.TreatUnmatchedTokensAsErrors = false;
        command.Add(argument);
        return command;
    }

    private Lanyard.Cli.Identity.GlobalOptions WithoutStage(ParseResult result) => OptionsOf(result) is { Stage: null } options
        ? options
        : throw new UsageException("the vault's commands take no --stage: they are about keys and profiles");

    private static string One(string[] words, string command) => words is [var one]
        ? one
        : throw new UsageException(words.Length == 0 ? $"vault {command} needs a name" : $"vault {command} takes one name", $"lanyard vault {command} --help");
}
