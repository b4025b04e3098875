using System.Text;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Credentials;
using Lanyard.Credentials.Delivery;

namespace Lanyard.Tests.Credentials.Sources.Run;

/// <summary>Our container source against our own container server.</summary>
public sealed class ContainerSourceTests : IDisposable
{
    private const string Token = "let-me-in";

    private readonly TestAws _aws = new();
    private readonly AwsCredentials _served;

    public ContainerSourceTests() => _served = new("ASIA1", new Secret("sk"), new Secret("tok"), _aws.Time.GetUtcNow().AddHours(1), TestAws.Dev);

    public void Dispose() => _aws.Dispose();

    [Theory]
    [InlineData(Token, null)]
    [InlineData(null, Token)]
    [InlineData("not this one", Token + "\n")]
    public async Task Credentials_come_for_the_token_of_the_environment_or_of_its_file(string? variable, string? file)
    {
        await ServeAsync(() => _served);
        Show(variable, file);
        var keys = await _aws.ResolveAsync();
        Assert.Equal(("ASIA1", "sk", "tok", TestAws.Dev), (keys.AccessKeyId, keys.SecretAccessKey.Reveal(), keys.SessionToken!.Reveal(), keys.AccountId));
        Assert.Equal(_served.Expiration, keys.Expiration);
    }

    [Fact]
    public async Task An_endpoint_that_refuses_is_named_with_its_answer()
    {
        await ServeAsync(() => _served);
        Show("wrong", null);
        Assert.Contains("401", (await _aws.RefusedAsync(ErrorCodes.ContainerFailed)).Message, StringComparison.Ordinal);

        await ServeAsync(() => throw new CredentialsException(ErrorCodes.SsoTokenExpired, "over"));
        Show(Token, null);
        Assert.Contains("503", (await _aws.RefusedAsync(ErrorCodes.ContainerFailed)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("{}")]
    [InlineData("{\"AccessKeyId\":\"wJalrXUtnFEMI\"}")]
    [InlineData("{\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"wJalrXUtnFEMI\",\"Expiration\":\"soon\"}")]
    [InlineData("{\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"wJalrXUtnFEMI\\udc00\"}")]
    public async Task An_answer_that_is_no_credentials_is_not_quoted(string body)
    {
        var host = await _aws.StartHost((_, _) => ValueTask.FromResult(WireResponse.OfText(200, "application/json", body)), TestContext.Current.CancellationToken);
        _aws.Home.Set(("AWS_CONTAINER_CREDENTIALS_FULL_URI", host.Url.AbsoluteUri));
        Assert.DoesNotContain("wJalrXUtnFEMI", (await _aws.RefusedAsync(ErrorCodes.ContainerFailed)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_can_not_be_a_header_is_not_sent()
    {
        await ServeAsync(() => _served);
        Show("two\nlines", null);
        await _aws.RefusedAsync(ErrorCodes.ContainerFailed);
        Show(null, "two\nlines");
        await _aws.RefusedAsync(ErrorCodes.ContainerFailed);
        _aws.Home.Set(("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", _aws.Home["nope"]));
        Assert.Contains(_aws.Home["nope"], (await _aws.RefusedAsync(ErrorCodes.ContainerFailed)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Path_and_query_of_the_endpoint_are_asked_as_they_stand()
    {
        WireRequest? asked = null;
        var host = await _aws.StartHost(
            (request, _) =>
            {
                asked = request;
                return ValueTask.FromResult(new WireResponse(200, WireHeaders.Empty, Encoding.UTF8.GetBytes("""{"AccessKeyId":"A","SecretAccessKey":"s"}""")));
            }, TestContext.Current.CancellationToken);
        _aws.Home.Set(("AWS_CONTAINER_CREDENTIALS_FULL_URI", host.Url.AbsoluteUri + "v2/credentials/abc?role=x%2Fy"));
        await _aws.ResolveAsync();
        Assert.Equal(("GET", "/v2/credentials/abc?role=x%2Fy"), (asked!.Method, asked.Target));
        Assert.Null(asked.Headers.Get("Authorization"));
    }

    private async Task ServeAsync(Func<AwsCredentials> current)
    {
        ContainerServer? server = null;
        var host = await _aws.StartHost((request, stop) => server!.HandleAsync(request, stop), TestContext.Current.CancellationToken);
        var kept = new KeptCredentials(_ => Task.FromResult(current()), _aws.Time);
        server = new ContainerServer(host.Url.Authority, [new ContainerDoor(ContainerServer.Path, new Secret(Token), kept)], _aws.Time);
        _aws.Home.Set(("AWS_CONTAINER_CREDENTIALS_FULL_URI", new Uri(host.Url, ContainerServer.Path).AbsoluteUri));
    }

    private void Show(string? variable, string? file)
    {
        _aws.Home.Set(
            ("AWS_CONTAINER_AUTHORIZATION_TOKEN", variable ?? ""),
            ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file is null ? "" : _aws.Home.Write("container-token", file)));
    }
}
