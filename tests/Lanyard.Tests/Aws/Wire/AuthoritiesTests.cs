using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Aws.Wire;

/// <summary>
/// Which authorities are trusted. The variables are those of the Serverless Framework (<c>lib/plugins/aws/provider.js</c>): comma lists,
/// and <c>\n</c> written as two characters.
/// </summary>
public sealed class AuthoritiesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _one = Certificate("one.example.com");
    private readonly string _two = Certificate("two.example.com");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ca")]
    [InlineData("HTTPS_CA")]
    [InlineData("https_ca")]
    public void Certificates_in_a_variable_are_separated_by_commas_and_may_have_their_line_breaks_written_out(string variable)
    {
        Assert.Equal(["one.example.com", "two.example.com"], Read(null, (variable, $"{_one.Replace("\n", "\\n", StringComparison.Ordinal)},{_two}")));
        Assert.Equal(["one.example.com"], Read(null, (variable, _one)));
    }

    [Theory]
    [InlineData("cafile")]
    [InlineData("HTTPS_CAFILE")]
    [InlineData("https_cafile")]
    public void Files_in_a_variable_are_separated_by_commas(string variable)
    {
        var (one, two) = (_folder.Write("one.pem", _one), _folder.Write("two.pem", _two));
        Assert.Equal(["one.example.com", "two.example.com"], Read(null, (variable, $"{one}, {two}")));
    }

    [Fact]
    public void A_bundle_and_the_variables_are_trusted_together()
    {
        var bundle = _folder.Write("bundle.pem", _one);
        Assert.Equal(["one.example.com", "two.example.com"], Read(bundle, ("ca", _two)));
        Assert.Null(Authorities.Read(null, _ => null));
    }

    [Fact]
    public void A_variable_of_that_name_that_holds_no_certificate_is_somebody_elses()
    {
        Assert.Null(Authorities.Read(null, name => name == "ca" ? "/etc/ssl/certs" : null));
    }

    [Fact]
    public void What_can_not_be_read_is_named_with_its_variable()
    {
        var missing = Assert.Throws<CaBundleException>(() => Authorities.Read(null, name => name == "cafile" ? _folder["nope.pem"] : null));
        Assert.Contains($"{_folder["nope.pem"]}, which the environment variable cafile names,", missing.Message, StringComparison.Ordinal);
        var spoilt = Assert.Throws<CaBundleException>(() => Authorities.Read(null, name => name == "ca" ? "-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----" : null));
        Assert.Contains("in the environment variable ca can't be used", spoilt.Message, StringComparison.Ordinal);
    }

    private static string[] Read(string? bundle, params (string Name, string Value)[] variables) =>
        [.. Authorities.Read(bundle, name => variables.FirstOrDefault(v => v.Name == name).Value)!.Select(c => c.Subject["CN=".Length..])];

    private static string Certificate(string name)
    {
        using var certificate = LoopbackServer.SelfSigned(name);
        return certificate.ExportCertificatePem();
    }
}
