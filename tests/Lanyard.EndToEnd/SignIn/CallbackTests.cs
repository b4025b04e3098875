using System.Net;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.SignIn;

/// <summary>The loopback address that waits for the browser is open to every program and web page on the machine.</summary>
public sealed class CallbackTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task A_stray_request_is_answered_and_does_not_end_the_sign_in()
    {
        using var home = new UserHome(sandbox);
        await using var login = home.StartLanyard("login", "--profile", "dev", "--no-browser");
        var page = new Uri(await BrowserFixture.AddressAsync(login));
        var query = page.Query.TrimStart('?').Split('&').Select(p => p.Split('=')).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1]));
        var callback = new Uri(query["redirect_uri"]);
        var state = Uri.EscapeDataString(query["state"]);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });

        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(HttpMethod.Get, "?code=stolen"));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(HttpMethod.Get, "?code=stolen&state=wrong"));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(HttpMethod.Get, "?error=access_denied&state=wrong"));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(HttpMethod.Get, $"?state={state}"));
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(HttpMethod.Get, "/more?code=stolen&state=" + state));
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(HttpMethod.Get, "/../../favicon.ico"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, await SendAsync(HttpMethod.Post, $"?code=stolen&state={state}"));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(HttpMethod.Get, $"?code=stolen&state={state}", "rebound.example.com"));

        // It still waits, and the real answer ends it.
        var approve = await home.RunAsync(home.Environment["BROWSER"], page.OriginalString);
        approve.Succeeded();
        (await login.EndAsync()).Succeeded();

        async Task<HttpStatusCode> SendAsync(HttpMethod method, string rest, string? host = null)
        {
            using var request = new HttpRequestMessage(method, callback + rest);
            request.Headers.Host = host;
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_login_that_is_interrupted_ends_and_leaves_nothing()
    {
        using var home = new UserHome(sandbox);
        await using var login = home.StartLanyard("login", "--profile", "dev", "--no-browser");
        await BrowserFixture.AddressAsync(login);

        await login.SignalAsync("INT");

        (await login.EndAsync()).EndedWith(130);
        Assert.Contains("[SSO_TOKEN_MISSING]", (await home.LanyardAsync("whoami", "--profile", "dev")).EndedWith(4).Error, StringComparison.Ordinal);
    }
}
