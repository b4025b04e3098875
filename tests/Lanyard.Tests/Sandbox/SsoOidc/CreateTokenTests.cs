using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.SignIn;

namespace Lanyard.Tests.Sandbox.SsoOidc;

/// <summary>"CreateToken" of the IAM Identity Center OIDC API Reference; device polling as in RFC 8628, section 3.5; PKCE as in RFC 7636.</summary>
public sealed class CreateTokenTests : IDisposable
{
    private readonly TestSandbox _sandbox = new();

    [Fact]
    public async Task A_device_is_pending_then_gets_its_tokens_once()
    {
        var client = await _sandbox.RegisterForDeviceAsync();
        var device = await _sandbox.Oidc.StartDeviceAuthorizationAsync(client, TestSandbox.StartUrl, TestSandbox.Ct);
        Assert.Matches("^[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}$", device.UserCode);
        Assert.Equal(new Uri(TestSandbox.Url, "/device"), device.VerificationUri);
        var pending = await PollAsync(client, device);
        Assert.Equal(("AuthorizationPendingException", 400), (pending?.Code, pending?.Status));

        await ApproveAsync(device.VerificationUriComplete);
        _sandbox.Clock.Advance(device.Interval);
        var tokens = await _sandbox.Oidc.CreateTokenAsync(client, new OidcGrant.DeviceCode(device.DeviceCode), TestSandbox.Ct);
        Assert.Equal(TimeSpan.FromHours(8), tokens.ExpiresIn);
        Assert.NotNull(tokens.RefreshToken);
        Assert.NotNull(await _sandbox.Portal.GetRoleCredentialsAsync(tokens.AccessToken, TestSandbox.Dev, "Developer", TestSandbox.Ct));
        _sandbox.Clock.Advance(device.Interval);
        Assert.Equal("InvalidGrantException", (await PollAsync(client, device))?.Code);
    }

    [Fact]
    public async Task Polling_faster_than_the_interval_slows_the_client_down_by_five_seconds()
    {
        var client = await _sandbox.RegisterForDeviceAsync();
        var device = await _sandbox.Oidc.StartDeviceAuthorizationAsync(client, TestSandbox.StartUrl, TestSandbox.Ct);
        Assert.Equal("AuthorizationPendingException", (await PollAsync(client, device))?.Code);
        Assert.Equal("SlowDownException", (await PollAsync(client, device))?.Code);
        _sandbox.Clock.Advance(device.Interval + TimeSpan.FromSeconds(4));
        Assert.Equal("SlowDownException", (await PollAsync(client, device))?.Code);
        _sandbox.Clock.Advance(device.Interval + TimeSpan.FromSeconds(10));
        Assert.Equal("AuthorizationPendingException", (await PollAsync(client, device))?.Code);
    }

    [Fact]
    public async Task A_device_code_ends_after_ten_minutes()
    {
        var client = await _sandbox.RegisterForDeviceAsync();
        var device = await _sandbox.Oidc.StartDeviceAuthorizationAsync(client, TestSandbox.StartUrl, TestSandbox.Ct);
        _sandbox.Clock.Advance(device.ExpiresIn);
        Assert.Equal("ExpiredTokenException", (await PollAsync(client, device))?.Code);
        await Assert.ThrowsAsync<SignInApprovalException>(() => ApproveAsync(device.VerificationUriComplete));
    }

    [Fact]
    public async Task Another_clients_device_code_is_an_invalid_grant()
    {
        var device = await _sandbox.Oidc.StartDeviceAuthorizationAsync(await _sandbox.RegisterForDeviceAsync(), TestSandbox.StartUrl, TestSandbox.Ct);
        Assert.Equal("InvalidGrantException", (await PollAsync(await _sandbox.RegisterForDeviceAsync(), device))?.Code);
    }

    [Fact]
    public async Task A_code_with_its_verifier_gives_tokens_and_works_once()
    {
        var (client, verifier, code) = await CodeAsync();
        var grant = new OidcGrant.AuthorizationCode(new Secret(code), new Secret(verifier), new Uri(TestSandbox.Callback));
        var tokens = await _sandbox.Oidc.CreateTokenAsync(client, grant, TestSandbox.Ct);
        Assert.StartsWith("aoa", tokens.AccessToken.Reveal(), StringComparison.Ordinal);
        Assert.Equal("InvalidGrantException", (await TestSandbox.RefusalAsync(() => _sandbox.Oidc.CreateTokenAsync(client, grant, TestSandbox.Ct))).Code);
    }

    [Theory]
    [InlineData(true, TestSandbox.Callback)]
    [InlineData(false, "http://127.0.0.1:53683/oauth/callback")]
    [InlineData(false, "http://127.0.0.1/oauth/callback")]
    public async Task A_wrong_verifier_or_redirect_uri_spends_the_code(bool wrongVerifier, string redirectUri)
    {
        var (client, verifier, code) = await CodeAsync();
        var sent = wrongVerifier ? TestSandbox.Pkce().Verifier : verifier;
        Assert.Equal("InvalidGrantException", await RefusalAsync(client, new OidcGrant.AuthorizationCode(new Secret(code), new Secret(sent), new Uri(redirectUri))));
        Assert.Equal("InvalidGrantException", await RefusalAsync(client, new OidcGrant.AuthorizationCode(new Secret(code), new Secret(verifier), new Uri(TestSandbox.Callback))));
    }

    [Fact]
    public async Task A_code_is_good_for_five_minutes_and_for_its_own_client()
    {
        var (client, verifier, code) = await CodeAsync();
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(5));
        var grant = new OidcGrant.AuthorizationCode(new Secret(code), new Secret(verifier), new Uri(TestSandbox.Callback));
        Assert.Equal("InvalidGrantException", await RefusalAsync(client, grant));
        var (_, verifier2, code2) = await CodeAsync();
        Assert.Equal("InvalidGrantException", await RefusalAsync(client, new OidcGrant.AuthorizationCode(new Secret(code2), new Secret(verifier2), new Uri(TestSandbox.Callback))));
    }

    [Fact]
    public async Task A_refresh_token_rotates_and_the_old_one_dies()
    {
        var (client, first) = await _sandbox.SignInAsync();
        var second = await _sandbox.Oidc.CreateTokenAsync(client, new OidcGrant.RefreshToken(first.RefreshToken!), TestSandbox.Ct);
        Assert.Equal("InvalidGrantException", await RefusalAsync(client, new OidcGrant.RefreshToken(first.RefreshToken!)));
        var third = await _sandbox.Oidc.CreateTokenAsync(client, new OidcGrant.RefreshToken(second.RefreshToken!), TestSandbox.Ct);
        Assert.NotNull(await _sandbox.Portal.GetRoleCredentialsAsync(third.AccessToken, TestSandbox.Prod, "ReadOnly", TestSandbox.Ct));
    }

    [Fact]
    public async Task Of_many_refreshes_at_once_one_wins()
    {
        var (client, tokens) = await _sandbox.SignInAsync();
        var tries = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(async () =>
        {
            try
            {
                return (await _sandbox.Oidc.CreateTokenAsync(client, new OidcGrant.RefreshToken(tokens.RefreshToken!), TestSandbox.Ct)).RefreshToken is not null;
            }
            catch (AwsServiceException)
            {
                return false;
            }
        })));
        Assert.Single(tries, won => won);
    }

    [Fact]
    public async Task A_refresh_token_ends_ninety_days_after_the_sign_in()
    {
        var client = await _sandbox.RegisterForDeviceAsync();
        _sandbox.Clock.Advance(-TimeSpan.FromDays(1));
        var device = await _sandbox.Oidc.StartDeviceAuthorizationAsync(client, TestSandbox.StartUrl, TestSandbox.Ct);
        await ApproveAsync(device.VerificationUriComplete);
        var tokens = await _sandbox.Oidc.CreateTokenAsync(client, new OidcGrant.DeviceCode(device.DeviceCode), TestSandbox.Ct);
        _sandbox.Clock.Advance(TimeSpan.FromDays(90));
        Assert.Equal("InvalidGrantException", await RefusalAsync(client, new OidcGrant.RefreshToken(tokens.RefreshToken!)));
    }

    // The guide of Identity Center ties refresh tokens to the scope sso:account:access; a client must have asked for the grant too.
    [Theory]
    [InlineData("sso:account:access", "refresh_token", true)]
    [InlineData("openid", "refresh_token", false)]
    [InlineData("sso:account:access", null, false)]
    public async Task A_refresh_token_needs_the_scope_and_the_grant(string scope, string? grant, bool given)
    {
        string[] grants = grant is null ? [OidcGrant.DeviceCodeType] : [OidcGrant.DeviceCodeType, grant];
        var client = await _sandbox.Oidc.RegisterClientAsync("c", [scope], grants, null, null, TestSandbox.Ct);
        var device = await _sandbox.Oidc.StartDeviceAuthorizationAsync(client, TestSandbox.StartUrl, TestSandbox.Ct);
        await ApproveAsync(device.VerificationUriComplete);
        var tokens = await _sandbox.Oidc.CreateTokenAsync(client, new OidcGrant.DeviceCode(device.DeviceCode), TestSandbox.Ct);
        Assert.Equal(given, tokens.RefreshToken is not null);
    }

    [Fact]
    public async Task A_grant_that_was_not_registered_is_unauthorized_and_an_unknown_one_unsupported()
    {
        var client = await _sandbox.RegisterForDeviceAsync();
        var grant = new OidcGrant.AuthorizationCode(new Secret("x"), new Secret("y"), new Uri(TestSandbox.Callback));
        Assert.Equal("UnauthorizedClientException", await RefusalAsync(client, grant));
        var body = $$"""{"clientId":"{{client.ClientId}}","clientSecret":"{{client.ClientSecret.Reveal()}}","grantType":"password"}""";
        var answer = await _sandbox.SendAsync("POST", "/token", body);
        Assert.Equal("UnsupportedGrantTypeException", answer.Headers.Get("X-Amzn-ErrorType"));
        Assert.Contains("\"error\":\"unsupported_grant_type\"", answer.Text, StringComparison.Ordinal);
    }

    public void Dispose() => _sandbox.Dispose();

    private async Task<AwsServiceError?> PollAsync(OidcClientRegistration client, DeviceAuthorization device)
    {
        try
        {
            await _sandbox.Oidc.CreateTokenAsync(client, new OidcGrant.DeviceCode(device.DeviceCode), TestSandbox.Ct);
            return null;
        }
        catch (AwsServiceException e)
        {
            return e.Error;
        }
    }

    private async Task<string> RefusalAsync(OidcClientRegistration client, OidcGrant grant) =>
        (await TestSandbox.RefusalAsync(() => _sandbox.Oidc.CreateTokenAsync(client, grant, TestSandbox.Ct))).Code;

    private async Task<(OidcClientRegistration Client, string Verifier, string Code)> CodeAsync()
    {
        var client = await _sandbox.RegisterForCodeAsync();
        var (verifier, challenge) = TestSandbox.Pkce();
        return (client, verifier, QueryString.Get(await _sandbox.AuthorizeAsync(client, challenge), "code")!);
    }

    private async Task ApproveAsync(Uri page)
    {
        using var browser = new HttpMessageInvoker(new WireMessageHandler(_sandbox.Server.HandleAsync));
        Assert.Null((await new SignInApprover(browser, TestSandbox.Url).ApproveAsync(page, "alice", _sandbox.Server.PasswordOf("alice")!, TestSandbox.Ct)).CalledBack);
    }
}
