using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using Lanyard.Sandbox;
using Microsoft.AspNetCore.Connections;

namespace Lanyard.Cli.Hosting;

/// <summary>
/// Takes <c>CONNECT host:443</c> in front of HTTP: answers 200, wraps the connection in TLS as that host, and hands it on. A client
/// that knows no endpoint setting reaches the sandbox this way. Hosts that aren't AWS's are refused and counted, but for those that the
/// user let through.
/// </summary>
/// <param name="authority">Signs the certificates.</param>
/// <param name="gate">Tells whose a host and port are, and counts those that are refused.</param>
internal sealed class ConnectProxy(CertificateAuthority authority, ProxyGate gate)
{
    private const int MaxHead = 16 * 1024;

    /// <summary>Tells whether an address that a client asks its proxy for without <c>CONNECT</c> may be reached: the hosts that the user let through can't be.</summary>
    public bool Admits(Uri address) => gate.DecidePlain(address) == ProxyAnswer.InItsPlace;

    /// <summary>Goes before the HTTP server on a connection.</summary>
    public ConnectionDelegate Wrap(ConnectionDelegate next) => async connection =>
    {
        var head = await ReadConnectAsync(connection).ConfigureAwait(false);
        if (head is null)
        {
            await next(connection).ConfigureAwait(false);
            return;
        }

        var (host, port) = TargetOf(head);
        var answer = host is null ? ProxyAnswer.Refused : gate.Decide(host, port);
        if (answer == ProxyAnswer.LetThrough)
        {
            await OutsideTunnel.CarryAsync(connection, host!, port).ConfigureAwait(false);
            return;
        }

        if (host is null || answer == ProxyAnswer.Refused)
        {
            await connection.Transport.Output.WriteAsync(Encoding.ASCII.GetBytes(
                host is null ? "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n" : "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nX-Lanyard-Refused: not an AWS host\r\n\r\n")).ConfigureAwait(false);
            return;
        }

        await connection.Transport.Output.WriteAsync("HTTP/1.1 200 Connection Established\r\n\r\n"u8.ToArray()).ConfigureAwait(false);
        var plain = connection.Transport;
        var tls = new SslStream(new DuplexStream(plain.Input.AsStream(), plain.Output.AsStream()));
        await using (tls.ConfigureAwait(false))
        {
            try
            {
                await tls.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions
                    {
                        ServerCertificate = authority.ForHost(host),
                        ApplicationProtocols = [SslApplicationProtocol.Http11],
                    },
                    connection.ConnectionClosed).ConfigureAwait(false);
            }
            catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException)
            {
                // The client doesn't trust our authority, or went away; its own message says which.
                return;
            }

            connection.Transport = new DuplexPipe(PipeReader.Create(tls), PipeWriter.Create(tls));
            try
            {
                await next(connection).ConfigureAwait(false);
            }
            finally
            {
                connection.Transport = plain;
            }
        }
    };

    /// <summary>Reads the head of a <c>CONNECT</c>; null, with nothing consumed, for any other request.</summary>
    private static async Task<string?> ReadConnectAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(connection.ConnectionClosed).ConfigureAwait(false);
            var text = Encoding.ASCII.GetString(read.Buffer.Slice(0, Math.Min(read.Buffer.Length, MaxHead)).ToArray());
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            const string Verb = "CONNECT ";
            var isConnect = text.StartsWith(Verb[..Math.Min(Verb.Length, text.Length)], StringComparison.Ordinal);
            if (isConnect && end >= 0 && text.Length > Verb.Length)
            {
                input.AdvanceTo(read.Buffer.GetPosition(end + 4));
                return text[..end];
            }

            if (!isConnect || read.IsCompleted || read.Buffer.Length >= MaxHead)
            {
                input.AdvanceTo(read.Buffer.Start, read.Buffer.Start);
                return null;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static (string? Host, int Port) TargetOf(string head) =>
        head.Split("\r\n")[0].Split(' ') is ["CONNECT", var target, "HTTP/1.1" or "HTTP/1.0"]
        && target.LastIndexOf(':') is var colon and > 0 && Uri.CheckHostName(target[..colon]) != UriHostNameType.Unknown
        && int.TryParse(target.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? (target[..colon].ToLowerInvariant(), port)
            : (null, 0);

    private sealed class DuplexPipe(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input { get; } = input;

        public PipeWriter Output { get; } = output;
    }
}
