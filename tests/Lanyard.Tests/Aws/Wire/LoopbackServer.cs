using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Lanyard.Tests.Aws.Wire;

/// <summary>A socket on 127.0.0.1 that gives every connection the same bytes, over TLS if it has a certificate.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private const char TlsHandshake = '\x16';

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2? _certificate;
    private readonly byte[]? _answer;
    private readonly Task _serving;

    /// <summary>Starts it.</summary>
    /// <param name="answer">What it says, headers and all; null to hang up without a word.</param>
    /// <param name="certificate">Its certificate with the key; null for plain HTTP.</param>
    public LoopbackServer(string? answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok", X509Certificate2? certificate = null)
    {
        _answer = answer is null ? null : Encoding.UTF8.GetBytes(answer);
        _certificate = certificate;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = ServeAsync();
    }

    public int Port { get; }

    /// <summary>What the clients sent, up to the end of their headers.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>A self-signed certificate of an authority and server in one, with its private key.</summary>
    public static X509Certificate2 SelfSigned(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
        _certificate?.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client);
            }
            catch (Exception e) when (e is IOException or AuthenticationException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        Stream stream = client.GetStream();
        if (_certificate is not null)
        {
            var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
            stream = tls;
        }

        await using (stream)
        {
            var request = new StringBuilder();
            var chunk = new byte[4096];
            int read;
            while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && (read = await stream.ReadAsync(chunk, _stop.Token)) > 0)
            {
                request.Append(Encoding.Latin1.GetString(chunk, 0, read));
                if (request[0] == TlsHandshake)
                {
                    break;
                }
            }

            if (request.Length > 0)
            {
                Requests.Add(request.ToString());
            }

            if (_answer is not null)
            {
                await stream.WriteAsync(_answer, _stop.Token);
            }
        }
    }
}
