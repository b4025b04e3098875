using Lanyard.Aws.Secrets;
using Lanyard.Aws.Wire;
using Lanyard.Credentials;
using Lanyard.Credentials.SignIn;

namespace Lanyard.Tests.Credentials.SignIn;

public class AuthorizationCallbackTests
{
    private readonly AuthorizationCallback _callback = new(new Secret("the-state"));

    [Theory]
    [InlineData(403, "GET", "localhost:5000", "/oauth/callback?state=the-state&code=c")]
    [InlineData(403, "GET", "evil.example.com", "/oauth/callback?state=the-state&code=c")]
    [InlineData(403, "GET", "127.0.0.1.evil.example.com:80", "/oauth/callback?state=the-state&code=c")]
    [InlineData(403, "GET", "127.0.0.1", "/oauth/callback?state=the-state&code=c")]
    [InlineData(403, "GET", "", "/oauth/callback?state=the-state&code=c")]
    [InlineData(404, "GET", "127.0.0.1:5000", "/?state=the-state&code=c")]
    [InlineData(404, "GET", "127.0.0.1:5000", "/oauth/callback/?state=the-state&code=c")]
    [InlineData(405, "POST", "127.0.0.1:5000", "/oauth/callback?state=the-state&code=c")]
    [InlineData(405, "HEAD", "127.0.0.1:5000", "/oauth/callback?state=the-state&code=c")]
    [InlineData(400, "GET", "127.0.0.1:5000", "/oauth/callback")]
    [InlineData(400, "GET", "127.0.0.1:5000", "/oauth/callback?code=c")]
    [InlineData(400, "GET", "127.0.0.1:5000", "/oauth/callback?state=&code=c")]
    [InlineData(400, "GET", "127.0.0.1:5000", "/oauth/callback?state=the-stat&code=c")]
    [InlineData(400, "GET", "127.0.0.1:5000", "/oauth/callback?state=THE-STATE&code=c")]
    [InlineData(400, "GET", "127.0.0.1:5000", "/oauth/callback?state=wrong&state=the-state&code=c")]
    [InlineData(400, "GET", "127.0.0.1:5000", "/oauth/callback?state=wrong&error=access_denied")]
    [InlineData(400, "GET", "127.0.0.1:5000", "/oauth/callback?state=the-state")]
    [InlineData(400, "GET", "127.0.0.1:5000", "/oauth/callback?state=the-state&code=")]
    public async Task Whatever_is_not_the_end_of_this_sign_in_is_answered_and_ignored(int status, string method, string host, string target)
    {
        Assert.Equal(status, Send(target, method, host).Status);
        Assert.False(_callback.Code.IsCompleted);

        // And the right one still wins.
        Assert.Equal(200, Send("/oauth/callback?code=right&state=the-state").Status);
        Assert.Equal("right", (await _callback.Code).Reveal());
    }

    [Fact]
    public async Task The_first_code_counts()
    {
        Send("/oauth/callback?state=the-state&code=a%2Bb");
        Send("/oauth/callback?state=the-state&code=second");
        Send("/oauth/callback?state=the-state&error=access_denied");
        Assert.Equal("a+b", (await _callback.Code).Reveal());
    }

    [Theory]
    [InlineData("access_denied", "(access_denied)")]
    [InlineData("<script>alert(1)</script>", "(unknown error)")]
    public async Task A_refusal_ends_the_sign_in_and_repeats_no_strangers_text(string error, string said)
    {
        var answer = Send("/oauth/callback?state=the-state&error=" + Uri.EscapeDataString(error) + "&error_description=visit+evil.example.com");
        var e = await Assert.ThrowsAsync<CredentialsException>(() => _callback.Code);
        Assert.Equal((ErrorCodes.SignInDenied, FailureKind.PersonMustAct), (e.Code, e.Kind));
        Assert.Contains(said, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", e.Message + answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("script", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/oauth/callback?state=the-state&code=c0de")]
    [InlineData("/oauth/callback?state=the-state&error=access_denied")]
    [InlineData("/oauth/callback?state=<img src=x>&code=c0de")]
    [InlineData("/nope<script>")]
    public void Every_page_runs_nothing_keeps_nothing_and_repeats_nothing(string target)
    {
        var answer = Send(target);
        Assert.Contains("default-src 'none'", answer.Headers.Get("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", answer.Headers.Get("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal(
            ("nosniff", "no-referrer", "no-store", "text/html; charset=utf-8"),
            (answer.Headers.Get("X-Content-Type-Options"), answer.Headers.Get("Referrer-Policy"), answer.Headers.Get("Cache-Control"), answer.Headers.Get("Content-Type")));
        Assert.DoesNotContain("c0de", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", answer.Text, StringComparison.Ordinal);
    }

    private WireResponse Send(string target, string method = "GET", string host = "127.0.0.1:5000") =>
        _callback.Handle(new WireRequest(method, target, host.Length == 0 ? WireHeaders.Empty : new WireHeaders(("Host", host)), Stream.Null));
}
