using System.Text.RegularExpressions;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Sandbox.Pages;

/// <summary>The access portal on the sandbox's page: who gets in, what it shows them, and the keys that it gives out.</summary>
public sealed class PortalPageTests : IDisposable
{
    private readonly TestSandbox _sandbox = new();

    [Fact]
    public async Task A_user_signs_in_by_password_and_sees_their_own_accounts_alone()
    {
        var password = _sandbox.Server.PasswordOf("alice")!.Reveal();
        var answer = await PostAsync("/_/sign-in", "", QueryString.Format([new("username", "alice"), new("password", password)]));
        Assert.Equal((303, "/_/portal"), (answer.Status, answer.Headers.Get("Location")));
        var cookie = answer.Headers.Get("Set-Cookie")!.Split(';')[0];

        var portal = await GetAsync("/_/portal", cookie);
        Assert.Equal(["dev", "staging", "prod"], PageTests.Parse(portal).Descendants("h2").Select(h => h.Value));
        Assert.DoesNotContain("999999999999", portal.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(password, (await GetAsync("/", cookie)).Text, StringComparison.Ordinal);
        Assert.Equal(403, (await GetAsync("/_/calls", cookie)).Status);
        Assert.Equal(403, (await GetAsync("/_/calls/rows?after=0", cookie)).Status);
        Assert.Equal(404, (await PostAsync("/_/as", cookie, "user=alice")).Status);
    }

    [Theory]
    [InlineData("alice", "wrong")]
    [InlineData("alice", "")]
    [InlineData("mallory", "wrong")]
    public async Task A_wrong_name_or_password_is_told_alike(string userName, string password)
    {
        var answer = await PostAsync("/_/sign-in", "", QueryString.Format([new("username", userName), new("password", password)]));
        Assert.Equal((403, false), (answer.Status, answer.Headers.Contains("Set-Cookie")));
        Assert.Contains("The user name or password is wrong.", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_shown_in_each_form_are_good_and_are_in_the_log()
    {
        var cookie = await PageBrowser.SignedInAsync(_sandbox);
        var page = await PostAsync("/_/keys", cookie, "account=111111111111&role=Developer");
        var html = PageTests.Parse(page);
        var snippets = html.Descendants("pre").ToDictionary(p => p.Attribute("id")!.Value, p => p.Value);
        Assert.Equal(["bash", "commands", "config", "credentials", "powershell"], snippets.Keys.Order());
        Assert.Equal(snippets.Keys.Order(), html.Descendants("button").Select(b => b.Attribute("data-copy")?.Value).OfType<string>().Order());
        Assert.DoesNotContain("aws_secret", snippets["config"], StringComparison.Ordinal);

        var key = new AwsCredentials(
            Value(snippets["bash"], "AWS_ACCESS_KEY_ID"), new Secret(Value(snippets["bash"], "AWS_SECRET_ACCESS_KEY")), new Secret(Value(snippets["bash"], "AWS_SESSION_TOKEN")));
        Assert.Contains("AWSReservedSSO_Developer", TestSandbox.Xml(await _sandbox.StsAsync(key, "GetCallerIdentity"), "Arn"), StringComparison.Ordinal);
        Assert.Contains(_sandbox.Log, r => r is { Service: "sso", Operation: "GetRoleCredentials", Status: 200 });
    }

    [Theory]
    [InlineData("account=333333333333&role=Developer", "ForbiddenException")]
    [InlineData("account=000000000000&role=Developer", "ResourceNotFoundException")]
    [InlineData("account=x&role=y", "InvalidRequestException")]
    [InlineData("", "InvalidRequestException")]
    public async Task No_keys_are_given_for_what_the_user_may_not_enter(string form, string code)
    {
        var cookie = await PageBrowser.SignedInAsync(_sandbox);
        foreach (var target in new[] { "/_/keys", "/_/console" })
        {
            var answer = await PostAsync(target, cookie, form.Length == 0 ? "a=b" : form);
            Assert.InRange(answer.Status, 400, 404);
            Assert.Contains(code, answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_console_says_who_where_and_until_when()
    {
        var cookie = await PageBrowser.SignedInAsync(_sandbox);
        var answer = await PostAsync("/_/console", cookie, "account=222222222222&role=Developer");
        Assert.Equal(303, answer.Status);
        var page = await GetAsync(answer.Headers.Get("Location")!, cookie);
        Assert.Equal(200, page.Status);
        Assert.Matches("arn:aws:sts::222222222222:assumed-role/AWSReservedSSO_Developer_[0-9a-f]+/alice", page.Text);
        Assert.Contains("staging (222222222222)", page.Text, StringComparison.Ordinal);
        Assert.Contains("https://console.aws.amazon.com/", page.Text, StringComparison.Ordinal);
        var until = DateTimeOffset.Parse(Regex.Match(page.Text, "<dt>Until</dt><dd>([0-9: -]+) UTC").Groups[1].Value + "Z", System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(until - _sandbox.Clock.Now, TimeSpan.FromMinutes(59), TimeSpan.FromHours(12));
    }

    [Fact]
    public async Task Who_signed_out_gets_no_more_keys()
    {
        var cookie = await PageBrowser.SignedInAsync(_sandbox);
        Assert.Equal(303, (await PostAsync("/_/sign-out", cookie, "a=b")).Status);
        Assert.Contains(_sandbox.Log, r => r is { Service: "sso", Operation: "Logout", Status: 200 });
        Assert.Equal((303, "/_/portal"), (await PostAsync("/_/keys", cookie, "account=111111111111&role=Developer")) is var answer ? (answer.Status, answer.Headers.Get("Location")) : default);
        Assert.Contains("Nobody is signed in", (await GetAsync("/_/portal", cookie)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_came_by_password_is_out_altogether_after_signing_out()
    {
        var signIn = await PostAsync("/_/sign-in", "", QueryString.Format([new("username", "alice"), new("password", _sandbox.Server.PasswordOf("alice")!.Reveal())]));
        var cookie = signIn.Headers.Get("Set-Cookie")!.Split(';')[0];
        await PostAsync("/_/sign-out", cookie, "a=b");
        Assert.Equal(403, (await GetAsync("/_/portal", cookie)).Status);
    }

    [Fact]
    public async Task A_sign_in_that_has_ended_is_told()
    {
        var cookie = await PageBrowser.SignedInAsync(_sandbox);
        _sandbox.Clock.Advance(TimeSpan.FromHours(11));
        var answer = await PostAsync("/_/keys", cookie, "account=111111111111&role=Developer");
        Assert.Equal(401, answer.Status);
        Assert.Contains("sign-in has ended", answer.Text, StringComparison.Ordinal);
    }

    public void Dispose() => _sandbox.Dispose();

    private Task<WireResponse> GetAsync(string target, string cookie) => PageBrowser.SendAsync(_sandbox, "GET", target, cookie);

    private Task<WireResponse> PostAsync(string target, string cookie, string form) => PageBrowser.SendAsync(_sandbox, "POST", target, cookie, form);

    private static string Value(string snippet, string name) => Regex.Match(snippet, $"{name}=\"([^\"]+)\"").Groups[1].Value;
}
