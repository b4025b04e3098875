using Lanyard.Cli.Edge;
using Lanyard.Cli.Hosting;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.Delivery;
using Lanyard.Sandbox.CloudFormation.Schemas;

namespace Lanyard.Cli.Commands;

/// <summary>What <c>lanyard sandbox start</c> was asked for.</summary>
internal sealed record SandboxStartInput(GlobalOptions Options, int Port, string? Seed, string? CallLog, string? State, bool IsDeterministic, string Format, SandboxPlace? Place, SandboxNetwork Network, string? Handlers);

/// <summary>What <c>lanyard sandbox exec</c> was asked for.</summary>
internal sealed record SandboxExecInput(GlobalOptions Options, string? As, string? Seed, string? CallLog, string? State, bool IsDeterministic, SandboxPlace? Place, SandboxNetwork Network, string? Handlers, IReadOnlyList<string> Command);

/// <summary>Runs the embedded AWS identity emulator, alone or around a command.</summary>
internal static class SandboxCommand
{
    public static async Task<int> StartAsync(SandboxStartInput input, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var published = SandboxHandlers.Open(input.Handlers, surroundings);
        using var keep = SandboxKeep.Open(input.State, input.Seed, input.IsDeterministic, SandboxHandlers.DigestOf(input.Handlers, surroundings), surroundings);
        var user = SandboxSeedChoice.User(keep.Seed, null);
        await using var sandbox = await OpenAsync(keep, input.Port, input.CallLog, input.Network, surroundings, published, cancellationToken).ConfigureAwait(false);
        using var home = SandboxHome.Create(sandbox, user, surroundings);
        surroundings.Write(EnvironmentFormat.Write(input.Format, EnvironmentBlock.Of(home.Variables(sandbox, withHome: false, input.Place))));
        surroundings.Error.WriteLine($"The sandbox listens on {sandbox.Url}. Its user is {user.UserName}; `lanyard login` signs in as them. Stop it with Ctrl+C.");
        surroundings.Error.WriteLine($"Look at it in a browser: {sandbox.Server.PageLink.Reveal()}");
        try
        {
            await Task.WhenAny(Task.Delay(Timeout.Infinite, cancellationToken), FailureOf(keep)).Unwrap().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // To be stopped is how a sandbox ends.
        }

        SayRefused(sandbox, surroundings);
        await ThrowIfLostAsync(keep).ConfigureAwait(false);
        return ExitCodes.Done;
    }

    public static async Task<int> ExecAsync(SandboxExecInput input, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (input.Command.Count == 0)
        {
            throw new UsageException("sandbox exec needs a command after `--`", "lanyard sandbox exec --stage dev -- aws sts get-caller-identity");
        }

        var program = ProgramSearch.Find(input.Command[0], surroundings.Variable("PATH"), surroundings.CurrentDirectory, ProgramSearch.EndingsOf(surroundings));
        if (program.Path is null)
        {
            return ExecCommand.CannotRun(input.Command[0], program.ExitCode, surroundings, input.Options.Json);
        }

        var published = SandboxHandlers.Open(input.Handlers, surroundings);
        using var keep = SandboxKeep.Open(input.State, input.Seed, input.IsDeterministic, SandboxHandlers.DigestOf(input.Handlers, surroundings), surroundings);
        var user = SandboxSeedChoice.User(keep.Seed, input.As);
        await using var sandbox = await OpenAsync(keep, 0, input.CallLog, input.Network, surroundings, published, cancellationToken).ConfigureAwait(false);
        using var home = SandboxHome.Create(sandbox, user, surroundings);
        var inside = surroundings with { Environment = home.Environment(sandbox, surroundings, input.Place) };
        var environment = inside.Environment;
        if (input.Options.Stage is not null)
        {
            var block = await SandboxSession.KeysAsync(input.Options, home, inside, cancellationToken).ConfigureAwait(false);
            environment = block.ApplyTo(environment);
        }

        var exitCode = await SandboxChild.RunAsync(program.Path, input.Command, environment, input.Network, sandbox, input.Options, surroundings).ConfigureAwait(false);
        SayRefused(sandbox, surroundings);
        await ThrowIfLostAsync(keep).ConfigureAwait(false);
        return exitCode;
    }

    /// <summary>Approves a sign-in page as a sandbox's user: what <c>BROWSER</c> runs in a sandbox. A code that the page shows for another terminal is printed.</summary>
    public static async Task<int> ApproveAsync(string page, string signInFile, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var signIn = SandboxSignIn.Read(signInFile, surroundings.Variable(SandboxSignIn.UserVariable));
        if (!Uri.TryCreate(page, UriKind.Absolute, out var url))
        {
            throw new UsageException("sandbox approve needs the address of a sign-in page");
        }

        var end = await SandboxSession.ApproveAsync(
            url, signIn.Sandbox, signIn.UserName, signIn.Password, cancellationToken).ConfigureAwait(false);
        if (end.CarriedCode is { } code)
        {
            surroundings.Write(code.Reveal() + "\n");
        }

        return ExitCodes.Done;
    }

    /// <summary>Prints a code of a sandbox's MFA device: what <c>mfa_process</c> runs in a sandbox.</summary>
    public static int WriteMfaCode(string deviceFile, Surroundings surroundings)
    {
        try
        {
            surroundings.Write(new SandboxMfaDevice(deviceFile, surroundings.Time).NextCode().Reveal() + "\n");
            return ExitCodes.Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new CredentialsException(ErrorCodes.MfaProcessFailed, $"the sandbox's MFA device {deviceFile} can't be read; has the sandbox ended?");
        }
    }

    /// <summary>Starts a sandbox, and says in our words what keeps it from starting.</summary>
    public static async Task<SandboxHost> OpenAsync(
        SandboxKeep keep, int port, string? callLog, SandboxNetwork network, Surroundings surroundings, Func<string, HandlerSchema?>? published, CancellationToken cancellationToken)
    {
        var outside = network.Outside();
        try
        {
            return await SandboxHost.StartAsync(keep.Seed, port, callLog, surroundings, keep.Order, outside, published, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException e)
        {
            throw new CredentialsException(CliErrorCodes.SeedInvalid, $"the seed can't be set up: {e.Message}", "correct the seed file: names are unique, and a role takes ten managed policies");
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new CredentialsException(CliErrorCodes.PortTaken, $"another program listens on port {port} already", "leave --port out for a free one");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
        {
            throw new CredentialsException(ErrorCodes.FileNotWritable, $"the sandbox can't start: {e.Message}", "check --port and --call-log");
        }
    }

    private static Task FailureOf(SandboxKeep keep) => keep.Order?.Failed ?? Task.Delay(Timeout.Infinite);

    // What the state lacks, clients were refused; who ran the sandbox must know of it too.
    private static async Task ThrowIfLostAsync(SandboxKeep keep)
    {
        if (keep.Order?.Failed is { IsCompleted: true } failed)
        {
            throw await failed.ConfigureAwait(false);
        }
    }

    private static void SayRefused(SandboxHost sandbox, Surroundings surroundings)
    {
        const string Usual = ":443";
        if (sandbox.Gate.RefusedCount > 0)
        {
            var hosts = sandbox.Gate.Refused.OrderByDescending(r => r.Value).ThenBy(r => r.Key, StringComparer.Ordinal)
                .Select(r => $"{(r.Key.EndsWith(Usual, StringComparison.Ordinal) ? r.Key[..^Usual.Length] : r.Key)} {r.Value}×");
            var plain = sandbox.Gate.Refused.Keys.Any(k => k.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) ? " That is for HTTPS; plain HTTP is never let through." : "";
            surroundings.Error.WriteLine($"The sandbox refused what isn't AWS's: {string.Join(", ", hosts)}. To let one through: --allow-host HOST.{plain}");
        }
    }
}
