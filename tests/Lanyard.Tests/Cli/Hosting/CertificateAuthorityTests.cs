using System.Security.Cryptography.X509Certificates;
using Lanyard.Cli.Hosting;

namespace Lanyard.Tests.Cli.Hosting;

public sealed class CertificateAuthorityTests : IDisposable
{
    private readonly FakeTime _time = new();
    private readonly CertificateAuthority _authority;

    public CertificateAuthorityTests() => _authority = new CertificateAuthority(_time);

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void A_client_that_trusts_the_authority_accepts_its_servers()
    {
        var certificate = _authority.ForHost("sts.eu-west-1.amazonaws.com");
        Assert.True(IsTrusted(certificate, _authority.Pem, TimeSpan.Zero));
        Assert.True(certificate.HasPrivateKey);
        Assert.True(certificate.MatchesHostname("sts.eu-west-1.amazonaws.com"));
        Assert.False(certificate.MatchesHostname("sts.us-east-1.amazonaws.com"));
    }

    [Fact]
    public void Nobody_else_does()
    {
        using var other = new CertificateAuthority(_time);
        Assert.False(IsTrusted(_authority.ForHost("a.example.com"), other.Pem, TimeSpan.Zero));
        Assert.NotEqual(_authority.Pem, other.Pem);
    }

    [Theory]
    [InlineData(-23, true)]
    [InlineData(-25, false)]
    [InlineData(24 * 6 - 1, true)]
    [InlineData(24 * 6 + 1, false)]
    public void Certificates_are_good_from_a_day_ago_for_a_week(int hours, bool trusted) =>
        Assert.Equal(trusted, IsTrusted(_authority.ForHost("a.example.com"), _authority.Pem, TimeSpan.FromHours(hours)));

    [Fact]
    public void A_host_keeps_its_certificate_and_what_it_may_do_is_little()
    {
        var certificate = _authority.ForHost("a.example.com");
        Assert.Same(certificate, _authority.ForHost("A.example.com"));
        Assert.NotEqual(certificate.SerialNumber, _authority.ForHost("b.example.com").SerialNumber);
        Assert.False(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal("1.3.6.1.5.5.7.3.1", Assert.Single(certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Cast<System.Security.Cryptography.Oid>()).Value);

        using var root = X509Certificate2.CreateFromPem(_authority.Pem);
        var constraints = root.Extensions.OfType<X509BasicConstraintsExtension>().Single();
        Assert.Equal((true, true, 0), (constraints.CertificateAuthority, constraints.HasPathLengthConstraint, constraints.PathLengthConstraint));
        Assert.False(root.HasPrivateKey);
        Assert.DoesNotContain("PRIVATE", _authority.Pem, StringComparison.Ordinal);
    }

    private bool IsTrusted(X509Certificate2 certificate, string pem, TimeSpan later)
    {
        using var root = X509Certificate2.CreateFromPem(pem);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = (_time.GetUtcNow() + later).UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.1"));
        return chain.Build(certificate);
    }
}
