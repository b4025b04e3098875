using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Sandbox.Pages;

/// <summary>What a browser sends to the sandbox's page.</summary>
internal static class PageBrowser
{
    public const string Origin = "http://127.0.0.1:8181";

    public static Task<WireResponse> SendAsync(TestSandbox sandbox, string method, string target, string cookie, string? form = null, string? origin = Origin)
    {
        List<(string, string)> headers = [];
        if (cookie.Length > 0)
        {
            headers.Add(("Cookie", cookie));
        }

        if (method == "POST" && origin is not null)
        {
            headers.Add(("Origin", origin));
        }

        return sandbox.SendAsync(method, target, method == "POST" ? form : null, [.. headers]);
    }

    /// <summary>Opens the link that the sandbox prints.</summary>
    public static async Task<string> CookieAsync(TestSandbox sandbox)
    {
        var answer = await SendAsync(sandbox, "GET", new Uri(sandbox.Server.PageLink.Reveal()).PathAndQuery, "");
        return answer.Headers.Get("Set-Cookie")!.Split(';')[0];
    }

    /// <summary>Opens the link, and signs alice in to the portal.</summary>
    public static async Task<string> SignedInAsync(TestSandbox sandbox)
    {
        var cookie = await CookieAsync(sandbox);
        var answer = await SendAsync(sandbox, "POST", "/_/as", cookie, "user=alice");
        Assert.Equal((303, "/_/portal"), (answer.Status, answer.Headers.Get("Location")));
        return cookie;
    }
}
