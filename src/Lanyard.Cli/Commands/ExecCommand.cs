using Lanyard.Aws.Signing;
using Lanyard.Cli.Commands.Exec;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Hosting;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.Delivery;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;
using Lanyard.Projects.Tools;

namespace Lanyard.Cli.Commands;

/// <summary>What <c>lanyard exec</c> was asked for.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="Via"><c>--via</c>; null to choose by the tool.</param>
/// <param name="Command">The command after <c>--</c>; empty for a shell.</param>
internal sealed record ExecInput(GlobalOptions Options, string? Via, IReadOnlyList<string> Command)
{
    /// <summary>Gets whether the command may use the other profiles of the user's files too.</summary>
    public bool KeepProfiles { get; init; }

    /// <summary>Gets whether a shell may be started in a shell that has an identity.</summary>
    public bool Nested { get; init; }

    /// <summary>
    /// Reads the plain forms of the command line, without the command tree, which takes a third of the time to the command's start:
    /// <c>--profile P</c>, <c>--stage S</c>, <c>--region R</c>, <c>--via WAY</c>, <c>--server</c>, and a command.
    /// </summary>
    /// <param name="own">The words before <c>--</c>.</param>
    /// <param name="tail">The words after it.</param>
    /// <returns>The input; <see langword="null"/> where something else stands there, which the command tree then judges.</returns>
    public static ExecInput? FromPlainArguments(IReadOnlyList<string> own, IReadOnlyList<string>? tail)
    {
        if (tail is not { Count: > 0 } || own.Count == 0 || own[0] != "exec")
        {
            return null;
        }

        string? profile = null, stage = null, region = null, via = null;
        for (var at = 1; at < own.Count; at++)
        {
            if (own[at] == "--server" && via is null)
            {
                via = "server";
                continue;
            }

            var option = own[at++];
            if (at == own.Count || own[at].Length == 0 || own[at].StartsWith('-'))
            {
                return null;
            }

            switch (option)
            {
                case "--profile" or "-p" when profile is null: profile = own[at]; break;
                case "--stage" or "-s" when stage is null: stage = own[at]; break;
                case "--region" when region is null: region = own[at]; break;
                case "--via" when via is null && own[at] is "env" or "process" or "server": via = own[at]; break;
                default: return null;
            }
        }

        return new ExecInput(new GlobalOptions { Profile = profile, Stage = stage, Region = region }, via, tail);
    }
}

/// <summary>Runs a command with one identity that every SDK in it agrees on.</summary>
internal static class ExecCommand
{
    public static async Task<int> RunAsync(ExecInput input, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var command = input.Command.Count > 0 ? input.Command : SubShell.Command(surroundings, input.Nested);
        var program = ProgramSearch.Find(command[0], surroundings.Variable("PATH"), surroundings.CurrentDirectory);
        if (program.Path is null)
        {
            return CannotRun(command[0], program.ExitCode, surroundings, input.Options.Json);
        }

        PrivateAwsFiles.Sweep(surroundings.Folders.Run);
        var calls = ChildCommand.Read(command, surroundings.CurrentDirectory, surroundings.Environment);
        var named = ChildStage.Of(calls, surroundings.Environment);
        var options = ChildStageCheck.Apply(input.Options, named, surroundings);
        var selected = IdentitySelector.Select(surroundings, options);
        ProjectCheck.Dotenv(calls, named.Select(n => n.Name).Concat(selected.Stage is { } s ? [s.Name] : []));
        if (selected.Stage is { } stage)
        {
            ProjectCheck.Accounts(stage, calls, surroundings.CurrentDirectory);
        }

        StageEndpoints.CheckForCommand(selected);
        StageGuard.CheckBeforeUse(selected, surroundings, mayAsk: !options.NoInput);
        using var access = new AwsAccess(surroundings, options, selected);

        // Fetched before the child starts whatever the way: it fails here, in our words, and not halfway through a deployment.
        var credentials = await CredentialsForUse.GetAsync(
            access, surroundings, maySignIn: surroundings.HasTerminal && !options.NoInput, cancellationToken).ConfigureAwait(false);
        var history = new RunHistory(surroundings.Folders.State, Path.GetDirectoryName(selected.Stage?.Project.Path) ?? surroundings.CurrentDirectory);
        var shape = RunHistory.ShapeOf(calls, selected.Stage?.Name);
        var source = selected.Plan.Candidates[0].Source;
        var isRenewable = SessionTime.IsRenewable(source);
        var way = await SessionTime.FitAsync(
            new Handover(input.Via ?? (input.Command.Count == 0 && !StandsOnEnvironment(source) ? "server" : DeliveryChoice.For(calls)), credentials),
            shape is null ? null : history.Longest(shape),
            input.Via is null && isRenewable ? DeliveryChoice.Renewing(calls) : null,
            isRenewable ? FetchAnewAsync : null, surroundings).ConfigureAwait(false);

        var child = new Child(program.Path, command, options, access, way.Credentials, input.KeepProfiles, MayReplace: shape is null);
        var start = surroundings.Time.GetTimestamp();
        var exitCode = way.Via switch
        {
            "env" => await WithKeysAsync(child, surroundings).ConfigureAwait(false),
            "process" => await WithFilesAsync(child, surroundings).ConfigureAwait(false),
            "server" => await WithServerAsync(child, surroundings, cancellationToken).ConfigureAwait(false),
            var other => throw new UsageException($"--via {other} is not known; it is env, process or server"),
        };
        if (shape is not null)
        {
            history.Add(shape, surroundings.Time.GetElapsedTime(start), succeeded: exitCode == 0);
        }

        return exitCode;

        async Task<AwsCredentials> FetchAnewAsync()
        {
            using var anew = new AwsAccess(surroundings, options, selected, passesOverSessions: true);
            return await anew.ResolveAsync(cancellationToken).ConfigureAwait(false);
        }
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

    private static Task<int> WithKeysAsync(Child child, Surroundings surroundings)
    {
        StageEndpoints.CheckDefaultProfile(child.Selected);
        return StartAsync(child, EnvironmentBlock.OfKeys(child.Credentials, child.Selected.Plan.Region), surroundings, child.MayReplace);
    }

    private static async Task<int> WithFilesAsync(Child child, Surroundings surroundings)
    {
        if (StandsOnEnvironment(child.Selected.Plan.Candidates[0].Source))
        {
            throw new CredentialsException(
                CliErrorCodes.ViaUnavailable,
                "these credentials come from the environment, which --via process takes away from the command", "use --via env or --via server");
        }

        using var files = MakeFiles(child, PrivateProfiles.DefaultAndNamed, surroundings);
        return await StartAsync(child, EnvironmentBlock.OfPrivateFiles(files, child.Selected.Plan.Region), surroundings, mayReplace: false).ConfigureAwait(false);
    }

    private static async Task<int> WithServerAsync(Child child, Surroundings surroundings, CancellationToken cancellationToken)
    {
        // While the command runs, the terminal is its own: nobody is asked for a code in the middle of a request.
        using var access = new AwsAccess(surroundings, child.Options with { NoInput = true }, child.Selected);
        using var kept = new KeptCredentials(access.ResolveAsync, surroundings.Time);
        kept.Take(child.Credentials);
        var door = new ContainerDoor(ContainerServer.Path, DeliveryHost.NewToken(), kept);
        using var port = LoopbackPort.Open();
        using var files = MakeFiles(
            child, StandsOnEnvironment(child.Selected.Plan.Candidates[0].Source) ? PrivateProfiles.None : PrivateProfiles.Named, surroundings);
        var block = EnvironmentBlock.OfContainer(new Uri(port.Url, door.Path), door.Token, files, child.Selected.Plan.Region);
        var running = StartAsync(child, block, surroundings, mayReplace: false);

        // The command starts before the server does: it needs longer to its first question, and if it doesn't, it waits at the port.
        var starting = DeliveryHost.StartAsync(new ContainerServer(port.Url.Authority, [door], surroundings.Time).HandleAsync, port, cancellationToken);
        var exitCode = await running.ConfigureAwait(false);
        await using var host = await starting.ConfigureAwait(false);
        return exitCode;
    }

    private static PrivateAwsFiles MakeFiles(Child child, PrivateProfiles way, Surroundings surroundings)
    {
        var selected = child.Selected;
        var locations = SharedConfigLocations.From(surroundings.Environment, surroundings.IsWindows);
        var stored = new StoredPlan(
            selected.Plan.Profile, selected.Plan.Region, selected.ExpectedAccount, locations, selected.Endpoints, selected.CaBundle, selected.Plan.Candidates[0].Source)
        {
            Role = selected.ExpectedRole,
            KeepsProfiles = child.KeepProfiles,
        };
        return PrivateAwsFiles.Create(
            surroundings.Folders.Run, (StoredPlan.FileName, stored.ToJson()), selected.Plan.Region, Original(selected), selected.Machine.Files, surroundings.OwnCommand, way);
    }

    private static Task<int> StartAsync(Child child, EnvironmentBlock block, Surroundings surroundings, bool mayReplace)
    {
        var environment = block.ApplyTo(surroundings.Environment);
        ExecMarkers.Apply(environment, child.Selected, child.Credentials);
        return RunChildAsync(child.Path, child.Command, environment, surroundings, mayReplace);
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

    /// <summary>What is to be started, and as whom.</summary>
    private sealed record Child(
        string Path, IReadOnlyList<string> Command, GlobalOptions Options, AwsAccess Access, AwsCredentials Credentials, bool KeepProfiles, bool MayReplace)
    {
        public SelectedIdentity Selected => Access.Selected;
    }
}
