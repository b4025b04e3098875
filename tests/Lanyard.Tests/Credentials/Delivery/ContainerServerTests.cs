using System.Text.Json;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Credentials;
using Lanyard.Credentials.Delivery;

namespace Lanyard.Tests.Credentials.Delivery;

public class ContainerServerTests
{
    private const string Host = "127.0.0.1:5000";
    private const string Token = "s3cret-token";

    private readonly FakeTime _time = new();
    private int _fetched;

    [Theory]
    [InlineData(403, "localhost:5000", Token, "/v1/credentials", "GET")]
    [InlineData(403, "evil.example.com:5000", Token, "/v1/credentials", "GET")]
    [InlineData(403, "", Token, "/v1/credentials", "GET")]
    [InlineData(401, Host, null, "/v1/credentials", "GET")]
    [InlineData(401, Host, "", "/v1/credentials", "GET")]
    [InlineData(401, Host, "Bearer " + Token, "/v1/credentials", "GET")]
    [InlineData(401, Host, "s3cret-tokem", "/v1/credentials", "GET")]
    [InlineData(401, Host, "wrong", "/nothing", "GET")]
    [InlineData(404, Host, Token, "/", "GET")]
    [InlineData(404, Host, Token, "/v1/credentials/", "GET")]
    [InlineData(405, Host, Token, "/v1/credentials", "POST")]
    public async Task Who_does_not_ask_right_gets_nothing(int status, string host, string? token, string path, string method)
    {
        var answer = await SendAsync(Good(), host, token, path, method);
        Assert.Equal(status, answer.Status);
        Assert.DoesNotContain("sk", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, answer.Text, StringComparison.Ordinal);
        Assert.Equal(0, _fetched);
    }

    [Fact]
    public async Task Credentials_are_given_in_the_form_of_a_container_endpoint()
    {
        var answer = await SendAsync(Good(), query: "?x=1");
        Assert.Equal(200, answer.Status);
        Assert.Equal("""{"AccessKeyId":"ASIA1","SecretAccessKey":"sk","Token":"tok+/=","Expiration":"2026-07-01T13:00:00Z","AccountId":"111111111111"}""", answer.Text);
        Assert.Equal(("application/json", "no-store"), (answer.Headers.Get("Content-Type"), answer.Headers.Get("Cache-Control")));
        await SendAsync(Good());
        Assert.Equal(2, _fetched);
    }

    [Fact]
    public async Task Keys_without_an_end_are_given_for_an_hour_at_a_time()
    {
        var answer = await SendAsync(new AwsCredentials("AKIA1", new Secret("sk")));
        Assert.Equal("""{"AccessKeyId":"AKIA1","SecretAccessKey":"sk","Token":"","Expiration":"2026-07-01T13:00:00Z"}""", answer.Text);
    }

    [Fact]
    public async Task A_failure_is_told_with_its_code()
    {
        var answer = await SendAsync(null);
        Assert.Equal(503, answer.Status);
        using var json = JsonDocument.Parse(answer.Body);
        Assert.Equal((ErrorCodes.SsoTokenExpired, "the sign-in has ended"), (json.RootElement.GetProperty("code").GetString(), json.RootElement.GetProperty("message").GetString()));
    }

    private AwsCredentials Good() => new("ASIA1", new Secret("sk"), new Secret("tok+/="), _time.GetUtcNow().AddHours(1), "111111111111");

    private async Task<WireResponse> SendAsync(
        AwsCredentials? credentials, string host = Host, string? token = Token, string path = ContainerServer.Path, string method = "GET", string query = "")
    {
        var server = new ContainerServer(
            new Secret(Token),
            _ =>
            {
                _fetched++;
                return credentials is null ? throw new CredentialsException(ErrorCodes.SsoTokenExpired, "the sign-in has ended") : Task.FromResult(credentials);
            },
            _time);
        var headers = new WireHeaders(("Host", host));
        return await server.HandleAsync(
            new WireRequest(method, path + query, token is null ? headers : headers.With("Authorization", token), Stream.Null), TestContext.Current.CancellationToken);
    }
}
