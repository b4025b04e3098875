using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Lanyard.Aws.Wire;

/// <summary>Makes the socket transport. Proxies are those of <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c> and <c>NO_PROXY</c>, as .NET reads them.</summary>
public static class WireTransport
{
    /// <summary>Makes a transport. Sockets, proxies and TLS are set up by its first request: most commands have what they need at hand.</summary>
    /// <param name="authorities">The only authorities to trust, or <see langword="null"/> for the system's; see <see cref="Authorities"/>.</param>
    /// <param name="connectTimeout">How long a connection may take to come about.</param>
    public static HttpMessageInvoker Create(X509Certificate2Collection? authorities, TimeSpan connectTimeout) =>
        new(new AtFirstRequest(() => Connected(authorities, connectTimeout)));

    private static HttpMessageInvoker Connected(X509Certificate2Collection? authorities, TimeSpan connectTimeout)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = connectTimeout,
            Proxy = new RemoteHostsProxy(HttpClient.DefaultProxy),
        };
        if (authorities is not null)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(authorities);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }

        return new HttpMessageInvoker(handler);
    }

    private sealed class AtFirstRequest(Func<HttpMessageInvoker> connect) : HttpMessageHandler
    {
        private readonly Lazy<HttpMessageInvoker> _connected = new(connect);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _connected.Value.SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            if (disposing && _connected.IsValueCreated)
            {
                _connected.Value.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}

/// <summary>A CA bundle can't be used.</summary>
/// <param name="path">The file, or the variable that holds it.</param>
/// <param name="why">What is wrong with it.</param>
public sealed class CaBundleException(string path, string why) : Exception($"the CA bundle {path} can't be used: {why}")
{
    /// <summary>Gets the file, or the variable that holds it.</summary>
    public string Path { get; } = path;
}
