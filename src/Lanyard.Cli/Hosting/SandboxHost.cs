using System.Text;
using Lanyard.Cli.Edge;
using Lanyard.Sandbox;
using Lanyard.Sandbox.CloudFormation.Schemas;
using Lanyard.Sandbox.Journal;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Cli.Hosting;

/// <summary>A sandbox that listens on loopback, as an endpoint and as an HTTPS proxy.</summary>
internal sealed class SandboxHost : IAsyncDisposable
{
    private readonly CertificateAuthority _authority;
    private readonly KestrelHost _host;
    private readonly StreamWriter? _callLog;

    private SandboxHost(CertificateAuthority authority, KestrelHost host, SandboxServer server, ProxyGate gate, StreamWriter? callLog)
    {
        _authority = authority;
        _host = host;
        _callLog = callLog;
        Server = server;
        Gate = gate;
    }

    /// <summary>Gets the emulator.</summary>
    public SandboxServer Server { get; }

    /// <summary>Gets what the proxy let through and refused.</summary>
    public ProxyGate Gate { get; }

    /// <summary>Gets its address, which is the endpoint and the proxy.</summary>
    public Uri Url => _host.Url;

    /// <summary>Gets the certificate that clients of the proxy must trust, in PEM form.</summary>
    public string AuthorityPem => _authority.Pem;

    /// <summary>Starts a sandbox.</summary>
    /// <param name="seed">Who and what is in it.</param>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <param name="callLog">The file for the call log; null for none.</param>
    /// <param name="surroundings">The machine.</param>
    /// <param name="order">Makes its calls repeatable; null where they needn't be.</param>
    /// <param name="outside">The hosts that its proxy lets clients reach, with their ports.</param>
    /// <param name="published">Gives what AWS publishes of the handlers of a resource type; null for nothing.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="IOException">The port is taken, or the call log can't be written.</exception>
    public static async Task<SandboxHost> StartAsync(
        SandboxSeed seed, int port, string? callLog, Surroundings surroundings, CallOrder? order, IReadOnlySet<string> outside, Func<string, HandlerSchema?>? published, CancellationToken cancellationToken)
    {
        var log = callLog is null ? null : OpenLog(Path.Combine(surroundings.CurrentDirectory, callLog));
        var authority = new CertificateAuthority(surroundings.Time);
        var gate = new ProxyGate(outside);
        SandboxServer? server = null;
        try
        {
            var host = await KestrelHost.StartAsync(
                url =>
                {
                    server = new SandboxServer(seed, surroundings.Time, url, log is null ? null : record => WriteLine(log, record.ToJsonLine()), order, published);
                    return server.HandleAsync;
                },
                port, new ConnectProxy(authority, gate), cancellationToken).ConfigureAwait(false);
            return new SandboxHost(authority, host, server!, gate, log);
        }
        catch
        {
            authority.Dispose();
            log?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync().ConfigureAwait(false);
        Server.Dispose();
        _authority.Dispose();
        _callLog?.Dispose();
    }

    private static StreamWriter OpenLog(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new StreamWriter(path, new UTF8Encoding(false), options) { AutoFlush = true };
    }

    private static void WriteLine(StreamWriter log, string line)
    {
        lock (log)
        {
            log.WriteLine(line);
        }
    }
}
