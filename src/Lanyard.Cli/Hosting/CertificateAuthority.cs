using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Lanyard.Cli.Hosting;

/// <summary>
/// A throw-away authority for the sandbox's proxy. Its key lives in this process's memory and ends with it; only clients that are
/// given its certificate trust what it signs.
/// </summary>
internal sealed class CertificateAuthority : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private readonly X509Certificate2 _root;
    private readonly DateTimeOffset _start;
    private readonly ConcurrentDictionary<string, X509Certificate2> _byHost = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes a new authority.</summary>
    /// <param name="time">The clock.</param>
    public CertificateAuthority(TimeProvider time)
    {
        // A day back, so that a client whose clock lags accepts it.
        _start = time.GetUtcNow().AddDays(-1);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Lanyard sandbox (throw-away)", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _root = request.CreateSelfSigned(_start, _start + Lifetime);
    }

    /// <summary>Gets the authority's certificate in PEM form: what clients are told to trust.</summary>
    public string Pem => _root.ExportCertificatePem() + "\n";

    /// <summary>Gives a server certificate for a host.</summary>
    public X509Certificate2 ForHost(string host) => _byHost.GetOrAdd(host, Issue);

    /// <inheritdoc/>
    public void Dispose()
    {
        _root.Dispose();
        foreach (var certificate in _byHost.Values)
        {
            certificate.Dispose();
        }
    }

    private X509Certificate2 Issue(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName("CN=Lanyard sandbox"), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build(critical: true));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_root, true, false));
        using var issued = request.Create(_root, _start, _start + Lifetime, RandomNumberGenerator.GetBytes(16));
        return issued.CopyWithPrivateKey(key);
    }
}
