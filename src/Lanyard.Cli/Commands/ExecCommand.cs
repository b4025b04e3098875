using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Cli.Commands.Exec;
using Lanyard.Cli.Commands.Exec.LikeFunction;
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

    /// <summary>Gets the Lambda function whose permissions the command shall have; null for the identity's own.</summary>
    public string? LikeFunction { get; init; }

    /// <summary>Gets the role that is narrowed to the function's permissions where the function's own can't be assumed; null for the identity's.</summary>
    public string? Through { get; init; }

    /// <summary>
    /// Reads the plain forms of the command line, without the command tree, which would take milliseconds before the command starts:
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
        var program = ProgramSearch.Find(command[0], surroundings.Variable("PATH"), surroundings.CurrentDirectory, ProgramSearch.EndingsOf(surroundings));
        if (program.Path is null)
        {
            return CannotRun(command[0], program.ExitCode, surroundings, input.Options.Json);
        }

        PrivateAwsFiles.Sweep(surroundings.Folders.Run);
        var calls = ChildCommand.Read(command, surroundings.CurrentDirectory, surroundings.Environment);
        var named = ChildStage.Of(calls, surroundings.Environment);
        var options = ChildStageCheck.Apply(input.Options, named, surroundings);
        var selected = IdentitySelector.Select(surroundings, options);
        var asked = ProjectCheck.Asks(selected, calls, named, surroundings.CurrentDirectory);
        ProjectCheck.Dotenv(calls, named.Select(n => n.Name).Concat(selected.Stage is { } s ? [s.Name] : []));
        if (selected.Stage is { } stage)
        {
            ProjectCheck.Accounts(stage, calls, asked, surroundings.CurrentDirectory);
        }

        StageEndpoints.CheckForCommand(selected);
        if (input.KeepProfiles)
        {
            StageEndpoints.CheckKeptProfiles(selected);
        }

        StageGuard.CheckBeforeUse(selected, surroundings, mayAsk: !options.NoInput);
        if (input.LikeFunction is not null)
        {
            using var own = new AwsAccess(surroundings, options, selected);
            selected = await FunctionSession.SelectAsync(input with { Options = options }, own, surroundings, cancellationToken).ConfigureAwait(false);
        }

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
            input.Via is null && isRenewable ? DeliveryChoice.Renewing(calls, asked) : null,
            isRenewable ? FetchAnewAsync : null, surroundings).ConfigureAwait(false);

        var child = new Child(program.Path, command, options, access, way.Credentials, asked, input.KeepProfiles, MayReplace: shape is null);
        var start = surroundings.Time.GetTimestamp();
        var exitCode = way.Via switch
        {
            "env" => await WithKeysAsync(child, surroundings).ConfigureAwait(false),
            "process" => await WithFilesAsync(child, surroundings).ConfigureAwait(false),
            "server" => await WithServerAsync(child, surroundings).ConfigureAwait(false),
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
        string path, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, Surroundings surroundings, bool mayReplace,
        Func<IDisposable?>? lend = null)
    {
        if (mayReplace && ProcessReplacement.IsSupported)
        {
            surroundings.Error.Flush();
            var error = ProcessReplacement.Replace(path, command, environment);
            return CannotRun(command[0], error == 2 ? 127 : 126, surroundings, json: false);
        }

        try
        {
            return await ChildProcess.RunAsync(path, command, environment, surroundings.CurrentDirectory, lend).ConfigureAwait(false);
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

    // Keys in the environment don't keep a tool from a profile, so the files are the child's own here too.
    private static async Task<int> WithKeysAsync(Child child, Surroundings surroundings)
    {
        var region = child.Selected.Plan.Region;
        if (child.Selected.Machine.Files is { Profiles.Count: 0, Services.Count: 0 } && child.Asked.Profiles.Count == 0
            && surroundings.UserFiles == SharedConfigLocations.From(surroundings.Environment, surroundings.IsWindows))
        {
            // Nothing stands in the user's files, and no `exec` around this one put others in their place: nothing is to be kept out.
            return await StartAsync(child, EnvironmentBlock.OfKeys(child.Credentials, region), surroundings, null).ConfigureAwait(false);
        }

        PrivateAwsFiles files;
        try
        {
            files = MakeFiles(child, PrivateProfiles.DefaultAndNamed, surroundings, needsKeys: child.Asked.NeedsKeys || child.Asked.MayNeedKeys);
        }
        catch (CredentialsException e) when (e.Code == ErrorCodes.FileNotWritable && !child.KeepProfiles && !EndpointsMatter(child.Selected))
        {
            // Files that aren't there hide the user's as well.
            surroundings.Error.WriteLine($"warning: {e.Message}; the command finds no profile");
            var nowhere = Path.Combine(surroundings.Folders.Run, "none");
            return await StartAsync(child, EnvironmentBlock.OfKeys(child.Credentials, region, (nowhere, nowhere)), surroundings, null).ConfigureAwait(false);
        }

        using (files)
        {
            return await StartAsync(child, EnvironmentBlock.OfKeys(child.Credentials, region, (files.ConfigFile, files.CredentialsFile)), surroundings, files).ConfigureAwait(false);
        }
    }

    private static async Task<int> WithFilesAsync(Child child, Surroundings surroundings)
    {
        if (StandsOnEnvironment(child))
        {
            throw new CredentialsException(
                CliErrorCodes.ViaUnavailable,
                "these credentials come from the environment, which --via process takes away from the command", "use --via env or --via server");
        }

        using var files = MakeFiles(child, PrivateProfiles.DefaultAndNamed, surroundings, child.Asked.NeedsKeys);
        return await StartAsync(child, EnvironmentBlock.OfPrivateFiles(files, child.Selected.Plan.Region), surroundings, files).ConfigureAwait(false);
    }

    private static async Task<int> WithServerAsync(Child child, Surroundings surroundings)
    {
        // While the command runs, the terminal is its own: nobody is asked for a code in the middle of a request.
        using var access = new AwsAccess(surroundings, child.Options with { NoInput = true }, child.Selected);
        using var kept = new KeptCredentials(access.ResolveAsync, surroundings.Time);
        kept.Take(child.Credentials);
        var door = new ContainerDoor(ContainerServer.Path, DeliveryHost.NewToken(), kept);
        using var port = LoopbackPort.Open();
        using var files = MakeFiles(child, PrivateProfiles.Named, surroundings, child.Asked.NeedsKeys);
        var block = EnvironmentBlock.OfContainer(new Uri(port.Url, door.Path), door.Token, files, child.Selected.Plan.Region);
        var running = StartAsync(child, block, surroundings, files);

        // The command starts before the server does: it needs longer to its first question, and if it doesn't, it waits at the port.
        // A signal doesn't stop the start: it is the command's, which may want to clean up with what it gets from here.
        var starting = ServeAsync(new ContainerServer(port.Url.Authority, [door], surroundings.Time).HandleAsync, port, surroundings);
        try
        {
            return await running.ConfigureAwait(false);
        }
        finally
        {
            if (await starting.ConfigureAwait(false) is { } host)
            {
                await host.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    // The command runs already, and its end is what counts: that it gets no credentials is said at once.
    private static async Task<KestrelHost?> ServeAsync(WireHandler handler, LoopbackPort port, Surroundings surroundings)
    {
        try
        {
            return await DeliveryHost.StartAsync(handler, port, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            ErrorReport.Of(e).Write(surroundings, json: false);
            return null;
        }
    }

    private static PrivateAwsFiles MakeFiles(Child child, PrivateProfiles way, Surroundings surroundings, bool needsKeys)
    {
        var selected = child.Selected;
        var locations = new SharedConfigLocations(selected.Machine.Files.Config.Path, selected.Machine.Files.Credentials.Path);
        var stored = new StoredPlan(
            selected.Plan.Profile, selected.Plan.Region, selected.ExpectedAccount, locations, selected.Endpoints, selected.CaBundle, selected.Plan.Candidates[0].Source)
        {
            Role = selected.ExpectedRole,
            LongestSession = selected.LongestSession,
            Below = selected.Below,
            KeepsProfiles = child.KeepProfiles,
        };
        var profiles = new ChildProfiles(selected.OwnProfile, selected.Machine.Files)
        {
            Asked = [.. child.Asked.Profiles, .. ProjectCheck.SameIdentity(selected)],
            Way = way,

            // The child's environment isn't ours, so what stands on ours can't be asked for by the child. Keys that don't end are never
            // written to a file.
            Keys = (needsKeys || StandsOnEnvironment(child)) && child.Credentials.SessionToken is not null ? child.Credentials : null,
            KeepsOthers = child.KeepProfiles,
        };
        return PrivateAwsFiles.Create(surroundings.Folders.Run, (StoredPlan.FileName, stored.ToJson()), selected.Plan.Region, profiles, surroundings.OwnCommand);
    }

    // A process that was taken over by the command couldn't remove its files.
    private static Task<int> StartAsync(Child child, EnvironmentBlock block, Surroundings surroundings, PrivateAwsFiles? files)
    {
        var environment = block.ApplyTo(surroundings.Environment);
        ExecMarkers.Apply(environment, child.Selected, child.Credentials);
        if (block.Set.Any(s => s.Key == "AWS_CONFIG_FILE") && surroundings.UserFiles is { ConfigFile: not "", CredentialsFile: not "" } own)
        {
            (environment[Surroundings.ConfigFileVariable], environment[Surroundings.CredentialsFileVariable]) =
                (Path.GetFullPath(own.ConfigFile, surroundings.CurrentDirectory), Path.GetFullPath(own.CredentialsFile, surroundings.CurrentDirectory));
        }

        return RunChildAsync(child.Path, child.Command, environment, surroundings, child.MayReplace && files is null, files is null ? null : files.ShareWithChild);
    }

    // Without its files a command would call AWS elsewhere, or trust somebody else.
    private static bool EndpointsMatter(SelectedIdentity selected) => selected.OwnProfile is { } own
        && (own.Get("endpoint_url") ?? own.Get("services") ?? own.Get("ca_bundle") ?? own.Get("use_fips_endpoint") ?? own.Get("use_dualstack_endpoint")) is not null;

    private static bool StandsOnEnvironment(Child child) => StandsOnEnvironment(child.Selected.Plan.Candidates[0].Source);

    private static bool StandsOnEnvironment(Source source) => source.Hops()[0] is Source.Environment or Source.Container;

    /// <summary>What is to be started, and as whom.</summary>
    private sealed record Child(
        string Path, IReadOnlyList<string> Command, GlobalOptions Options, AwsAccess Access, AwsCredentials Credentials, ProjectAsks Asked, bool KeepProfiles, bool MayReplace)
    {
        public SelectedIdentity Selected => Access.Selected;
    }
}
