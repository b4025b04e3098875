using System.Security.Cryptography;
using System.Text;
using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;
using Lanyard.Aws.Wire;
using Lanyard.Credentials;
using Lanyard.Credentials.SignIn;

namespace Lanyard.Tests.Credentials.SignIn;

public sealed class IdentityCenterSignInTests : IDisposable
{
    private readonly TestAws _aws = new();
    private readonly List<string> _said = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _aws.Dispose();

    [Fact]
    public async Task A_browser_sign_in_ends_with_a_token_that_can_be_renewed_where_sdks_look_for_it()
    {
        Uri? page = null;
        var token = await SignIn(async (url, stop) =>
        {
            page = url;
            Assert.True(_aws.IsHosting);
            return await _aws.ApproveAsync(url, stop);
        }).WithBrowserAsync(TestAws.Corp, _aws.StartHost, Ct);

        Assert.Equal(["RegisterClient", "CreateToken"], _aws.Calls.Where(c => c.Service == "sso-oauth" || c.Operation is "RegisterClient" or "CreateToken").Select(c => c.Operation));
        Assert.Equal(_aws.Time.GetUtcNow().AddHours(8), token.ExpiresAt);
        var kept = _aws.Tokens.Find(TestAws.Corp)!;
        Assert.Equal((token.AccessToken.Reveal(), token.RefreshToken!.Reveal()), (kept.AccessToken.Reveal(), kept.RefreshToken!.Reveal()));
        Assert.Equal((TestAws.StartUrl, "eu-west-1"), (kept.StartUrl, kept.Region));
        Assert.True(kept.CanRefresh(_aws.Time.GetUtcNow()));

        var query = QueryString.Parse(page!.Query.TrimStart('?'));
        Assert.Equal("S256", QueryString.Get(query, "code_challenge_method"));
        Assert.StartsWith("http://127.0.0.1:", QueryString.Get(query, "redirect_uri"), StringComparison.Ordinal);
        Assert.Equal(43, QueryString.Get(query, "state")!.Length);
        Assert.Contains(page.OriginalString, string.Join('\n', _said), StringComparison.Ordinal);

        // The listener goes with the sign-in.
        Assert.False(_aws.IsHosting);
    }

    [Fact]
    public async Task The_next_sign_in_uses_the_client_that_is_registered_and_fresh_secrets()
    {
        var pages = new List<Uri>();
        for (var i = 0; i < 2; i++)
        {
            await SignIn((url, stop) =>
            {
                pages.Add(url);
                return _aws.ApproveAsync(url, stop);
            }).WithBrowserAsync(TestAws.Corp, _aws.StartHost, Ct);
        }

        Assert.Single(_aws.Calls, c => c.Operation == "RegisterClient");
        foreach (var secret in new[] { "state", "code_challenge" })
        {
            Assert.Equal(2, pages.Select(p => QueryString.Get(QueryString.Parse(p.Query.TrimStart('?')), secret)).Distinct().Count());
        }
    }

    [Fact]
    public async Task Without_a_browser_the_page_is_printed_and_awaited()
    {
        var signingIn = SignIn(null).WithBrowserAsync(TestAws.Corp, _aws.StartHost, Ct);
        var page = new Uri(Assert.Single(_said).Split("  ")[^1]);
        Assert.False(signingIn.IsCompleted);
        await _aws.ApproveAsync(page, Ct);
        await signingIn;
    }

    [Fact]
    public async Task A_sign_in_that_nobody_finishes_ends_after_ten_minutes()
    {
        var signingIn = SignIn((_, _) => Task.FromResult(true)).WithBrowserAsync(TestAws.Corp, _aws.StartHost, Ct);
        _aws.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.False(signingIn.IsCompleted);
        _aws.Advance(TimeSpan.FromSeconds(1));
        var e = await Assert.ThrowsAsync<CredentialsException>(() => signingIn);
        Assert.Equal((ErrorCodes.SignInTimeout, FailureKind.PersonMustAct), (e.Code, e.Kind));
        Assert.Null(_aws.Tokens.Find(TestAws.Corp));
        Assert.False(_aws.IsHosting);
    }

    [Fact]
    public async Task A_sign_in_that_is_turned_down_in_the_browser_is_denied()
    {
        var signingIn = SignIn(async (page, _) =>
        {
            var query = QueryString.Parse(page.Query.TrimStart('?'));
            var back = new Uri(QueryString.Get(query, "redirect_uri")!);
            await _aws.AskHost(new WireRequest("GET", $"{back.AbsolutePath}?error=access_denied&state={QueryString.Get(query, "state")}", new WireHeaders(("Host", back.Authority)), Stream.Null));
            return true;
        }).WithBrowserAsync(TestAws.Corp, _aws.StartHost, Ct);
        Assert.Equal(ErrorCodes.SignInDenied, (await Assert.ThrowsAsync<CredentialsException>(() => signingIn)).Code);
        Assert.Null(_aws.Tokens.Find(TestAws.Corp));
    }

    [Fact]
    public async Task A_code_that_was_slipped_in_is_useless_without_our_verifier()
    {
        // Somebody who saw the state sends a code of their own making.
        var signingIn = SignIn(async (page, _) =>
        {
            var query = QueryString.Parse(page.Query.TrimStart('?'));
            var back = new Uri(QueryString.Get(query, "redirect_uri")!);
            await _aws.AskHost(new WireRequest("GET", $"{back.AbsolutePath}?code=theirs&state={QueryString.Get(query, "state")}", new WireHeaders(("Host", back.Authority)), Stream.Null));
            return true;
        }).WithBrowserAsync(TestAws.Corp, _aws.StartHost, Ct);
        await Assert.ThrowsAsync<CredentialsException>(() => signingIn);
        Assert.Null(_aws.Tokens.Find(TestAws.Corp));
    }

    [Fact]
    public async Task A_device_code_is_asked_about_every_interval_until_it_is_approved()
    {
        Uri? page = null;
        var polls = 0;
        _aws.Before = async (request, pass) =>
        {
            if (request.Path == "/token" && ++polls == 4)
            {
                await _aws.ApproveAsync(page!, Ct);
            }

            return await pass();
        };
        var signingIn = SignIn((url, _) =>
        {
            page = url;
            return Task.FromResult(true);
        }).WithDeviceCodeAsync(TestAws.Corp, Ct);
        await PlayAsync(signingIn);
        Assert.NotNull((await signingIn).RefreshToken);
        Assert.Equal(["AuthorizationPendingException", "AuthorizationPendingException", "AuthorizationPendingException", ""], Errors());
        var code = QueryString.Get(QueryString.Parse(page!.Query.TrimStart('?')), "user_code")!;
        Assert.Contains($"It must show this code: {code}", string.Join('\n', _said), StringComparison.Ordinal);
        Assert.Equal([1.0, 1.0, 1.0], Gaps());
        Assert.NotNull(_aws.Tokens.Find(TestAws.Corp));
    }

    // RFC 8628, section 3.5: after slow_down the interval grows by 5 seconds for this and all later requests.
    [Fact]
    public async Task Told_to_slow_down_the_interval_grows_for_good()
    {
        Uri? page = null;
        var polls = 0;
        _aws.Before = async (request, pass) =>
        {
            if (request.Path != "/token")
            {
                return await pass();
            }

            // A poll out of turn, as a second copy of us would send it: the next one is told to slow down.
            if (++polls == 2)
            {
                var body = await request.ReadBodyAsync(1 << 20, Ct);
                await _aws.Server.HandleAsync(new WireRequest(request.Method, request.Target, request.Headers, body), Ct);
                return await _aws.Server.HandleAsync(new WireRequest(request.Method, request.Target, request.Headers, body), Ct);
            }

            if (polls == 4)
            {
                await _aws.ApproveAsync(page!, Ct);
            }

            return await pass();
        };
        var signingIn = SignIn((url, _) =>
        {
            page = url;
            return Task.FromResult(true);
        }).WithDeviceCodeAsync(TestAws.Corp, Ct);
        await PlayAsync(signingIn);
        await signingIn;
        Assert.Equal(["AuthorizationPendingException", "AuthorizationPendingException", "SlowDownException", "AuthorizationPendingException", ""], Errors());
        Assert.Equal([1.0, 0.0, 6.0, 6.0], Gaps());
    }

    [Fact]
    public async Task A_device_code_that_nobody_approves_expires()
    {
        var signingIn = SignIn(null).WithDeviceCodeAsync(TestAws.Corp, Ct);
        await PlayAsync(signingIn);
        var e = await Assert.ThrowsAsync<CredentialsException>(() => signingIn);
        Assert.Equal((ErrorCodes.SignInTimeout, FailureKind.PersonMustAct), (e.Code, e.Kind));
        Assert.Null(_aws.Tokens.Find(TestAws.Corp));
    }

    [Fact]
    public async Task A_device_code_that_is_turned_down_is_denied()
    {
        _aws.Fault = request => request.Path == "/token"
            ? WireResponse.OfText(400, "application/json", """{"error":"access_denied"}""").With("X-Amzn-ErrorType", "AccessDeniedException")
            : null;
        var signingIn = SignIn(null).WithDeviceCodeAsync(TestAws.Corp, Ct);
        await PlayAsync(signingIn);
        Assert.Equal(ErrorCodes.SignInDenied, (await Assert.ThrowsAsync<CredentialsException>(() => signingIn)).Code);
    }

    [Fact]
    public async Task A_client_that_aws_has_forgotten_is_registered_anew()
    {
        var endpoint = ServiceEndpoint.Find(AwsService.SsoOidc, TestAws.Corp.Region, new EndpointSettings(), null).Url;
        _aws.Tokens.KeepRegistration(
            TestAws.Corp, endpoint, new OidcClientRegistration("forgotten", new Secret("s"), _aws.Time.GetUtcNow().AddDays(80)),
            [OidcGrant.DeviceCodeType, OidcGrant.RefreshTokenType]);
        var signingIn = SignIn(_aws.ApproveAsync).WithDeviceCodeAsync(TestAws.Corp, Ct);
        await PlayAsync(signingIn);
        Assert.NotEqual("forgotten", (await signingIn).Registration!.ClientId);
    }

    [Fact]
    public async Task The_clients_of_browser_and_device_sign_ins_are_not_mixed()
    {
        await _aws.SignInAsync();
        var signingIn = SignIn(_aws.ApproveAsync).WithDeviceCodeAsync(TestAws.Corp, Ct);
        await PlayAsync(signingIn);
        await signingIn;
        Assert.Single(_aws.Calls, c => c.Operation == "RegisterClient");
    }

    [Fact]
    public async Task A_start_url_that_the_region_does_not_know_is_an_error_of_aws()
    {
        var e = await Assert.ThrowsAsync<CredentialsException>(
            () => SignIn(null).WithDeviceCodeAsync(TestAws.Corp with { StartUrl = "https://elsewhere.awsapps.com/start" }, Ct));
        Assert.Equal(ErrorCodes.AwsError, e.Code);
        e = await Assert.ThrowsAsync<CredentialsException>(() => SignIn(null).WithDeviceCodeAsync(TestAws.Corp with { Region = "not a region" }, Ct));
        Assert.Equal(ErrorCodes.SettingInvalid, e.Code);
    }

    [Fact]
    public void A_challenge_is_the_digest_of_its_verifier()
    {
        var pkce = Pkce.Create();
        Assert.Equal(43, pkce.Verifier.Reveal().Length);
        Assert.Equal(
            Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(pkce.Verifier.Reveal()))).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
            pkce.Challenge);
        Assert.NotEqual(pkce.Challenge, Pkce.Create().Challenge);
    }

    private IdentityCenterSignIn SignIn(Func<Uri, CancellationToken, Task<bool>>? browser) =>
        new(_aws.Client, _aws.Endpoints, _aws.Tokens, new SignInPerson(browser, _said.Add));

    /// <summary>Moves both clocks on until the work is done.</summary>
    private async Task PlayAsync(Task work)
    {
        while (!work.IsCompleted)
        {
            if (_aws.Time.UntilNextTimer() is { } wait && wait < TimeSpan.FromMinutes(1))
            {
                _aws.ServerTime.Advance(wait);
                _aws.Time.Advance(wait);
            }
            else
            {
                await Task.WhenAny(work, Task.Delay(1, Ct));
            }
        }
    }

    private string[] Errors() => [.. Polls().Select(p => p.Error ?? "")];

    private double[] Gaps()
    {
        var times = Polls().Select(p => p.Time).ToArray();
        return [.. times.Skip(1).Zip(times, (later, earlier) => (later - earlier).TotalSeconds)];
    }

    private IEnumerable<Lanyard.Sandbox.CallRecord> Polls() => _aws.Calls.Where(c => c.Operation == "CreateToken");
}
