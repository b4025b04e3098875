using System.Text.Json;
using Lanyard.Credentials;
using Lanyard.Credentials.Sources;

namespace Lanyard.Tests.Credentials.Sources;

/// <summary>"Container credential provider", AWS SDKs and Tools Reference Guide: plain http is for loopback, ECS and EKS addresses.</summary>
public sealed class ContainerEndpointTests : IDisposable
{
    private const string Relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
    private const string Full = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

    private readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("http://127.0.0.1/creds")]
    [InlineData("http://127.255.255.254:80/creds")]
    [InlineData("http://localhost:9911/creds")]
    [InlineData("http://[::1]:8080/creds")]
    [InlineData("http://169.254.170.2/creds")]
    [InlineData("http://169.254.170.23/v1/credentials")]
    [InlineData("http://[fd00:ec2::23]/v1/credentials")]
    [InlineData("https://example.com/creds?x=1")]
    public void Loopback_ecs_eks_and_https_addresses_are_asked(string url)
    {
        _home.Set((Full, url));
        Assert.Equal(new Source.Container(new Uri(url), null), ContainerEndpoint.FromEnvironment(_home.Machine())! with { Origin = null });
    }

    [Theory]
    [InlineData("http://10.255.255.1/creds")]
    [InlineData("http://example.com/creds")]
    [InlineData("http://host.docker.internal/creds")]
    [InlineData("http://169.254.169.254/creds")]
    [InlineData("http://169.254.170.21/creds")]
    [InlineData("http://localhost.example.com/creds")]
    [InlineData("http://127.0.0.1@example.com/creds")]
    [InlineData("http://[fd00:ec2::24]/creds")]
    [InlineData("ftp://127.0.0.1/creds")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/creds")]
    [InlineData("127.0.0.1:80/creds")]
    [InlineData("http://")]
    public void Every_other_address_stops_and_names_the_variable(string url) => Refused(Full, url);

    [Theory]
    [InlineData("//example.com/creds")]
    [InlineData("http://example.com/creds")]
    [InlineData("\\\\example.com\\creds")]
    public void A_relative_address_never_leaves_the_container_host(string path) => Refused(Relative, path);

    [Fact]
    public void The_relative_address_goes_before_the_full_one_and_a_token_file_before_a_token()
    {
        _home.Set((Relative, "/r?a=1"), (Full, "http://127.0.0.1/f"), ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "secret"));
        Assert.Equal(new Source.Container(new Uri("http://169.254.170.2/r?a=1"), "AWS_CONTAINER_AUTHORIZATION_TOKEN"), ContainerEndpoint.FromEnvironment(_home.Machine())! with { Origin = null });
        _home.Set(("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/f"));
        Assert.Equal("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", ContainerEndpoint.FromEnvironment(_home.Machine())!.TokenVariable);
    }

    [Fact]
    public void A_token_without_an_address_is_nothing()
    {
        _home.Set(("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/nope"), (Full, ""));
        Assert.Null(ContainerEndpoint.FromEnvironment(_home.Machine()));
    }

    [Fact]
    public void The_published_vectors_hold()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Conformance.File("ecs-tests.json")));
        var count = 0;
        foreach (var test in vectors.RootElement.GetProperty("tests").EnumerateArray())
        {
            count++;
            var environment = test.GetProperty("env").EnumerateObject().ToDictionary(v => v.Name, v => v.Value.GetString()!);
            var machine = new MachineState(environment, _home.Files, null);
            if (test.GetProperty("result").TryGetProperty("Ok", out var expected))
            {
                Assert.Equal(expected.GetString(), ContainerEndpoint.FromEnvironment(machine)!.Url.OriginalString);
            }
            else if (environment.Count == 0)
            {
                Assert.Null(ContainerEndpoint.FromEnvironment(machine));
            }
            else
            {
                Assert.Throws<CredentialsException>(() => ContainerEndpoint.FromEnvironment(machine));
            }
        }

        Assert.True(count >= 11);
    }

    private void Refused(string variable, string value)
    {
        _home.Set((variable, value));
        var e = Assert.Throws<CredentialsException>(() => ContainerEndpoint.FromEnvironment(_home.Machine())! with { Origin = null });
        Assert.Equal(ErrorCodes.SettingInvalid, e.Code);
        Assert.Contains(variable, e.Message, StringComparison.Ordinal);
    }
}
