using System.Globalization;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Hosting;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Sandbox;

namespace Lanyard.Cli.Commands;

/// <summary>What a command in a sandbox may reach besides the sandbox.</summary>
/// <param name="Kind"><c>--network</c>: <see cref="None"/>, <see cref="Host"/>, or null for the first where the system permits it.</param>
/// <param name="AllowedHosts"><c>--allow-host</c>: what the sandbox's proxy lets through.</param>
internal sealed record SandboxNetwork(string? Kind, IReadOnlyList<string> AllowedHosts)
{
    /// <summary>The command has a network of its own, with the sandbox in it.</summary>
    public const string None = "none";

    /// <summary>The command has this machine's network.</summary>
    public const string Host = "host";

    /// <summary>Gets what holds where nothing is said.</summary>
    public static SandboxNetwork Default { get; } = new(null, []);

    /// <summary>Gives the hosts that are let through, with their ports.</summary>
    /// <exception cref="UsageException">One isn't a host, or is AWS's.</exception>
    public IReadOnlySet<string> Outside() => AllowedHosts.Select(Read).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static string Read(string text)
    {
        const string Example = "lanyard sandbox exec --allow-host registry.npmjs.org -- npm ci";
        var colon = text.LastIndexOf(':');
        var hasPort = colon > 0 && !text.EndsWith(']');
        var (host, port) = hasPort && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (text[..colon], number)
            : (text, 443);
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown || port is < 1 or > ushort.MaxValue)
        {
            throw new UsageException($"--allow-host takes a host's name, with its port if it isn't 443, and not {text}", Example);
        }

        if (port == 80)
        {
            throw new UsageException($"--allow-host {text} names the port of plain HTTP, and the sandbox's proxy lets HTTPS (CONNECT) alone through", Example);
        }

        return ProxyGate.IsAws(host)
            ? throw new UsageException($"--allow-host {text} is AWS's, and in a sandbox the sandbox answers for AWS", Example)
            : ProxyGate.KeyOf(host, port);
    }
}

/// <summary>Runs a command in a sandbox's network.</summary>
internal static class SandboxChild
{
    /// <summary>Runs a command to its end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="command">The command.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="network">What it may reach.</param>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="options">The global options.</param>
    /// <param name="surroundings">The machine.</param>
    /// <returns>Its exit code.</returns>
    public static async Task<int> RunAsync(
        string path, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, SandboxNetwork network, SandboxHost sandbox,
        GlobalOptions options, Surroundings surroundings)
    {
        if (network.Kind != SandboxNetwork.Host)
        {
            var hasGivenUp = false;
            if (PrivateNetwork.IsSupported)
            {
                (var exitCode, hasGivenUp) = await RunApartAsync(path, command, environment, sandbox, surroundings).ConfigureAwait(false);
                if (exitCode is not null)
                {
                    return exitCode.Value;
                }
            }

            if (network.Kind == SandboxNetwork.None)
            {
                throw hasGivenUp ? new CredentialsException(
                    CliErrorCodes.NetworkNotSeparate, "this system was too slow to give the command a network of its own, in several tries", "try again when it has less to do")
                    : new CredentialsException(
                    CliErrorCodes.NetworkNotSeparate, "this system gives the command no network of its own: that takes Linux, and a user who may make namespaces",
                    "leave --network out: the command then has no real credentials, and a proxy that refuses what isn't AWS's");
            }

            if (hasGivenUp)
            {
                surroundings.Error.WriteLine("lanyard: this system was too slow to give the command a network of its own; it has this machine's");
            }
            else if (options.Verbose)
            {
                surroundings.Error.WriteLine("lanyard: this system gives the command no network of its own; it has this machine's");
            }
        }

        return await ExecCommand.RunChildAsync(path, command, environment, surroundings, mayReplace: false).ConfigureAwait(false);
    }

    // No exit code where there is no such network, and nothing was started.
    private static async Task<(int? ExitCode, bool HasGivenUp)> RunApartAsync(
        string path, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, SandboxHost sandbox, Surroundings surroundings)
    {
        PrivateNetwork? started = null;
        var hasGivenUp = false;
        LoopbackForwarder? forwarder = null;
        try
        {
            var exitCode = await ChildProcess.FollowAsync(
                () => (started = PrivateNetwork.Start(path, command, environment, surroundings.CurrentDirectory, sandbox.Url.Port, out hasGivenUp))?.ProcessId ?? 0,
                () =>
                {
                    forwarder = started is null ? null : LoopbackForwarder.Start(started.Listener, sandbox.Url.Port);
                    return started?.WaitAsync() ?? Task.FromResult(0);
                }).ConfigureAwait(false);
            return (started is null ? null : exitCode, hasGivenUp);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (ExecCommand.CannotRun(command[0], 126, surroundings, json: false), false);
        }
        finally
        {
            if (forwarder is not null)
            {
                await forwarder.DisposeAsync().ConfigureAwait(false);
            }

            started?.Dispose();
        }
    }
}
