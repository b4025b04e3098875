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
    [InlineData(403, "127.0.0.1:5001", Token, "/v1/credentials", "GET")]
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
        Assert.Equal(1, _fetched);
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

    [Theory]
    [InlineData("169.254.170.2")]
    [InlineData("[fd00:ec2::23]")]
    public async Task What_a_forwarder_passes_on_from_a_container_is_answered(string host) =>
        Assert.Equal(200, (await SendAsync(Good(), host)).Status);

    [Theory]
    [InlineData("http://127.0.0.1:5000")]
    [InlineData("https://evil.example.com")]
    [InlineData("null")]
    public async Task A_page_of_a_browser_gets_nothing_not_even_with_the_token(string origin)
    {
        var server = ServerOf(new ContainerDoor(ContainerServer.Path, new Secret(Token), Kept(Good())));
        Assert.Equal(403, (await AskAsync(server, ContainerServer.Path, Token, ("Origin", origin))).Status);
        Assert.Equal(0, _fetched);
    }

    [Fact]
    public async Task Each_token_opens_its_own_path_alone()
    {
        var server = ServerOf(
            new ContainerDoor("/profile/a", new Secret("token-a"), Kept(new AwsCredentials("ASIAA", new Secret("k"), new Secret("t"), Later))),
            new ContainerDoor("/profile/b", new Secret("token-b"), Kept(new AwsCredentials("ASIAB", new Secret("k"), new Secret("t"), Later))));
        Assert.Contains("ASIAA", (await AskAsync(server, "/profile/a", "token-a")).Text, StringComparison.Ordinal);
        Assert.Contains("ASIAB", (await AskAsync(server, "/profile/b", "token-b")).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await AskAsync(server, "/profile/b", "token-a")).Status);
        Assert.Equal(404, (await AskAsync(server, "/profile/a", "token-b")).Status);
    }

    [Fact]
    public async Task A_role_is_given_when_it_is_allowed_however_its_arn_is_encoded()
    {
        const string Arn = "arn:aws:iam::111111111111:role/deploy";
        var server = ServerOf(new ContainerDoor("/profile/a", new Secret(Token), Kept(Good()))
        {
            Roles = new Dictionary<string, KeptCredentials> { [Arn] = Kept(new AwsCredentials("ASIAROLE", new Secret("k"), new Secret("t"), Later)) },
        });
        Assert.Contains("ASIAROLE", (await AskAsync(server, "/role-arn/" + Arn, Token)).Text, StringComparison.Ordinal);
        Assert.Contains("ASIAROLE", (await AskAsync(server, "/role-arn/" + Uri.EscapeDataString(Arn), Token)).Text, StringComparison.Ordinal);
        Assert.Equal(403, (await AskAsync(server, "/role-arn/arn:aws:iam::111111111111:role/admin", Token)).Status);
        Assert.Equal(401, (await AskAsync(server, "/role-arn/" + Arn, "wrong")).Status);
    }

    [Fact]
    public async Task Guessing_is_answered_with_less_and_keeps_nobody_out_who_has_the_token()
    {
        var server = ServerOf(new ContainerDoor(ContainerServer.Path, new Secret(Token), Kept(Good())));
        var seen = new List<int>();
        for (var i = 0; i < 60; i++)
        {
            seen.Add((await AskAsync(server, ContainerServer.Path, $"guess-{i}")).Status);
        }

        Assert.Equal([401, 429], seen.Distinct());
        Assert.Equal(200, (await AskAsync(server, ContainerServer.Path, Token)).Status);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, (await AskAsync(server, ContainerServer.Path, "guess")).Status);
    }

    private DateTimeOffset Later => _time.GetUtcNow().AddHours(1);

    private AwsCredentials Good() => new("ASIA1", new Secret("sk"), new Secret("tok+/="), Later, "111111111111");

    private KeptCredentials Kept(AwsCredentials? credentials) => new(
        _ =>
        {
            _fetched++;
            return credentials is null ? throw new CredentialsException(ErrorCodes.SsoTokenExpired, "the sign-in has ended") : Task.FromResult(credentials);
        },
        _time);

    private ContainerServer ServerOf(params ContainerDoor[] doors) => new(Host, doors, _time);

    private static async Task<WireResponse> AskAsync(
        ContainerServer server, string target, string? token, (string Name, string Value)? more = null, string host = Host, string method = "GET")
    {
        var headers = new WireHeaders(("Host", host));
        headers = token is null ? headers : headers.With("Authorization", token);
        headers = more is { } line ? headers.With(line.Name, line.Value) : headers;
        return await server.HandleAsync(new WireRequest(method, target, headers, Stream.Null), TestContext.Current.CancellationToken);
    }

    private Task<WireResponse> SendAsync(
        AwsCredentials? credentials, string host = Host, string? token = Token, string path = ContainerServer.Path, string method = "GET", string query = "") =>
        AskAsync(ServerOf(new ContainerDoor(ContainerServer.Path, new Secret(Token), Kept(credentials))), path + query, token, null, host, method);
}
