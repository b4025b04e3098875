using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;

namespace Lanyard.Tests.Aws.Services;

public class IdentityCenterClientTests
{
    private static readonly Uri Endpoint = new("https://oidc.eu-west-1.amazonaws.com/");
    private static readonly OidcClientRegistration Registration = new("client", new Secret("client-secret"), DateTimeOffset.MaxValue);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Role_credentials_come_for_the_bearer_token()
    {
        var service = new FakeService(200, "{\"roleCredentials\":{\"accessKeyId\":\"ASIA\",\"secretAccessKey\":\"s\",\"sessionToken\":\"t\",\"expiration\":1782910800000}}");
        var session = await new SsoPortalClient(service.Client, Endpoint).GetRoleCredentialsAsync(new Secret("bearer"), "123456789012", "Admin & Co", Cancel);
        var (request, _) = Assert.Single(service.Calls);
        Assert.Equal("GET", request.Method);
        Assert.Equal("/federation/credentials?role_name=Admin%20%26%20Co&account_id=123456789012", request.Target);
        Assert.Equal("bearer", request.Headers.Get("x-amz-sso_bearer_token"));
        Assert.Equal(new DateTimeOffset(2026, 7, 1, 13, 0, 0, TimeSpan.Zero), session.Expiration);
        Assert.Equal(("ASIA", "s", "t", "123456789012"), (session.AccessKeyId, session.SecretAccessKey.Reveal(), session.SessionToken?.Reveal(), session.AccountId));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"roleCredentials\":null}")]
    [InlineData("{\"roleCredentials\":{\"accessKeyId\":\"ASIA\",\"secretAccessKey\":\"s\",\"sessionToken\":\"t\"}}")]
    [InlineData("{\"roleCredentials\":{\"accessKeyId\":\"ASIA\",\"secretAccessKey\":\"s\",\"sessionToken\":\"t\",\"expiration\":9223372036854775807}}")]
    [InlineData("{\"roleCredentials\":{\"accessKeyId\":\"ASIA\",\"secretAccessKey\":\"s\",\"sessionToken\":\"t\",\"expiration\":-9223372036854775808}}")]
    public async Task Anything_but_role_credentials_is_an_unreadable_answer(string answer)
    {
        var portal = new SsoPortalClient(new FakeService(200, answer).Client, Endpoint);
        Assert.Equal("UnreadableAnswer", (await Assert.ThrowsAsync<AwsServiceException>(() => portal.GetRoleCredentialsAsync(new Secret("b"), "1", "r", Cancel))).Error.Code);
    }

    [Fact]
    public async Task Logout_takes_an_empty_answer_and_tells_a_refusal()
    {
        await new SsoPortalClient(new FakeService(200, "").Client, Endpoint).LogoutAsync(new Secret("b"), Cancel);
        var refused = new SsoPortalClient(new FakeService(401, "{\"__type\":\"UnauthorizedException\",\"message\":\"m\"}").Client, Endpoint);
        Assert.Equal("UnauthorizedException", (await Assert.ThrowsAsync<AwsServiceException>(() => refused.LogoutAsync(new Secret("b"), Cancel))).Error.Code);
    }

    [Fact]
    public async Task Each_grant_sends_its_own_members()
    {
        var service = new FakeService(200, "{\"accessToken\":\"a\",\"expiresIn\":28800,\"refreshToken\":\"r\"}");
        var oidc = new SsoOidcClient(service.Client, Endpoint);
        var tokens = await oidc.CreateTokenAsync(Registration, new OidcGrant.DeviceCode(new Secret("d")), Cancel);
        Assert.Equal(("a", TimeSpan.FromHours(8), "r"), (tokens.AccessToken.Reveal(), tokens.ExpiresIn, tokens.RefreshToken?.Reveal()));
        await oidc.CreateTokenAsync(Registration, new OidcGrant.AuthorizationCode(new Secret("c"), new Secret("v"), new Uri("http://127.0.0.1:1/oauth/callback")), Cancel);
        await oidc.CreateTokenAsync(Registration, new OidcGrant.RefreshToken(new Secret("r+/=")), Cancel);
        const string Client = "{\"clientId\":\"client\",\"clientSecret\":\"client-secret\",";
        Assert.Equal(
            [
                Client + "\"grantType\":\"urn:ietf:params:oauth:grant-type:device_code\",\"deviceCode\":\"d\"}",
                Client + "\"grantType\":\"authorization_code\",\"code\":\"c\",\"codeVerifier\":\"v\",\"redirectUri\":\"http://127.0.0.1:1/oauth/callback\"}",
                Client + "\"grantType\":\"refresh_token\",\"refreshToken\":\"r+/=\"}",
            ],
            service.Calls.Select(c => c.Body));
        Assert.All(service.Calls, c => Assert.Equal("POST /token", c.Request.ToString()));
        Assert.DoesNotContain("client-secret", Registration.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_sign_in_page_gets_every_parameter_encoded()
    {
        var page = new SsoOidcClient(new FakeService(200, "").Client, Endpoint).AuthorizeUrl(
            Registration, new Uri("http://127.0.0.1:1234/oauth/callback"), "st&te", "ch", ["sso:account:access", "x"]);
        Assert.Equal(
            "https://oidc.eu-west-1.amazonaws.com/authorize?response_type=code&client_id=client&redirect_uri=http%3A%2F%2F127.0.0.1%3A1234%2Foauth%2Fcallback"
            + "&state=st%26te&code_challenge_method=S256&code_challenge=ch&scopes=sso%3Aaccount%3Aaccess%20x",
            page.AbsoluteUri);
    }

    [Fact]
    public async Task A_device_authorization_has_the_defaults_of_the_api()
    {
        var device = await Start("\"verificationUri\":\"https://device.sso\",\"verificationUriComplete\":\"https://device.sso/?user_code=A\"");
        Assert.Equal((TimeSpan.FromSeconds(600), TimeSpan.FromSeconds(5)), (device.ExpiresIn, device.Interval));
        Assert.Equal("https://device.sso/?user_code=A", device.VerificationUriComplete.OriginalString);
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("/relative")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ms-calculator:x")]
    [InlineData("javascript:alert(1)")]
    public async Task A_page_that_is_not_on_the_web_is_never_opened(string page)
    {
        var failure = await Assert.ThrowsAsync<AwsServiceException>(() => Start($"\"verificationUri\":\"https://device.sso\",\"verificationUriComplete\":\"{page}\""));
        Assert.Equal("UnreadableAnswer", failure.Error.Code);
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("-9223372036854775808")]
    [InlineData("-1")]
    [InlineData("10000000000")]
    public async Task A_number_of_seconds_that_no_clock_holds_is_an_unreadable_answer(string seconds)
    {
        const string Pages = "\"verificationUri\":\"https://device.sso\",\"verificationUriComplete\":\"https://device.sso\"";
        foreach (Func<Task> call in new Func<Task>[]
        {
            () => Start($"{Pages},\"expiresIn\":{seconds}"),
            () => Start($"{Pages},\"interval\":{seconds}"),
            () => Oidc($"{{\"accessToken\":\"a\",\"expiresIn\":{seconds}}}").CreateTokenAsync(Registration, new OidcGrant.RefreshToken(new Secret("r")), Cancel),
        })
        {
            Assert.Equal("UnreadableAnswer", (await Assert.ThrowsAsync<AwsServiceException>(call)).Error.Code);
        }
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("-9223372036854775808")]
    public async Task A_registration_that_ends_at_no_time_is_an_unreadable_answer(string seconds)
    {
        var oidc = Oidc($"{{\"clientId\":\"c\",\"clientSecret\":\"s\",\"clientSecretExpiresAt\":{seconds}}}");
        Assert.Equal("UnreadableAnswer", (await Assert.ThrowsAsync<AwsServiceException>(() => Register(oidc))).Error.Code);
    }

    [Fact]
    public async Task A_registration_says_when_it_ends()
    {
        var registration = await Register(Oidc("{\"clientId\":\"c\",\"clientSecret\":\"s\",\"clientSecretExpiresAt\":1782910800}"));
        Assert.Equal(new DateTimeOffset(2026, 7, 1, 13, 0, 0, TimeSpan.Zero), registration.ExpiresAt);
    }

    private static SsoOidcClient Oidc(string answer) => new(new FakeService(200, answer).Client, Endpoint);

    private static Task<OidcClientRegistration> Register(SsoOidcClient oidc) => oidc.RegisterClientAsync("lanyard", ["sso:account:access"], [], null, null, Cancel);

    private static Task<DeviceAuthorization> Start(string members) => Oidc($"{{\"deviceCode\":\"d\",\"userCode\":\"A\",{members}}}")
        .StartDeviceAuthorizationAsync(Registration, "https://d-1.awsapps.com/start", Cancel);
}
