using Lanyard.Aws.Endpoints;
using Lanyard.Credentials;
using Lanyard.Credentials.Sources.Run;

namespace Lanyard.Tests.Credentials.Sources.Run;

/// <summary>"Service-specific endpoints", AWS SDKs and Tools Reference Guide: which setting goes before which.</summary>
public sealed class EndpointSettingsReaderTests : IDisposable
{
    private const string Everything = """
        [profile p]
        services = mine
        endpoint_url = https://profile.example.com
        [services mine]
        sts =
          endpoint_url = https://section.example.com
        """;

    private readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void The_nearest_setting_wins_from_the_services_variable_down_to_the_profiles_url()
    {
        _home.Config(Everything);
        Assert.Equal(("https://section.example.com/", "https://profile.example.com/"), Urls());
        _home.Set(("AWS_ENDPOINT_URL", "https://all.example.com"));
        Assert.Equal(("https://all.example.com/", "https://all.example.com/"), Urls());
        _home.Set(("AWS_ENDPOINT_URL_STS", "https://sts.example.com"));
        Assert.Equal(("https://sts.example.com/", "https://all.example.com/"), Urls());
        _home.Set(("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "TRUE"));
        Assert.Equal(("https://sts.eu-west-1.amazonaws.com/", "https://portal.sso.eu-west-1.amazonaws.com/"), Urls());
    }

    [Theory]
    [InlineData("use_fips_endpoint = true", "AWS_USE_FIPS_ENDPOINT", "https://sts-fips.us-east-1.amazonaws.com/")]
    [InlineData("use_dualstack_endpoint = true", "AWS_USE_DUALSTACK_ENDPOINT", "https://sts.us-east-1.api.aws/")]
    public void Fips_and_dual_stack_may_be_asked_for_and_the_environment_takes_it_back(string line, string variable, string expected)
    {
        _home.Config($"[profile p]\n{line}\n");
        Assert.Equal(expected, Sts("us-east-1"));
        _home.Set((variable, "false"));
        Assert.Equal("https://sts.us-east-1.amazonaws.com/", Sts("us-east-1"));
    }

    [Theory]
    [InlineData("[profile p]\nendpoint_url = nowhere\n", null, ".aws/config:2")]
    [InlineData("[profile p]\nservices = m\n[services m]\nsts =\n  endpoint_url = ftp://x\n", null, ".aws/config:4")]
    [InlineData("[profile p]\n", "//x", "AWS_ENDPOINT_URL_STS")]
    public void An_endpoint_that_is_no_address_is_named_by_its_place(string config, string? variable, string place)
    {
        _home.Config(config).Set(("AWS_ENDPOINT_URL_STS", variable ?? ""));
        var e = Assert.Throws<CredentialsException>(() => Read());
        Assert.Equal(ErrorCodes.SettingInvalid, e.Code);
        Assert.Contains(place, e.Message, StringComparison.Ordinal);
    }

    private (string Sts, string Portal) Urls() => (Sts("eu-west-1"), EndpointResolver.Resolve(AwsService.SsoPortal, "eu-west-1", Read()).Url.AbsoluteUri);

    private string Sts(string region) => EndpointResolver.Resolve(AwsService.Sts, region, Read()).Url.AbsoluteUri;

    private EndpointSettings Read()
    {
        var machine = _home.Machine();
        Assert.True(machine.Files.TryGetProfile("p", out var profile));
        return EndpointSettingsReader.Read(machine, profile);
    }
}
