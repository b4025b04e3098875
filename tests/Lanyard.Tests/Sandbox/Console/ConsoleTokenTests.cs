using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Seeds;
using Lanyard.Sandbox.SignIn;

namespace Lanyard.Tests.Sandbox.Console;

/// <summary>CreateOAuth2Token, as the model of AWS Sign-In in the SDKs describes it: one use of a code, rotating refresh tokens, 15 minutes, 12 hours.</summary>
public sealed partial class ConsoleTokenTests : IDisposable
{
    private const string SameDevice = SigninClient.SameDevice;
    private const string Verifier = "0123456789012345678901234567890123456789012";
    private static readonly string Challenge = System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    private readonly TestSandbox _sandbox = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private SigninClient Signin => new(_sandbox.Wire, TestSandbox.Url);

    public void Dispose()
    {
        _key.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public async Task A_code_gives_credentials_for_a_quarter_of_an_hour_and_says_who_signed_in()
    {
        var given = await RedeemAsync(await CodeAsync());
        Assert.Equal((TimeSpan.FromMinutes(15), "aws_sigv4"), (given.ExpiresIn, given.TokenType));
        var arn = (await _sandbox.Sts.GetCallerIdentityAsync(given.Credentials, TestSandbox.Ct)).Arn;
        Assert.Contains("AWSReservedSSO_Developer_", arn, StringComparison.Ordinal);
        using var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(given.IdToken!.Reveal().Split('.')[1]));
        Assert.Equal(arn, claims.RootElement.GetProperty("sub").GetString());
        var call = _sandbox.Log.Single(c => c.Operation == "CreateOAuth2Token");
        Assert.Equal(("signin", arn, "allowed", 200), (call.Service, call.Principal, call.Decision, call.Status));

        _sandbox.Clock.Advance(TimeSpan.FromMinutes(15));
        await TestSandbox.RefusalAsync(() => _sandbox.Sts.GetCallerIdentityAsync(given.Credentials, TestSandbox.Ct));
    }

    [Theory]
    [InlineData("0", "Developer")]
    [InlineData("1", "Administrator")]
    public async Task The_page_lets_a_person_choose_an_identity(string identity, string permissionSet)
    {
        var consent = await ConsentAsync();
        Assert.Contains("dev (111111111111), Administrator", consent.Text, StringComparison.Ordinal);
        var end = await _sandbox.SendAsync("POST", "/signin/consent", QueryString.Format([.. Hidden(consent), new("identity", identity), new("decision", "allow")]));
        var given = await RedeemAsync(QueryString.Get(QueryString.Parse(end.Headers.Get("Location")!.Split('?')[1]), "code")!);
        Assert.Contains(permissionSet, (await _sandbox.Sts.GetCallerIdentityAsync(given.Credentials, TestSandbox.Ct)).Arn, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("99")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("")]
    public async Task An_identity_that_is_not_the_persons_is_refused(string identity) =>
        Assert.Equal(400, (await _sandbox.SendAsync("POST", "/signin/consent", QueryString.Format([.. Hidden(await ConsentAsync()), new("identity", identity), new("decision", "allow")]))).Status);

    [Fact]
    public async Task A_code_is_good_once_for_its_verifier_address_and_time()
    {
        var code = await CodeAsync();
        await RedeemAsync(code);
        Assert.Equal(("AUTHCODE_EXPIRED", 401), await RefusedAsync(code));
        Assert.Equal(("INVALID_REQUEST", 400), await RefusedAsync(await CodeAsync(), verifier: new string('x', 43)));
        Assert.Equal(("INVALID_REQUEST", 400), await RefusedAsync(await CodeAsync(), redirectUri: "http://127.0.0.1:1/oauth/callback"));
        Assert.Equal(("AUTHCODE_EXPIRED", 401), await RefusedAsync(await CodeAsync(), client: SigninClient.CrossDevice));
        code = await CodeAsync();
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(("AUTHCODE_EXPIRED", 401), await RefusedAsync(code));
    }

    [Fact]
    public async Task A_refresh_token_is_good_for_one_renewal_and_right_after_it_for_the_same_answer()
    {
        var first = await RedeemAsync(await CodeAsync());
        var second = await RenewAsync(first.RefreshToken);
        Assert.NotEqual(first.Credentials.AccessKeyId, second.Credentials.AccessKeyId);
        Assert.Null(second.IdToken);
        var again = await RenewAsync(first.RefreshToken);
        Assert.Equal((second.Credentials.AccessKeyId, second.RefreshToken.Reveal()), (again.Credentials.AccessKeyId, again.RefreshToken.Reveal()));

        _sandbox.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(("TOKEN_EXPIRED", 401), await NotRenewedAsync(first.RefreshToken));
        var third = await RenewAsync(second.RefreshToken);
        Assert.Equal(("TOKEN_EXPIRED", 401), await NotRenewedAsync(first.RefreshToken));
        Assert.NotEqual(second.RefreshToken.Reveal(), third.RefreshToken.Reveal());
    }

    [Fact]
    public async Task A_sign_in_ends_after_twelve_hours_and_its_last_credentials_with_it()
    {
        var token = (await RedeemAsync(await CodeAsync())).RefreshToken;
        _sandbox.Clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromMinutes(2));
        var last = await RenewAsync(token);
        Assert.Equal(TimeSpan.FromMinutes(2), last.ExpiresIn);
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(("TOKEN_EXPIRED", 401), await NotRenewedAsync(last.RefreshToken));
    }

    [Fact]
    public async Task A_refresh_token_is_nothing_without_the_key_that_it_is_bound_to()
    {
        var token = (await RedeemAsync(await CodeAsync())).RefreshToken;
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal(("TOKEN_EXPIRED", 401), await NotRenewedAsync(token, other));
        await RenewAsync(token);
    }

    [Fact]
    public async Task Who_may_not_have_credentials_for_programs_gets_none()
    {
        using var sandbox = new TestSandbox(SandboxSeed.Default with
        {
            IdentityCenter = SandboxSeed.Default.IdentityCenter with { Assignments = [new("alice", TestSandbox.Prod, "ReadOnly")] },
        });
        var error = await TestSandbox.RefusalAsync(async () => await RedeemAsync(await CodeAsync(sandbox), sandbox));
        Assert.Equal(("INSUFFICIENT_PERMISSIONS", 403), (error.Code, error.Status));
        Assert.Contains("oauth2/public-client/localhost", error.Message, StringComparison.Ordinal);
        Assert.Equal("implicitDeny", sandbox.Log.Last().Decision);
    }

    [Fact]
    public async Task A_proof_counts_for_its_own_request_and_a_short_while_and_once()
    {
        var now = _sandbox.Clock.Now;
        var good = Proof();
        Assert.Equal("TOKEN_EXPIRED", await ReasonAsync(good)); // the proof is good, the refresh token isn't
        Assert.Equal("INVALID_REQUEST", await ReasonAsync(good));
        Assert.Equal("INVALID_REQUEST", await ReasonAsync());
        Assert.Equal("INVALID_REQUEST", await ReasonAsync(Proof(), Proof()));
        Assert.Equal("INVALID_REQUEST", await ReasonAsync(Proof(method: "GET")));
        Assert.Equal("INVALID_REQUEST", await ReasonAsync(Proof(url: "http://127.0.0.1:8181/v1/other")));
        Assert.Equal("INVALID_REQUEST", await ReasonAsync(Proof(url: "http://127.0.0.1:1/v1/token")));
        Assert.Equal("INVALID_REQUEST", await ReasonAsync(Proof(at: now.AddSeconds(-301))));
        Assert.Equal("INVALID_REQUEST", await ReasonAsync(Proof(at: now.AddSeconds(301))));
        Assert.Equal("TOKEN_EXPIRED", await ReasonAsync(Proof(at: now.AddSeconds(-299))));
    }

    [Fact]
    public async Task A_proof_that_was_changed_or_made_otherwise_is_none()
    {
        var parts = Proof().Split('.');
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        string[] wrong =
        [
            "x", "a.b", "a.b.c", $"{parts[0]}.{Proof().Split('.')[1]}.{parts[2]}", $"{parts[0]}.{parts[1]}.",
            Spoilt("\"ES256\"", "\"none\""), Spoilt("dpop+jwt", "JWT"), Spoilt("P-256", "P-384"), DpopProof.Create(p384, "POST", Url, _sandbox.Clock.Now, "x"),
            $"{DpopProof.Create(other, "POST", Url, _sandbox.Clock.Now, "x").Split('.')[0]}.{parts[1]}.{parts[2]}",
        ];
        foreach (var proof in wrong)
        {
            Assert.Equal("INVALID_REQUEST", await ReasonAsync(proof));
        }

        // Changed, and signed again with the same key, so that what was changed is what it fails for.
        string Spoilt(string from, string to)
        {
            var header = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[0])).Replace(from, to, StringComparison.Ordinal);
            var text = $"{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{parts[1]}";
            return $"{text}.{System.Buffers.Text.Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
        }
    }

    [Theory]
    [InlineData("", "Unknown client")]
    [InlineData("client_id=arn:aws:signin:::devtools/other", "Unknown client")]
    [InlineData("client_id=arn:aws:signin:::devtools/same-device", "Wrong address")]
    [InlineData("client_id=arn:aws:signin:::devtools/same-device&redirect_uri=http://127.0.0.1:1/elsewhere", "Wrong address")]
    [InlineData("client_id=arn:aws:signin:::devtools/same-device&redirect_uri=https://evil.example/oauth/callback", "Wrong address")]
    [InlineData("client_id=arn:aws:signin:::devtools/cross-device&redirect_uri=http://127.0.0.1:1/oauth/callback", "Wrong address")]
    [InlineData("client_id=arn:aws:signin:::devtools/cross-device&redirect_uri=https://evil.example/v1/sessions/confirmation", "Wrong address")]
    public async Task A_wrong_client_or_address_never_sends_the_browser_anywhere(string query, string title)
    {
        var page = await _sandbox.SendAsync("GET", "/v1/authorize?" + query);
        Assert.Equal(400, page.Status);
        Assert.Contains(title, page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("code_challenge_method=SHA-256", "code_challenge_method=S256")]
    [InlineData("scope=openid", "scope=all")]
    [InlineData("response_type=code", "response_type=token")]
    [InlineData("code_challenge=", "code_challenge=x")]
    public async Task A_request_that_lacks_something_goes_back_to_the_program(string right, string wrong)
    {
        var page = await _sandbox.SendAsync("GET", AuthorizeUrl(Signin).PathAndQuery.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Equal((302, TestSandbox.Callback + "?error=invalid_request&state=s"), (page.Status, page.Headers.Get("Location")));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8181/")]
    [InlineData("https://eu-west-1.signin.aws.amazon.com/")]
    [InlineData("https://cn-north-1.signin.amazonaws.cn/")]
    public async Task A_code_for_another_device_is_shown_on_the_last_page(string endpoint)
    {
        var signin = new SigninClient(_sandbox.Wire, new Uri(endpoint));
        using var browser = new HttpMessageInvoker(new WireMessageHandler(_sandbox.Server.HandleAsync));
        var page = signin.AuthorizeUrl(SigninClient.CrossDevice, signin.ConfirmationPage, "the state", Challenge);
        var end = await new SignInApprover(browser, TestSandbox.Url).ApproveAsync(page, "alice", _sandbox.Server.PasswordOf("alice")!, TestSandbox.Ct);
        Assert.Null(end.CalledBack);
        var carried = QueryString.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(end.CarriedCode!.Reveal())));
        Assert.Equal("the state", QueryString.Get(carried, "state"));
        var grant = new OidcGrant.AuthorizationCode(new Secret(QueryString.Get(carried, "code")!), new Secret(Verifier), signin.ConfirmationPage);
        var given = await signin.CreateTokenAsync(SigninClient.CrossDevice, grant, _key, TestSandbox.Ct);
        Assert.Contains("alice", (await _sandbox.Sts.GetCallerIdentityAsync(given.Credentials, TestSandbox.Ct)).Arn, StringComparison.Ordinal);
    }

    private const string Url = "http://127.0.0.1:8181/v1/token";

    private static Uri AuthorizeUrl(SigninClient signin) => signin.AuthorizeUrl(SameDevice, new Uri(TestSandbox.Callback), "s", Challenge);

    private string Proof(string method = "POST", string url = Url, DateTimeOffset? at = null) =>
        DpopProof.Create(_key, method, url, at ?? _sandbox.Clock.Now, Guid.NewGuid().ToString());

    private async Task<string?> ReasonAsync(params string[] proofs)
    {
        var answer = await _sandbox.SendAsync(
            "POST", "/v1/token", $$"""{"clientId":"{{SameDevice}}","grantType":"refresh_token","refreshToken":"none"}""", [.. proofs.Select(p => ("DPoP", p))]);
        using var json = JsonDocument.Parse(answer.Body);
        return JsonProtocol.Text(json.RootElement, "error");
    }

    private async Task<string> CodeAsync(TestSandbox? sandbox = null)
    {
        sandbox ??= _sandbox;
        var query = "";
        using var browser = new HttpMessageInvoker(new WireMessageHandler(async (request, stop) =>
        {
            if (request.Path != "/oauth/callback")
            {
                return await sandbox.Server.HandleAsync(request, stop);
            }

            query = request.Query;
            return WireResponse.OfText(200, "text/plain", "");
        }));
        await new SignInApprover(browser, TestSandbox.Url).ApproveAsync(AuthorizeUrl(Signin), "alice", sandbox.Server.PasswordOf("alice")!, TestSandbox.Ct);
        return QueryString.Get(QueryString.Parse(query), "code")!;
    }

    private async Task<WireResponse> ConsentAsync()
    {
        var page = await _sandbox.SendAsync("GET", AuthorizeUrl(Signin).PathAndQuery);
        return await _sandbox.SendAsync(
            "POST", "/signin", QueryString.Format([.. Hidden(page), new("username", "alice"), new("password", _sandbox.Server.PasswordOf("alice")!.Reveal())]));
    }

    private static IEnumerable<KeyValuePair<string, string>> Hidden(WireResponse page) =>
        HiddenField().Matches(page.Text).Select(m => new KeyValuePair<string, string>(m.Groups[1].Value, m.Groups[2].Value));

    private Task<SigninTokens> RedeemAsync(string code, TestSandbox? sandbox = null) =>
        new SigninClient((sandbox ?? _sandbox).Wire, TestSandbox.Url).CreateTokenAsync(
            SameDevice, new OidcGrant.AuthorizationCode(new Secret(code), new Secret(Verifier), new Uri(TestSandbox.Callback)), _key, TestSandbox.Ct);

    private async Task<(string Reason, int Status)> RefusedAsync(string code, string client = SameDevice, string verifier = Verifier, string redirectUri = TestSandbox.Callback)
    {
        var grant = new OidcGrant.AuthorizationCode(new Secret(code), new Secret(verifier), new Uri(redirectUri));
        var error = await TestSandbox.RefusalAsync(() => Signin.CreateTokenAsync(client, grant, _key, TestSandbox.Ct));
        return (error.Code, error.Status);
    }

    private Task<SigninTokens> RenewAsync(Secret token) => Signin.CreateTokenAsync(SameDevice, new OidcGrant.RefreshToken(token), _key, TestSandbox.Ct);

    private async Task<(string Reason, int Status)> NotRenewedAsync(Secret token, ECDsa? key = null)
    {
        var error = await TestSandbox.RefusalAsync(() => Signin.CreateTokenAsync(SameDevice, new OidcGrant.RefreshToken(token), key ?? _key, TestSandbox.Ct));
        return (error.Code, error.Status);
    }

    [GeneratedRegex("""<input type="hidden" name="([^"]+)" value="([^"]*)">""")]
    private static partial Regex HiddenField();
}
