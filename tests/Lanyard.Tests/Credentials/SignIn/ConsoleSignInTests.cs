using System.Text;
using Lanyard.Aws.Wire;
using Lanyard.Credentials;
using Lanyard.Credentials.SignIn;
using Lanyard.Sandbox.SignIn;

namespace Lanyard.Tests.Credentials.SignIn;

public sealed class ConsoleSignInTests : IDisposable
{
    private readonly TestAws _aws = new();
    private readonly List<string> _said = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Uri Page => new(string.Join('\n', _said).Split('\n').Select(l => l.Trim()).Last(l => l.StartsWith("http", StringComparison.Ordinal)));

    public void Dispose() => _aws.Dispose();

    [Fact]
    public async Task A_browser_sign_in_gives_credentials_of_who_was_chosen_and_the_means_to_renew_them()
    {
        var signedIn = await SignIn(_aws.ApproveAsync).WithBrowserAsync("eu-west-1", _aws.StartHost, Ct);

        var token = signedIn.Token;
        Assert.Matches("^arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Developer_[0-9a-f]{16}/alice$", signedIn.Session);
        Assert.Equal(signedIn.Session, await _aws.ArnOfAsync(token.Credentials));
        Assert.Equal(("111111111111", _aws.Time.GetUtcNow().AddMinutes(15)), (token.Credentials.AccountId, token.Credentials.Expiration));
        Assert.Equal(("arn:aws:signin:::devtools/same-device", "aws_sigv4", "eu-west-1", true), (token.ClientId, token.TokenType, token.Region, token.CanRefresh));
        Assert.StartsWith("-----BEGIN EC PRIVATE KEY-----", token.Key!.Reveal(), StringComparison.Ordinal);
        Assert.False(_aws.IsHosting);

        // The parameters of the AWS CLI's request (awscli/customizations/login).
        var query = QueryString.Parse(Page.Query.TrimStart('?'));
        Assert.Equal("/v1/authorize", Page.AbsolutePath);
        Assert.Equal(["client_id", "code_challenge", "code_challenge_method", "redirect_uri", "response_type", "scope", "state"], query.Select(p => p.Key).Order());
        Assert.Equal(("SHA-256", "openid", "code"), (QueryString.Get(query, "code_challenge_method"), QueryString.Get(query, "scope"), QueryString.Get(query, "response_type")));
        Assert.Matches("^http://127\\.0\\.0\\.1:[0-9]+/oauth/callback$", QueryString.Get(query, "redirect_uri"));
        Assert.True(Guid.TryParseExact(QueryString.Get(query, "state"), "D", out var state) && state.Version == 4);
    }

    [Fact]
    public async Task A_code_carried_from_another_device_signs_in_too_and_a_wrong_one_is_asked_for_again()
    {
        var answers = 0;
        var signedIn = await SignIn(null).WithCarriedCodeAsync("eu-west-1", question =>
        {
            Assert.Contains("not shown", question, StringComparison.Ordinal);
            return answers++ switch
            {
                0 => "what is this?",
                1 => Convert.ToBase64String(Encoding.UTF8.GetBytes("state=another&code=theirs")),
                _ => " " + CarryAsync(Page).GetAwaiter().GetResult() + "\n",
            };
        }, Ct);

        Assert.Equal(signedIn.Session, await _aws.ArnOfAsync(signedIn.Token.Credentials));
        Assert.Equal(("arn:aws:signin:::devtools/cross-device", true), (signedIn.Token.ClientId, signedIn.Token.CanRefresh));
        Assert.Equal(2, _said.Count(s => s.StartsWith("That is not the code", StringComparison.Ordinal)));
        Assert.False(_aws.IsHosting);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public async Task Without_a_good_code_the_sign_in_ends(int answers)
    {
        var e = await Assert.ThrowsAsync<CredentialsException>(() => SignIn(null).WithCarriedCodeAsync("eu-west-1", _ => answers-- > 0 ? "no" : null, Ct));
        Assert.Equal((ErrorCodes.SignInDenied, FailureKind.PersonMustAct, "lanyard login --console --profile me"), (e.Code, e.Kind, e.Fix));
        Assert.DoesNotContain(_aws.Calls, c => c.Operation == "CreateOAuth2Token");
    }

    [Fact]
    public async Task A_sign_in_that_is_turned_down_or_that_nobody_finishes_says_how_to_begin_again()
    {
        var denied = await Assert.ThrowsAsync<CredentialsException>(() => SignIn(async (page, _) =>
        {
            var query = QueryString.Parse(page.Query.TrimStart('?'));
            var back = new Uri(QueryString.Get(query, "redirect_uri")!);
            await _aws.AskHost(new WireRequest("GET", $"{back.AbsolutePath}?error=access_denied&state={QueryString.Get(query, "state")}", new WireHeaders(("Host", back.Authority)), Stream.Null));
            return true;
        }).WithBrowserAsync("eu-west-1", _aws.StartHost, Ct));
        Assert.Equal((ErrorCodes.SignInDenied, "lanyard login --console --profile me"), (denied.Code, denied.Fix));

        var waiting = SignIn((_, _) => Task.FromResult(true)).WithBrowserAsync("eu-west-1", _aws.StartHost, Ct);
        _aws.Advance(TimeSpan.FromMinutes(10));
        var late = await Assert.ThrowsAsync<CredentialsException>(() => waiting);
        Assert.Equal((ErrorCodes.SignInTimeout, "lanyard login --console --profile me"), (late.Code, late.Fix));
    }

    [Fact]
    public async Task A_code_of_somebody_elses_sign_in_is_of_no_use_here()
    {
        // Who has the state may send a code that was made for another challenge.
        var theirs = "";
        await SignIn(async (page, stop) =>
        {
            theirs = QueryString.Get(QueryString.Parse((await CalledBackAsync(page)).TrimStart('?')), "code")!;
            return await _aws.ApproveAsync(page, stop);
        }).WithBrowserAsync("eu-west-1", _aws.StartHost, Ct);
        var e = await Assert.ThrowsAsync<CredentialsException>(() => SignIn(async (page, _) =>
        {
            var query = QueryString.Parse(page.Query.TrimStart('?'));
            var back = new Uri(QueryString.Get(query, "redirect_uri")!);
            await _aws.AskHost(new WireRequest("GET", $"{back.AbsolutePath}?code={theirs}&state={QueryString.Get(query, "state")}", new WireHeaders(("Host", back.Authority)), Stream.Null));
            return true;
        }).WithBrowserAsync("eu-west-1", _aws.StartHost, Ct));
        Assert.Contains("INVALID_REQUEST", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(theirs, e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AUTHCODE_EXPIRED", 401, ErrorCodes.SignInTimeout, FailureKind.PersonMustAct, "lanyard login --console --profile me")]
    [InlineData("INSUFFICIENT_PERMISSIONS", 403, ErrorCodes.LoginSessionDenied, FailureKind.RefusedByAws, "SignInLocalDevelopmentAccess")]
    [InlineData("SOMETHING_ELSE", 403, ErrorCodes.AwsError, FailureKind.RefusedByAws, "SOMETHING_ELSE")]
    public async Task What_aws_refuses_is_said_with_the_way_out(string reason, int status, string code, FailureKind kind, string fix)
    {
        _aws.Fault = request => request.Path == "/v1/token" ? Refusal(reason, status) : null;
        var e = await Assert.ThrowsAsync<CredentialsException>(() => SignIn(_aws.ApproveAsync).WithBrowserAsync("eu-west-1", _aws.StartHost, Ct));
        Assert.Equal((code, kind), (e.Code, e.Kind));
        Assert.Contains(fix, e.Fix, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a token")]
    [InlineData("e30.e30.e30")]
    [InlineData("e30.eyJzdWIiOiJhbGljZSJ9.e30")]
    public async Task An_answer_that_does_not_say_who_signed_in_is_none(string idToken)
    {
        _aws.Fault = request => request.Path == "/v1/token"
            ? WireResponse.OfText(200, "application/json", $$"""{"accessToken":{"accessKeyId":"A","secretAccessKey":"s","sessionToken":"t"},"expiresIn":900,"refreshToken":"r","idToken":"{{idToken}}"}""")
            : null;
        var e = await Assert.ThrowsAsync<CredentialsException>(() => SignIn(_aws.ApproveAsync).WithBrowserAsync("eu-west-1", _aws.StartHost, Ct));
        Assert.Contains("who signed in", e.Message, StringComparison.Ordinal);
    }

    internal static WireResponse Refusal(string reason, int status) =>
        WireResponse.OfText(status, "application/json", $$"""{"error":"{{reason}}","message":"no"}""").With("X-Amzn-ErrorType", "AccessDeniedException");

    private ConsoleSignIn SignIn(Func<Uri, CancellationToken, Task<bool>>? open) => new(_aws.Client, _aws.Endpoints, new SignInPerson(open, _said.Add), "me");

    private async Task<string> CarryAsync(Uri page) =>
        (await new SignInApprover(_aws.Http, TestAws.Url).ApproveAsync(page, "alice", _aws.Server.PasswordOf("alice")!, Ct)).CarriedCode!.Reveal();

    // Approves a page and keeps what would have gone to the waiting program.
    private async Task<string> CalledBackAsync(Uri page)
    {
        var query = "";
        using var browser = new HttpMessageInvoker(new WireMessageHandler(async (request, stop) =>
        {
            if (request.Path == AuthorizationCallback.Path)
            {
                query = request.Query;
                return WireResponse.OfText(200, "text/plain", "");
            }

            return await _aws.Server.HandleAsync(request, stop);
        }));
        await new SignInApprover(browser, TestAws.Url).ApproveAsync(page, "alice", _aws.Server.PasswordOf("alice")!, Ct);
        return query;
    }
}
