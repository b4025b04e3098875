using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Credentials;
using Lanyard.Credentials.Delivery;
using Lanyard.Tests.Cli;

namespace Lanyard.Tests.Credentials.Delivery;

/// <summary>The rules of the service are those of "Use the Instance Metadata Service to access instance metadata", Amazon EC2 User Guide.</summary>
public sealed class MetadataServerTests : IDisposable
{
    private const string Host = "127.0.0.1:5000";
    private const string Roles = "/latest/meta-data/iam/security-credentials/";
    private const string Ttl = "x-aws-ec2-metadata-token-ttl-seconds";
    private const string TokenHeader = "x-aws-ec2-metadata-token";

    private readonly FakeTime _time = new();
    private readonly KeptCredentials _kept;
    private readonly MetadataServer _server;
    private CredentialsException? _failure;

    public MetadataServerTests()
    {
        _kept = new KeptCredentials(
            _ => _failure is { } failure ? throw failure : Task.FromResult(new AwsCredentials("ASIA1", new Secret("sk"), new Secret("tok"), _time.GetUtcNow().AddHours(1))), _time);
        _server = new MetadataServer(Host, new MadeUpInstance("Developer", "111111111111", "eu-west-1", "aws"), _kept, _time);
    }

    public void Dispose() => _kept.Dispose();

    [Fact]
    public async Task With_a_token_the_role_and_its_credentials_are_read()
    {
        var token = await TokenAsync();
        Assert.Equal("Developer", (await GetAsync(Roles, token)).Text);
        Assert.Equal("Developer", (await GetAsync(Roles.TrimEnd('/'), token)).Text);
        Assert.Equal(
            """{"Code":"Success","LastUpdated":"2026-07-01T12:00:00Z","Type":"AWS-HMAC","AccessKeyId":"ASIA1","SecretAccessKey":"sk","Token":"tok","Expiration":"2026-07-01T13:00:00Z"}""",
            (await GetAsync(Roles + "Developer", token)).Text);
        var info = CliRun.Parse((await GetAsync("/latest/meta-data/iam/info", token)).Text);
        Assert.Equal("arn:aws:iam::111111111111:instance-profile/Developer", info.GetProperty("InstanceProfileArn").GetString());
        var document = CliRun.Parse((await GetAsync("/latest/dynamic/instance-identity/document", token)).Text);
        Assert.Equal(("111111111111", "eu-west-1"), (document.GetProperty("accountId").GetString(), document.GetProperty("region").GetString()));
        Assert.Equal("eu-west-1", (await GetAsync("/latest/meta-data/placement/region", token)).Text);
        Assert.Equal(404, (await GetAsync(Roles + "Other", token)).Status);
        Assert.Equal(404, (await GetAsync("/latest/user-data", token)).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("made-up")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("////////////////////////////////////////////////////////////////////////////////")]
    public async Task Version_1_and_made_up_tokens_get_nothing(string? token)
    {
        var answer = await GetAsync(Roles + "Developer", token);
        Assert.Equal(401, answer.Status);
        Assert.DoesNotContain("sk", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_ends_with_the_seconds_that_were_asked_for()
    {
        var token = await TokenAsync("60");
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(200, (await GetAsync(Roles, token)).Status);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, (await GetAsync(Roles, token)).Status);
    }

    [Fact]
    public async Task A_token_of_another_server_or_with_a_later_end_is_none()
    {
        using var kept = new KeptCredentials(_ => throw new InvalidOperationException("never asked"), _time);
        var other = new MetadataServer(Host, new MadeUpInstance("Developer", "111111111111", "eu-west-1", "aws"), kept, _time);
        var token = await TokenAsync("60");
        Assert.Equal(401, (await SendAsync("GET", Roles, [(TokenHeader, token)], server: other)).Status);

        var changed = (token[0] == 'A' ? 'B' : 'A') + token[1..];
        Assert.Equal(401, (await GetAsync(Roles, changed)).Status);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("21601")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData(null)]
    public async Task A_token_is_for_a_second_to_six_hours(string? ttl) =>
        Assert.Equal(400, (await SendAsync("PUT", "/latest/api/token", ttl is null ? [] : [(Ttl, ttl)])).Status);

    [Theory]
    [InlineData("GET", "/latest/api/token", 405)]
    [InlineData("POST", Roles, 405)]
    public async Task The_methods_are_those_of_version_2(string method, string path, int status) =>
        Assert.Equal(status, (await SendAsync(method, path, [(Ttl, "60")])).Status);

    [Theory]
    [InlineData("X-Forwarded-For", "192.0.2.1")]
    [InlineData("Forwarded", "for=192.0.2.1")]
    [InlineData("Origin", "http://127.0.0.1:5000")]
    public async Task Forwarded_requests_and_pages_get_neither_token_nor_credentials(string header, string value)
    {
        var token = await TokenAsync();
        Assert.Equal(403, (await SendAsync("PUT", "/latest/api/token", [(Ttl, "60"), (header, value)])).Status);
        Assert.Equal(403, (await SendAsync("GET", Roles + "Developer", [(TokenHeader, token), (header, value)])).Status);
    }

    [Theory]
    [InlineData("evil.example.com:5000", 403)]
    [InlineData("localhost:5000", 403)]
    [InlineData("127.0.0.1:80", 403)]
    [InlineData("169.254.169.254", 200)]
    public async Task A_name_that_leads_here_is_refused(string host, int status) =>
        Assert.Equal(status, (await SendAsync("PUT", "/latest/api/token", [(Ttl, "60")], host)).Status);

    [Fact]
    public async Task A_failure_is_told_with_its_code()
    {
        _failure = new CredentialsException(ErrorCodes.SsoTokenExpired, "the sign-in has ended");
        var answer = await GetAsync(Roles + "Developer", await TokenAsync());
        Assert.Equal((503, ErrorCodes.SsoTokenExpired), (answer.Status, CliRun.Parse(answer.Text).GetProperty("Code").GetString()));
    }

    private async Task<string> TokenAsync(string ttl = "21600")
    {
        var answer = await SendAsync("PUT", "/latest/api/token", [(Ttl, ttl)]);
        Assert.Equal((200, ttl), (answer.Status, answer.Headers.Get(Ttl)));
        return answer.Text;
    }

    private Task<WireResponse> GetAsync(string path, string? token) => SendAsync("GET", path, token is null ? [] : [(TokenHeader, token)]);

    private async Task<WireResponse> SendAsync(string method, string path, (string Name, string Value)[] headers, string host = Host, MetadataServer? server = null) =>
        await (server ?? _server).HandleAsync(new WireRequest(method, path, new WireHeaders([("Host", host), .. headers]), Stream.Null), TestContext.Current.CancellationToken);
}
