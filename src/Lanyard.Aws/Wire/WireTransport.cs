using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Lanyard.Aws.Wire;

/// <summary>Makes the socket transport. Proxies are those of <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c> and <c>NO_PROXY</c>, as .NET reads them.</summary>
public static class WireTransport
{
    /// <summary>Makes a transport.</summary>
    /// <param name="caBundle">A PEM file of the only authorities to trust (<c>AWS_CA_BUNDLE</c>), or <see langword="null"/> for the system's.</param>
    /// <param name="connectTimeout">How long a connection may take to come about.</param>
    /// <exception cref="CaBundleException">The bundle can't be read or holds no certificate.</exception>
    public static HttpMessageInvoker Create(string? caBundle, TimeSpan connectTimeout)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = connectTimeout,
        };
        if (caBundle is not null)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(ReadBundle(caBundle));
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }

        return new HttpMessageInvoker(handler);
    }

    private static X509Certificate2Collection ReadBundle(string path)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new CaBundleException(path, e.Message);
        }

        return certificates.Count > 0 ? certificates : throw new CaBundleException(path, "it holds no certificate in PEM form");
    }
}

/// <summary>A CA bundle can't be used.</summary>
/// <param name="path">The file.</param>
/// <param name="why">What is wrong with it.</param>
public sealed class CaBundleException(string path, string why) : Exception($"the CA bundle {path} can't be used: {why}")
{
    /// <summary>Gets the file.</summary>
    public string Path { get; } = path;
}
