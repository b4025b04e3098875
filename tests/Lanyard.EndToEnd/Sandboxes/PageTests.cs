using System.Text.Json;
using Lanyard.EndToEnd.RealClients;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.SignIn;
using Microsoft.Playwright;

namespace Lanyard.EndToEnd.Sandboxes;

/// <summary>The sandbox's page in Chromium: as a person uses it with a mouse, by keyboard, without scripts, on a narrow screen, and by axe.</summary>
public sealed class PageTests(SandboxFixture sandbox, BrowserFixture browser) : IClassFixture<SandboxFixture>
{
    private const string Role = "arn:aws:iam::333333333333:role/locked";

    [Fact]
    public async Task A_person_copies_keys_that_another_client_uses_and_sees_its_calls_come_up_with_the_reason()
    {
        var page = await SignedInAsync();
        Assert.DoesNotContain("token", page.Url, StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Access keys: Developer in dev" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Access keys for Developer in dev" }).WaitForAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "Bash, zsh" }).GetByRole(AriaRole.Button, new() { Name = "Copy" }).ClickAsync();
        await page.GetByText("Copied: Bash, zsh").WaitForAsync();
        var copied = await page.EvaluateAsync<string>("navigator.clipboard.readText()");
        await page.GetByRole(AriaRole.Link, new() { Name = "Calls" }).ClickAsync();
        await page.GetByText("come up here by themselves").WaitForAsync();

        using var home = new UserHome();
        var arn = (await WithKeysAsync(home, copied, "sts get-caller-identity --query Arn --output text")).Succeeded().Out;
        Assert.StartsWith("arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Developer_", arn, StringComparison.Ordinal);
        (await WithKeysAsync(home, copied, $"sts assume-role --role-arn {Role} --role-session-name live")).EndedWith(254);

        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "sts:AssumeRole" }).Filter(new() { HasText = "AccessDenied" }).First;
        await row.GetByText("Denied, not allowed").WaitForAsync();
        Assert.Contains("sts:AssumeRole on " + Role, await row.InnerTextAsync(), StringComparison.Ordinal);
        await ShootAsync(page, "sandbox-calls-live");
    }

    [Fact]
    public async Task The_profile_that_signs_in_does_with_the_commands_shown_below_it()
    {
        var page = await SignedInAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Access keys: ReadOnly in prod" }).ClickAsync();
        using var home = new UserHome();
        home.WriteAwsFiles(await page.Locator("#config").InnerTextAsync());
        home.Environment["BROWSER"] = sandbox.Variables["BROWSER"];
        var commands = (await page.Locator("#commands").InnerTextAsync()).Replace("lanyard ", "\"$LANYARD\" ", StringComparison.Ordinal);

        var ended = (await home.ShellAsync("set -e\n" + commands)).Succeeded();

        Assert.Contains("arn:aws:sts::333333333333:assumed-role/AWSReservedSSO_ReadOnly_", ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_can_be_searched_and_held_still()
    {
        using var http = new HttpClient();
        var page = await SignedInAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Calls" }).ClickAsync();
        await page.GetByLabel("Find").FillAsync("getrolecredentials");
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = "sso:CreateToken" }).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.GetByLabel("Find").FillAsync("unknownoperation");
        await http.GetAsync(new Uri(sandbox.Url, "/first"), TestContext.Current.CancellationToken);
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = "UnknownOperationException" }).First.WaitForAsync();

        var pause = page.GetByRole(AriaRole.Button, new() { Name = "Pause" });
        await pause.ClickAsync();
        await Assertions.Expect(pause).ToHaveAttributeAsync("aria-pressed", "true");
        await page.WaitForTimeoutAsync(1200);
        var before = await page.GetByRole(AriaRole.Row).CountAsync();
        await http.GetAsync(new Uri(sandbox.Url, "/second"), TestContext.Current.CancellationToken);
        await page.WaitForTimeoutAsync(2500);
        Assert.Equal(before, await page.GetByRole(AriaRole.Row).CountAsync());
        await pause.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(before + 1);
    }

    [Fact]
    public async Task The_console_opens_with_who_and_until_when()
    {
        var page = await SignedInAsync(ColorScheme.Dark);
        await page.GetByRole(AriaRole.Button, new() { Name = "Console: ReadOnly in prod" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Signed in to the console" }).WaitForAsync();
        Assert.Contains("prod (333333333333)", await page.GetByRole(AriaRole.Main).InnerTextAsync(), StringComparison.Ordinal);
        await NoViolationsAsync(page, Requires.Axe());
        await ShootAsync(page, "sandbox-console-dark");
    }

    [Fact]
    public async Task A_password_gets_in_too_and_a_wrong_one_is_told()
    {
        var page = await browser.OpenAsync();
        await page.GotoAsync(sandbox.Url.OriginalString);
        await page.GetByLabel("User name").FillAsync(sandbox.Person.UserName);
        await page.GetByLabel("Password").FillAsync("wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        await page.GetByLabel("User name").FillAsync(sandbox.Person.UserName);
        await page.GetByLabel("Password").FillAsync(sandbox.Person.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Access portal" }).WaitForAsync();
        Assert.Equal(0, await page.GetByRole(AriaRole.Link, new() { Name = "Calls" }).CountAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Get in" }).WaitForAsync();
    }

    [Fact]
    public async Task All_of_it_can_be_done_by_keyboard()
    {
        var page = await browser.OpenAsync();
        await page.GotoAsync(sandbox.PageLink);
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the content", await FocusedAsync(page));
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "Sign in as alice");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Access portal" }).WaitForAsync();
        await TabToAsync(page, "Access keys");
        Assert.True(await page.EvaluateAsync<bool>("getComputedStyle(document.activeElement).outlineStyle !== 'none'"));
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Access keys for" }).WaitForAsync();
        await TabToAsync(page, "Copy");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("Copied: ").WaitForAsync();
    }

    [Fact]
    public async Task Without_scripts_calls_are_listed_and_found_and_keys_are_shown()
    {
        var page = await browser.OpenAsync(scripts: false);
        await page.GotoAsync(sandbox.PageLink);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in as alice" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Access keys: Developer in dev" }).ClickAsync();
        Assert.Contains("export AWS_ACCESS_KEY_ID=\"ASIA", await page.Locator("#bash").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = "Copy" }).CountAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Calls" }).ClickAsync();
        await page.GetByLabel("Find").FillAsync("GetRoleCredentials");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = "sso:GetRoleCredentials" }).First.WaitForAsync();
        Assert.Equal(0, await page.GetByRole(AriaRole.Row).Filter(new() { HasText = "sso-oidc:" }).CountAsync());
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1100, "light")]
    [InlineData(ColorScheme.Dark, 1100, "dark")]
    [InlineData(ColorScheme.Light, 320, "narrow")]
    public async Task Axe_finds_nothing_and_nothing_is_cut_off(ColorScheme scheme, int width, string name)
    {
        var axe = Requires.Axe();
        var page = await browser.OpenAsync(scheme, width);
        await page.GotoAsync(sandbox.Url.OriginalString);
        await CheckAsync(page, axe, name + "-locked");
        await page.GotoAsync(sandbox.PageLink);
        await CheckAsync(page, axe, name + "-overview");
        await page.GetByRole(AriaRole.Link, new() { Name = "Access portal" }).ClickAsync();
        await CheckAsync(page, axe, name + "-portal-nobody");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in as alice" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "prod" }).WaitForAsync();
        await CheckAsync(page, axe, name + "-portal");
        await page.GetByRole(AriaRole.Button, new() { Name = "Access keys: Developer in dev" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Access keys for" }).WaitForAsync();
        await CheckAsync(page, axe, name + "-keys");
        await DenyAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Calls" }).ClickAsync();
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = "AccessDenied" }).First.WaitForAsync();
        await CheckAsync(page, axe, name + "-calls");
        await page.GotoAsync(new Uri(sandbox.Url, "/_/nothing").OriginalString);
        await CheckAsync(page, axe, name + "-nothing");
    }

    private async Task<IPage> SignedInAsync(ColorScheme scheme = ColorScheme.Light)
    {
        var page = await browser.OpenAsync(scheme);
        await page.GotoAsync(sandbox.PageLink);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in as alice" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Access portal" }).WaitForAsync();
        return page;
    }

    // The keys come by the script's stdin, as they would be typed.
    private static async Task<Ended> WithKeysAsync(UserHome home, string keys, string call)
    {
        await using var shell = home.Start(["/bin/sh", "-s"], keepsInput: true);
        await shell.WriteAsync($"{keys}\nexec {RealClient.AwsCli()} --endpoint-url \"$AWS_ENDPOINT_URL\" {call}\n");
        shell.CloseInput();
        return await shell.EndAsync();
    }

    private async Task DenyAsync()
    {
        using var home = new UserHome(sandbox);
        home.Environment["AWS_PROFILE"] = "ci";
        await home.RunAsync(RealClient.AwsCli(), "--endpoint-url", sandbox.Url.OriginalString, "iam", "list-users");
        await home.RunAsync(RealClient.AwsCli(), "--endpoint-url", sandbox.Url.OriginalString, "sts", "assume-role", "--role-arn", Role, "--role-session-name", "page");
        await home.RunAsync(RealClient.AwsCli(), "--endpoint-url", sandbox.Url.OriginalString, "iam", "list-access-keys");
    }

    private static async Task CheckAsync(IPage page, string axe, string name)
    {
        await ShootAsync(page, "sandbox-" + name);
        await NoViolationsAsync(page, axe);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{name} has to be scrolled sideways");
    }

    private static async Task NoViolationsAsync(IPage page, string axe)
    {
        await page.EvaluateAsync(axe);
        var found = await page.EvaluateAsync<JsonElement>("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | ')))");
        Assert.Empty(found.EnumerateArray().Select(v => v.GetString()));
    }

    private static Task<string> FocusedAsync(IPage page) => page.EvaluateAsync<string>("document.activeElement.textContent.trim()");

    private static async Task TabToAsync(IPage page, string text)
    {
        for (var i = 0; i < 30; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await FocusedAsync(page) == text)
            {
                return;
            }
        }

        Assert.Fail($"{text} can't be reached by keyboard");
    }

    private static Task ShootAsync(IPage page, string name) =>
        page.ScreenshotAsync(new PageScreenshotOptions { Path = Repository.Artifact("screenshots", name + ".png"), FullPage = !name.Contains("calls", StringComparison.Ordinal) });
}
