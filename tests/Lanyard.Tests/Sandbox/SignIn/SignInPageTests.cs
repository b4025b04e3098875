using System.Text.RegularExpressions;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.SignIn;

namespace Lanyard.Tests.Sandbox.SignIn;

/// <summary>The sign-in page as a browser without scripts meets it. Redirect rules: RFC 6749, section 4.1.2.1; ports: RFC 8252, section 7.3.</summary>
public sealed partial class SignInPageTests : IDisposable
{
    private readonly TestSandbox _sandbox = new();

    [Fact]
    public async Task Signing_in_and_allowing_sends_the_browser_back_with_code_and_state()
    {
        var came = await _sandbox.AuthorizeAsync(await _sandbox.RegisterForCodeAsync(), TestSandbox.Pkce().Challenge, "a b&c");
        Assert.Equal("a b&c", QueryString.Get(came, "state"));
        Assert.NotEqual("", QueryString.Get(came, "code"));
        Assert.Equal(["Authorize", "SignIn", "Consent"], _sandbox.Log.Select(r => r.Operation).Where(o => o is not "RegisterClient"));
    }

    [Fact]
    public async Task The_consent_page_names_the_client_its_scopes_and_the_device_code()
    {
        var client = await _sandbox.RegisterForDeviceAsync();
        var device = await _sandbox.Oidc.StartDeviceAuthorizationAsync(client, TestSandbox.StartUrl, TestSandbox.Ct);
        var consent = await PasswordAsync(await _sandbox.SendAsync("GET", device.VerificationUriComplete.PathAndQuery), Password);
        Assert.Contains("test client", consent.Text, StringComparison.Ordinal);
        Assert.Contains("sso:account:access", consent.Text, StringComparison.Ordinal);
        Assert.Contains(device.UserCode, consent.Text, StringComparison.Ordinal);
        var end = await PostAsync(consent, "/signin/consent", ("decision", "deny"));
        Assert.Contains("close this window", end.Text, StringComparison.Ordinal);
        var error = await TestSandbox.RefusalAsync(() => _sandbox.Oidc.CreateTokenAsync(client, new OidcGrant.DeviceCode(device.DeviceCode), TestSandbox.Ct));
        Assert.Equal("AccessDeniedException", error.Code);
    }

    [Fact]
    public async Task Denying_sends_the_browser_back_with_the_refusal()
    {
        var consent = await PasswordAsync(await OpenAsync(), Password);
        var end = await PostAsync(consent, "/signin/consent", ("decision", "deny"));
        Assert.Equal((302, TestSandbox.Callback + "?error=access_denied&state=s"), (end.Status, end.Headers.Get("Location")));
    }

    [Fact]
    public async Task Five_wrong_passwords_end_the_sign_in()
    {
        var page = await OpenAsync();
        var flow = page;
        for (var left = 4; left > 0; left--)
        {
            page = await PasswordAsync(page, "wrong");
            Assert.Contains($"{left} {(left == 1 ? "try" : "tries")} left", page.Text, StringComparison.Ordinal);
            Assert.Contains("role=\"alert\"", page.Text, StringComparison.Ordinal);
        }

        Assert.Contains("Too many tries", (await PasswordAsync(page, "wrong")).Text, StringComparison.Ordinal);
        Assert.Equal(400, (await PasswordAsync(flow, Password)).Status);
    }

    [Fact]
    public async Task Somebody_unknown_is_answered_like_a_wrong_password()
    {
        var page = await PostAsync(await OpenAsync(), "/signin", ("username", "mallory"), ("password", Password));
        Assert.Equal(403, page.Status);
        Assert.Contains("user name or password is wrong", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_the_pages_token_or_with_an_older_one_is_refused()
    {
        var page = await OpenAsync();
        var flow = Hidden(page.Text, "flow");
        Assert.Equal(400, (await _sandbox.SendAsync("POST", "/signin", QueryString.Format([new("flow", flow), new("username", "alice"), new("password", Password)]))).Status);
        var consent = await PasswordAsync(page, Password);
        Assert.Equal(200, consent.Status);
        var old = QueryString.Format([new("flow", flow), new("csrf", Hidden(page.Text, "csrf")), new("decision", "allow")]);
        Assert.Equal(400, (await _sandbox.SendAsync("POST", "/signin/consent", old)).Status);
        Assert.Equal(302, (await PostAsync(consent, "/signin/consent", ("decision", "allow"))).Status);
        Assert.Equal(400, (await PostAsync(consent, "/signin/consent", ("decision", "allow"))).Status);
    }

    [Fact]
    public async Task Consent_without_a_password_is_refused() =>
        Assert.Equal(400, (await PostAsync(await OpenAsync(), "/signin/consent", ("decision", "allow"))).Status);

    [Fact]
    public async Task A_page_is_good_for_ten_minutes()
    {
        var page = await OpenAsync();
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(400, (await PasswordAsync(page, Password)).Status);
    }

    [Fact]
    public async Task Pages_can_not_be_framed_kept_sniffed_or_told_where_they_came_from_and_load_nothing()
    {
        var page = await OpenAsync();
        var nonce = Nonce().Match(page.Text).Groups[1].Value;
        Assert.Equal(
            $"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self' http://127.0.0.1:53682; base-uri 'none'; frame-ancestors 'none'",
            page.Headers.Get("Content-Security-Policy"));
        Assert.Equal(
            ("no-store", "no-referrer", "nosniff", "DENY"),
            (page.Headers.Get("Cache-Control"), page.Headers.Get("Referrer-Policy"), page.Headers.Get("X-Content-Type-Options"), page.Headers.Get("X-Frame-Options")));
        Assert.DoesNotContain("<script", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("(src|href|url)\\s*[=(]", page.Text);
        foreach (var input in new[] { "username", "password" })
        {
            Assert.Contains($"<label for=\"{input}\">", page.Text, StringComparison.Ordinal);
            Assert.Contains($"id=\"{input}\"", page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_clients_name_can_not_become_markup()
    {
        var client = await _sandbox.Oidc.RegisterClientAsync("<img src=x onerror=1>", ["sso:account:access"], [OidcGrant.DeviceCodeType], null, null, TestSandbox.Ct);
        var device = await _sandbox.Oidc.StartDeviceAuthorizationAsync(client, TestSandbox.StartUrl, TestSandbox.Ct);
        var consent = await PasswordAsync(await _sandbox.SendAsync("GET", device.VerificationUriComplete.PathAndQuery), Password);
        Assert.Contains("&lt;img src=x onerror=1&gt;", consent.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", consent.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client_id", "unknown")]
    [InlineData("redirect_uri", "http://127.0.0.1:53682/other")]
    [InlineData("redirect_uri", "http://localhost:53682/oauth/callback")]
    [InlineData("redirect_uri", "https://evil.example/oauth/callback")]
    [InlineData("redirect_uri", "http://127.0.0.1:53682@evil.example/oauth/callback")]
    public async Task A_wrong_client_or_redirect_uri_sends_the_browser_nowhere(string name, string value)
    {
        var answer = await _sandbox.SendAsync("GET", await AuthorizeTargetAsync((name, value)));
        Assert.Equal(400, answer.Status);
        Assert.Null(answer.Headers.Get("Location"));
    }

    [Theory]
    [InlineData("response_type", "token", "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge", "short", "invalid_request")]
    [InlineData("scopes", "openid", "invalid_scope")]
    public async Task Other_mistakes_go_back_to_the_client(string name, string value, string error)
    {
        var answer = await _sandbox.SendAsync("GET", await AuthorizeTargetAsync((name, value)));
        Assert.Equal((302, $"{TestSandbox.Callback}?error={error}&state=s"), (answer.Status, answer.Headers.Get("Location")));
    }

    // The AWS CLI sends `scopes`, granted and aws-sso-cli send OAuth's `scope`.
    [Theory]
    [InlineData("scope")]
    [InlineData("scopes")]
    public async Task Scopes_are_taken_under_both_names(string name) =>
        Assert.Equal(200, (await _sandbox.SendAsync("GET", await AuthorizeTargetAsync(("scopes", null), (name, "sso:account:access")))).Status);

    [Fact]
    public async Task A_device_code_is_asked_for_and_taken_without_regard_to_case_and_hyphen()
    {
        Assert.Contains("name=\"user_code\"", (await _sandbox.SendAsync("GET", "/device")).Text, StringComparison.Ordinal);
        Assert.Equal(400, (await _sandbox.SendAsync("GET", "/device?user_code=NOPE-NOPE")).Status);
        var device = await _sandbox.Oidc.StartDeviceAuthorizationAsync(await _sandbox.RegisterForDeviceAsync(), TestSandbox.StartUrl, TestSandbox.Ct);
        var typed = device.UserCode.ToLowerInvariant().Replace("-", "+", StringComparison.Ordinal);
        Assert.Equal(200, (await _sandbox.SendAsync("GET", "/device?user_code=" + typed)).Status);
    }

    [Theory]
    [InlineData("https://evil.example/authorize")]
    [InlineData("http://127.0.0.1:9/authorize")]
    [InlineData("http://oidc.eu-west-1.amazonaws.com/authorize")]
    public async Task The_approver_sends_a_password_to_nobody_else(string url)
    {
        using var browser = new HttpMessageInvoker(new WireMessageHandler((_, _) => throw new InvalidOperationException("it was sent")));
        await Assert.ThrowsAsync<SignInApprovalException>(() =>
            new SignInApprover(browser, TestSandbox.Url).ApproveAsync(new Uri(url), "alice", new Secret("x"), TestSandbox.Ct));
    }

    [Fact]
    public async Task The_approver_asks_the_sandbox_for_a_page_of_an_aws_host_and_says_when_it_fails()
    {
        using var browser = new HttpMessageInvoker(new WireMessageHandler(_sandbox.Server.HandleAsync));
        var target = await AuthorizeTargetAsync();
        var wrong = await Assert.ThrowsAsync<SignInApprovalException>(() => new SignInApprover(browser, TestSandbox.Url).ApproveAsync(
            new Uri("https://oidc.eu-west-1.amazonaws.com" + target), "alice", new Secret("wrong"), TestSandbox.Ct));
        Assert.DoesNotContain("wrong", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(_sandbox.Log, r => r is { Operation: "SignIn", Error: "WrongPassword", Status: 403 });
    }

    public void Dispose() => _sandbox.Dispose();

    private string Password => _sandbox.Server.PasswordOf("alice")!.Reveal();

    private async Task<WireResponse> OpenAsync() => await _sandbox.SendAsync("GET", await AuthorizeTargetAsync());

    private async Task<string> AuthorizeTargetAsync(params (string Name, string? Value)[] changes)
    {
        var client = await _sandbox.RegisterForCodeAsync();
        var url = _sandbox.Oidc.AuthorizeUrl(client, new Uri(TestSandbox.Callback), "s", TestSandbox.Pkce().Challenge, ["sso:account:access"]);
        var pairs = QueryString.Parse(url.Query.TrimStart('?')).ToList();
        foreach (var (name, value) in changes)
        {
            pairs.RemoveAll(p => p.Key == name);
            if (value is not null)
            {
                pairs.Add(new(name, value));
            }
        }

        return "/authorize?" + QueryString.Format(pairs);
    }

    private Task<WireResponse> PasswordAsync(WireResponse page, string password) => PostAsync(page, "/signin", ("username", "alice"), ("password", password));

    private Task<WireResponse> PostAsync(WireResponse page, string action, params (string Name, string Value)[] fields)
    {
        Assert.Contains("<form", page.Text, StringComparison.Ordinal);
        return _sandbox.SendAsync("POST", action, QueryString.Format(
        [
            new("flow", Hidden(page.Text, "flow")), new("csrf", Hidden(page.Text, "csrf")), .. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value)),
        ]));
    }

    private static string Hidden(string html, string name) => Regex.Match(html, $"type=\"hidden\" name=\"{name}\" value=\"([^\"]+)\"").Groups[1].Value;

    [GeneratedRegex("<style nonce=\"([^\"]+)\">")]
    private static partial Regex Nonce();
}
