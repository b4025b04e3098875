using System.Globalization;
using Lanyard.Cli.Commands.Tour;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Hosting;
using Lanyard.Cli.Identity;
using Lanyard.Credentials.Delivery;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Cli.Commands;

/// <summary>The tour with no AWS account: a sandbox, a sign-in, every stage's identity, a command that runs as one of them, and a deployment with its own policy.</summary>
internal static class TryCommand
{
    public static async Task<int> RunAsync(GlobalOptions options, Surroundings surroundings, CancellationToken cancellationToken)
    {
        using var keep = SandboxKeep.Of(DeploymentTour.Seed(SandboxSeed.Default));
        var seed = keep.Seed;
        var user = SandboxSeedChoice.User(seed, null);
        var alone = options.NoInput || !surroundings.HasTerminal;
        await using var sandbox = await SandboxCommand.OpenAsync(keep, 0, null, SandboxNetwork.Default, surroundings, null, cancellationToken).ConfigureAwait(false);
        using var home = SandboxHome.Create(sandbox, user, surroundings);
        var inside = surroundings with { Environment = home.Environment(sandbox, surroundings) };

        Title(surroundings, "1. A small AWS on this machine");
        surroundings.Write($"""
            The sandbox listens on {sandbox.Url.OriginalString.TrimEnd('/')} and speaks AWS's own protocols.
            In it is an organisation of {seed.Accounts.Count} accounts ({string.Join(", ", seed.Accounts.Select(a => a.Name))}), and {user.DisplayName}, who may enter {home.Stages.Count} of them.
            Nothing here reaches the real AWS, and all of it is gone when the tour ends.
            """ + "\n");

        Title(surroundings, "2. Sign in once");
        await SignInAsync(options with { Stage = home.Stages[0] }, alone, sandbox, home, user, inside, cancellationToken).ConfigureAwait(false);

        Title(surroundings, "3. One identity for each stage");
        foreach (var stage in home.Stages)
        {
            using var access = new AwsAccess(inside, options, IdentitySelector.Select(inside, options with { Profile = null, Stage = stage }));
            var who = await WhoamiCommand.AskAsync(access, cancellationToken).ConfigureAwait(false);
            var left = (int)((who.Expiration ?? inside.Time.GetUtcNow()) - inside.Time.GetUtcNow()).TotalMinutes;
            surroundings.Write(string.Create(
                CultureInfo.InvariantCulture, $"$ lanyard whoami --stage {stage}\n  account {who.Caller.Account}, {left} min left\n  {who.Caller.Arn}\n"));
        }

        surroundings.Write("\nEach is a session that ends by itself. No key of any of them stands in a config file.\n");
        Title(surroundings, $"4. A command that runs as {home.Stages[0]}");
        var exitCode = await RunCommandAsync(options, sandbox, home, inside, surroundings, cancellationToken).ConfigureAwait(false);
        if (exitCode != 0)
        {
            return exitCode;
        }

        exitCode = await DeploymentTour.RunAsync(home, inside, surroundings, title => Title(surroundings, title), cancellationToken).ConfigureAwait(false);
        if (exitCode != 0)
        {
            return exitCode;
        }

        Title(surroundings, "What to try next");
        var own = surroundings.OwnCommand is [var only] && Path.GetFileName(only) == "lanyard" && ProgramSearch.Find("lanyard", surroundings.Variable("PATH"), surroundings.CurrentDirectory).Path == only
            ? "lanyard"
            : string.Join(' ', surroundings.OwnCommand);
        surroundings.Write($"""
            Your own command in a sandbox:   {own} sandbox exec --stage dev -- COMMAND
            What your own app needs:         {own} policy generate --template FOLDER
            Your own AWS profiles:           {own} profile list
            Sign in to your organisation:    {own} login --profile NAME
            Run a deployment as a profile:   {own} exec --profile NAME -- npx sst deploy
            One identity a stage:            docs/stages.md
            """ + "\n");
        return ExitCodes.Done;
    }

    private static async Task SignInAsync(
        GlobalOptions options, bool alone, SandboxHost sandbox, SandboxHome home, SeedUser user, Surroundings inside, CancellationToken cancellationToken)
    {
        using var access = new AwsAccess(inside, options, IdentitySelector.Select(inside, options with { Profile = null }));
        if (alone)
        {
            inside.Write($"$ lanyard login\nThe sign-in page is filled in for you as {user.UserName}: authorization code with PKCE, back over 127.0.0.1.\n");
            await SandboxSession.SignInAsync(access, home, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            inside.Write($"$ lanyard login\nOn the page, sign in as `{user.UserName}` with the password `{sandbox.Server.PasswordOf(user.UserName)!.Reveal()}` (it is good for this tour alone).\nNo browser here? Stop with Ctrl+C and run the tour with --no-input.\n");

            // The tour's own BROWSER would approve the page by itself; here a person does.
            var person = inside with { Environment = new EnvironmentBlock([], ["BROWSER"]).ApplyTo(inside.Environment) };
            await new SignInCommandFlow(DeviceCode: false, NoBrowser: false).RunAsync(access, access.Selected.SignIn!, person, cancellationToken).ConfigureAwait(false);
        }

        inside.Write("Signed in. The token is cached where the AWS CLI and every SDK look for it, and only you can read it.\n");
    }

    private static async Task<int> RunCommandAsync(
        GlobalOptions options, SandboxHost sandbox, SandboxHome home, Surroundings inside, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var selected = IdentitySelector.Select(inside, options with { Profile = null, Stage = home.Stages[0] });
        using var access = new AwsAccess(inside, options, selected);
        var environment = EnvironmentBlock.OfKeys(await access.ResolveAsync(cancellationToken).ConfigureAwait(false), selected.Plan.Region).ApplyTo(inside.Environment);

        // The AWS CLI proves it best, being nobody's of ours; without it our own command does, in a process of its own.
        var cli = ProgramSearch.Find("aws", surroundings.Variable("PATH"), surroundings.CurrentDirectory).Path;
        IReadOnlyList<string> command = cli is null ? [.. surroundings.OwnCommand, "whoami"] : ["aws", "sts", "get-caller-identity", "--output", "json"];
        surroundings.Write($"$ lanyard exec --stage {home.Stages[0]} -- {(cli is null ? "lanyard whoami" : string.Join(' ', command))}\n");
        var exitCode = await SandboxChild.RunAsync(cli ?? command[0], command, environment, SandboxNetwork.Default, sandbox, options, surroundings).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (exitCode != 0 && cli is not null)
        {
            // A version switcher's shim, for one, can't find its program from another home folder.
            surroundings.Write("The AWS CLI of this machine doesn't run here, so the same with a command of our own.\n");
            command = [.. surroundings.OwnCommand, "whoami"];
            exitCode = await SandboxChild.RunAsync(command[0], command, environment, SandboxNetwork.Default, sandbox, options, surroundings).ConfigureAwait(false);
        }

        if (exitCode != 0)
        {
            return exitCode;
        }

        surroundings.Write("The command found short-lived keys in its environment, and every other way to an identity was taken out of it.\n");
        return exitCode;
    }

    private static void Title(Surroundings surroundings, string text)
    {
        var (bold, off) = surroundings.ShowsColour ? ("\e[1m", "\e[0m") : ("", "");
        surroundings.Write($"\n{bold}{text}{off}\n");
    }
}
