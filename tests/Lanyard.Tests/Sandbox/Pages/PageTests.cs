using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Tests.Sandbox.Pages;

/// <summary>The sandbox's page as a browser without scripts meets it.</summary>
public sealed partial class PageTests : IDisposable
{
    private const string Evil = "\"><script>alert(1)</script><img src=x onerror='alert(1)'>&amp;";

    private readonly TestSandbox _sandbox = new();

    [Fact]
    public async Task Without_a_secret_the_page_shows_what_it_is_and_nobody_in_it()
    {
        var page = await GetAsync("/");
        Assert.Equal(200, page.Status);
        Assert.Contains("imitation of AWS", page.Text, StringComparison.Ordinal);
        foreach (var hidden in new[] { "alice", TestSandbox.Dev, "staging", _sandbox.Server.PasswordOf("alice")!.Reveal() })
        {
            Assert.DoesNotContain(hidden, page.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("GET", "/_/portal")]
    [InlineData("GET", "/_/calls")]
    [InlineData("GET", "/_/calls/rows?after=0")]
    [InlineData("POST", "/_/keys")]
    [InlineData("POST", "/_/console")]
    [InlineData("POST", "/_/as")]
    [InlineData("POST", "/_/sign-out")]
    public async Task Without_a_secret_nothing_else_is_shown_or_done(string method, string target)
    {
        await _sandbox.StsAsync(_sandbox.Ci, "GetCallerIdentity");
        foreach (var cookie in new[] { "", "lanyard-sandbox-8181=", "lanyard-sandbox-8181=AAAA" })
        {
            var answer = await SendAsync(method, target, cookie, "user=alice&account=111111111111&role=Developer");
            Assert.Equal(403, answer.Status);
            Assert.DoesNotContain("GetCallerIdentity", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("ASIA", answer.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("wrong")]
    public async Task A_wrong_link_lets_nobody_in(string token)
    {
        var answer = await GetAsync("/?token=" + token);
        Assert.Equal((403, false), (answer.Status, answer.Headers.Contains("Set-Cookie")));
        Assert.Contains("role=\"alert\"", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_link_becomes_a_cookie_that_scripts_and_other_sites_can_not_use()
    {
        var answer = await GetAsync(Link());
        Assert.Equal((303, "/", "no-store"), (answer.Status, answer.Headers.Get("Location"), answer.Headers.Get("Cache-Control")));
        Assert.Matches("^lanyard-sandbox-8181=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Strict$", answer.Headers.Get("Set-Cookie"));
        var page = await GetAsync("/", await CookieAsync());
        Assert.Contains(_sandbox.Server.PasswordOf("alice")!.Reveal(), page.Text, StringComparison.Ordinal);
        Assert.Contains(TestSandbox.Prod, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_is_let_in_for_twelve_hours()
    {
        var cookie = await CookieAsync();
        _sandbox.Clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await GetAsync("/_/calls", cookie)).Status);
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(403, (await GetAsync("/_/calls", cookie)).Status);
    }

    [Theory]
    [InlineData("evil.example:8181")]
    [InlineData("sts.eu-west-1.amazonaws.com")]
    [InlineData("lanyard-sandbox.awsapps.com")]
    [InlineData("169.254.169.254")]
    public async Task Under_another_name_there_is_no_page(string host)
    {
        foreach (var target in new[] { "/", Link(), "/_/calls" })
        {
            var answer = await _sandbox.SendAsync(new WireRequest("GET", target, new WireHeaders(("Host", host), ("Cookie", await CookieAsync())), Stream.Null));
            Assert.DoesNotContain("<html", answer.Text, StringComparison.Ordinal);
            Assert.NotEqual(303, answer.Status);
        }
    }

    [Fact]
    public async Task Calls_to_AWS_at_the_root_are_still_calls_to_AWS()
    {
        Assert.Equal(200, (await _sandbox.StsAsync(_sandbox.Ci, "GetCallerIdentity")).Status);
        Assert.StartsWith("<ErrorResponse", (await _sandbox.SendAsync("GET", "/?Action=GetCallerIdentity&Version=2011-06-15")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<html", (await _sandbox.SendAsync("GET", "/", null, ("X-Amz-Date", "20260101T000000Z"))).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<html", (await _sandbox.SendAsync("POST", "/", "a=b")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task To_look_at_the_sandbox_is_no_call()
    {
        var cookie = await CookieAsync();
        await GetAsync("/", cookie);
        await GetAsync("/_/calls", cookie);
        await GetAsync("/_/calls/rows?after=0", cookie);
        await GetAsync("/favicon.ico");
        Assert.Empty(_sandbox.Log);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:9999")]
    [InlineData("https://127.0.0.1:8181")]
    [InlineData("http://evil.example")]
    public async Task A_form_of_another_page_is_refused(string? origin)
    {
        var cookie = await CookieAsync();
        foreach (var target in new[] { "/_/sign-in", "/_/as", "/_/keys", "/_/console", "/_/sign-out" })
        {
            var answer = await SendAsync("POST", target, cookie, "user=alice&username=alice", origin);
            Assert.Equal(403, answer.Status);
        }

        Assert.Empty(_sandbox.Log);
    }

    [Fact]
    public async Task Pages_load_nothing_and_can_not_be_framed_kept_or_sniffed()
    {
        var cookie = await SignedInAsync();
        foreach (var target in new[] { "/", "/_/portal", "/_/calls", "/_/nothing" })
        {
            var page = await GetAsync(target, cookie);
            var nonce = Nonce().Match(page.Text).Groups[1].Value;
            Assert.Equal(
                $"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                page.Headers.Get("Content-Security-Policy"));
            Assert.Equal(
                ("no-store", "same-origin", "nosniff", "DENY"),
                (page.Headers.Get("Cache-Control"), page.Headers.Get("Referrer-Policy"), page.Headers.Get("X-Content-Type-Options"), page.Headers.Get("X-Frame-Options")));
            Assert.DoesNotMatch("(src|url)\\s*[=(]| on[a-z]+=|href=\"(?![/#])", page.Text);
        }
    }

    [Fact]
    public async Task What_a_client_sent_can_not_become_markup()
    {
        var seed = SandboxSeed.Default with
        {
            Accounts = [.. SandboxSeed.Default.Accounts.Select(a => a with { Name = $"{a.Name}{Evil}" })],
            IdentityCenter = SandboxSeed.Default.IdentityCenter with { Users = [.. SandboxSeed.Default.IdentityCenter.Users.Select(u => u with { DisplayName = Evil })] },
        };
        using var sandbox = new TestSandbox(seed);
        await sandbox.StsAsync(sandbox.Developer, "AssumeRole", ("RoleArn", $"arn:aws:iam::333333333333:role/{Evil}"), ("RoleSessionName", "page"));
        var cookie = await SignedInAsync(sandbox);
        foreach (var target in new[] { "/", "/_/portal", $"/_/calls?find={Uri.EscapeDataString(Evil)}", "/_/calls" })
        {
            var page = await SendAsync("GET", target, cookie, null, sandbox: sandbox);
            Assert.Equal(200, page.Status);
            Parse(page);
            Assert.DoesNotContain("alert(1)<", page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("<img", page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Each_page_is_well_formed_has_a_title_a_language_one_heading_of_the_first_order_and_a_label_for_each_field()
    {
        await _sandbox.StsAsync(_sandbox.Ci, "GetCallerIdentity");
        var cookie = await SignedInAsync();
        WireResponse[] pages =
        [
            await GetAsync("/"), await GetAsync("/?token=x"), await GetAsync("/", cookie), await GetAsync("/_/portal", cookie), await GetAsync("/_/portal", await CookieAsync()),
            await GetAsync("/_/calls", cookie), await GetAsync("/_/nothing", cookie), await SendAsync("POST", "/_/keys", cookie, "account=111111111111&role=Developer"),
        ];
        foreach (var page in pages)
        {
            var html = Parse(page);
            Assert.Equal("en", html.Attribute("lang")?.Value);
            Assert.EndsWith("Lanyard sandbox", html.Descendants("title").Single().Value, StringComparison.Ordinal);
            Assert.Single(html.Descendants("h1"));
            Assert.Single(html.Descendants("main"));
            Assert.Single(html.Descendants("header"));
            var labels = html.Descendants("label").Select(l => l.Attribute("for")?.Value).ToHashSet();
            Assert.All(
                html.Descendants("input").Where(i => i.Attribute("type")?.Value is not ("hidden" or "checkbox")),
                input => Assert.Contains(input.Attribute("id")?.Value, labels));
            Assert.All(html.Descendants("th"), th => Assert.True(th.Attribute("scope") is not null));
            var ids = html.Descendants().Select(e => e.Attribute("id")?.Value).OfType<string>().ToArray();
            Assert.Equal(ids.Length, ids.Distinct().Count());
        }
    }

    public void Dispose() => _sandbox.Dispose();

    /// <summary>Reads a page as XML, which HTML of ours also is; scripts and styles aside, which are no XML.</summary>
    internal static XElement Parse(WireResponse page)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore };
        using var reader = XmlReader.Create(new StringReader(Programs().Replace(page.Text, "")), settings);
        return XDocument.Load(reader).Root!;
    }

    private string Link() => new Uri(_sandbox.Server.PageLink.Reveal()).PathAndQuery;

    private Task<WireResponse> GetAsync(string target, string cookie = "") => SendAsync("GET", target, cookie, null);

    private Task<string> CookieAsync() => PageBrowser.CookieAsync(_sandbox);

    private Task<string> SignedInAsync(TestSandbox? sandbox = null) => PageBrowser.SignedInAsync(sandbox ?? _sandbox);

    private Task<WireResponse> SendAsync(string method, string target, string cookie, string? form, string? origin = PageBrowser.Origin, TestSandbox? sandbox = null) =>
        PageBrowser.SendAsync(sandbox ?? _sandbox, method, target, cookie, form, origin);

    [GeneratedRegex("<style nonce=\"([^\"]+)\"")]
    private static partial Regex Nonce();

    [GeneratedRegex("<(style|script) nonce=\"[^\"]*\">.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Programs();
}
