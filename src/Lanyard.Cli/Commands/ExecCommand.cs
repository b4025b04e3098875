using Lanyard.Aws.Signing;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Hosting;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.Delivery;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;

namespace Lanyard.Cli.Commands;

/// <summary>What <c>lanyard exec</c> was asked for.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="Via"><c>--via</c>; null to choose by the tool.</param>
/// <param name="Command">The command after <c>--</c>.</param>
internal sealed record ExecInput(GlobalOptions Options, string? Via, IReadOnlyList<string> Command);

/// <summary>Runs a command with one identity that every SDK in it agrees on.</summary>
internal static class ExecCommand
{
    public static async Task<int> RunAsync(ExecInput input, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (input.Command.Count == 0)
        {
            throw new UsageException("exec needs a command after `--`", "lanyard exec --stage dev -- aws sts get-caller-identity");
        }

        var program = ProgramSearch.Find(input.Command[0], surroundings.Variable("PATH"), surroundings.CurrentDirectory);
        if (program.Path is null)
        {
            return CannotRun(input.Command[0], program.ExitCode, surroundings, input.Options.Json);
        }

        var selected = IdentitySelector.Select(surroundings, input.Options);
        StageEndpoints.CheckForCommand(selected);
        StageGuard.CheckBeforeUse(selected, surroundings, mayAsk: !input.Options.NoInput);
        using var access = new AwsAccess(surroundings, input.Options, selected);

        // Fetched before the child starts whatever the way: it fails here, in our words, and not halfway through a deployment.
        var credentials = await CredentialsForUse.GetAsync(
            access, surroundings, maySignIn: surroundings.HasTerminal && !input.Options.NoInput, cancellationToken).ConfigureAwait(false);
        return (input.Via ?? DeliveryChoice.For(input.Command)) switch
        {
            "env" => await WithKeysAsync(input, surroundings, program.Path, selected, credentials).ConfigureAwait(false),
            "process" => await WithFilesAsync(input, surroundings, program.Path, selected).ConfigureAwait(false),
            "server" => await WithServerAsync(input, surroundings, program.Path, selected, credentials, cancellationToken).ConfigureAwait(false),
            var other => throw new UsageException($"--via {other} is not known; it is env, process or server"),
        };
    }

    /// <summary>Runs a command in an environment that is ready.</summary>
    public static async Task<int> RunChildAsync(
        string path, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, Surroundings surroundings, bool mayReplace)
    {
        if (mayReplace && ProcessReplacement.IsSupported)
        {
            surroundings.Error.Flush();
            var error = ProcessReplacement.Replace(path, command, environment);
            return CannotRun(command[0], error == 2 ? 127 : 126, surroundings, json: false);
        }

        try
        {
            return await ChildProcess.RunAsync(path, command, environment, surroundings.CurrentDirectory).ConfigureAwait(false);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return CannotRun(command[0], 126, surroundings, json: false);
        }
    }

    /// <summary>Says that a command can't be run.</summary>
    public static int CannotRun(string command, int exitCode, Surroundings surroundings, bool json)
    {
        var why = exitCode == 127 ? "is not found" : "is not an executable file";
        new ErrorReport(CliErrorCodes.CommandNotFound, $"the command `{command}` {why}", exitCode == 127 ? "check its spelling and PATH" : $"chmod +x {command}", null, exitCode)
            .Write(surroundings, json);
        return exitCode;
    }

    private static Task<int> WithKeysAsync(ExecInput input, Surroundings surroundings, string path, SelectedIdentity selected, AwsCredentials credentials)
    {
        StageEndpoints.CheckDefaultProfile(selected);
        return RunChildAsync(
            path, input.Command, EnvironmentBlock.OfKeys(credentials, selected.Plan.Region).ApplyTo(surroundings.Environment), surroundings, mayReplace: true);
    }

    private static async Task<int> WithFilesAsync(ExecInput input, Surroundings surroundings, string path, SelectedIdentity selected)
    {
        if (StandsOnEnvironment(selected.Plan.Candidates[0].Source))
        {
            throw new CredentialsException(
                CliErrorCodes.ViaUnavailable,
                "these credentials come from the environment, which --via process takes away from the command", "use --via env or --via server");
        }

        var locations = SharedConfigLocations.From(surroundings.Environment, surroundings.IsWindows);
        var stored = new StoredPlan(
            selected.Plan.Profile, selected.Plan.Region, selected.ExpectedAccount, locations, selected.Endpoints, selected.CaBundle, selected.Plan.Candidates[0].Source)
        {
            Role = selected.ExpectedRole,
        };
        using var files = PrivateAwsFiles.Create(
            surroundings.Folders.Run, (StoredPlan.FileName, stored.ToJson()), selected.Plan.Region, Original(selected), selected.Machine.Files, surroundings.OwnCommand);
        return await RunChildAsync(
            path, input.Command, EnvironmentBlock.OfPrivateFiles(files, selected.Plan.Region).ApplyTo(surroundings.Environment), surroundings, mayReplace: false).ConfigureAwait(false);
    }

    private static async Task<int> WithServerAsync(
        ExecInput input, Surroundings surroundings, string path, SelectedIdentity selected, AwsCredentials credentials, CancellationToken cancellationToken)
    {
        // While the command runs, the terminal is its own: nobody is asked for a code in the middle of a request.
        using var access = new AwsAccess(surroundings, input.Options with { NoInput = true }, selected);
        using var kept = new KeptCredentials(access.ResolveAsync, surroundings.Time);
        kept.Take(credentials);
        var door = new ContainerDoor(ContainerServer.Path, DeliveryHost.NewToken(), kept);
        await using var host = await DeliveryHost.StartAsync(url => new ContainerServer(url.Authority, [door], surroundings.Time).HandleAsync, 0, cancellationToken).ConfigureAwait(false);
        using var files = PrivateAwsFiles.CreateEmpty(surroundings.Folders.Run);
        var block = EnvironmentBlock.OfContainer(new Uri(host.Url, door.Path), door.Token, files, selected.Plan.Region);
        return await RunChildAsync(path, input.Command, block.ApplyTo(surroundings.Environment), surroundings, mayReplace: false).ConfigureAwait(false);
    }

    private static MergedProfile? Original(SelectedIdentity selected) =>
        selected.Plan.Profile is { } name && selected.Machine.Files.TryGetProfile(name, out var profile) ? profile : null;

    private static bool StandsOnEnvironment(Source source) => source switch
    {
        Source.Environment or Source.Container => true,
        Source.AssumeRole role => StandsOnEnvironment(role.From),
        Source.MfaSession session => StandsOnEnvironment(session.From),
        _ => false,
    };
}
