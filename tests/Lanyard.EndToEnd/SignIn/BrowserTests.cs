using Lanyard.EndToEnd.RealClients;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;
using Microsoft.Playwright;

namespace Lanyard.EndToEnd.SignIn;

/// <summary>The sign-in as a person sees it: the page, clicked through in Chromium, and the way back to the terminal.</summary>
public sealed class BrowserTests(SandboxFixture sandbox, BrowserFixture browser) : IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task A_person_signs_in_and_allows_access()
    {
        var page = await browser.OpenAsync();
        using var home = new UserHome(sandbox);
        await using var login = home.StartLanyard("login", "--profile", "dev", "--no-browser");
        var (userName, password) = sandbox.Person;
        await page.GotoAsync(await BrowserFixture.AddressAsync(login));
        Assert.Equal("Sign in – Lanyard sandbox", await page.TitleAsync());
        await ShootAsync(page, "sign-in");

        await FillAsync(page, userName, password);
        await page.GetByRole(AriaRole.Heading, new() { Name = "Allow access?" }).WaitForAsync();
        await ShootAsync(page, "consent");
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Signed in" }).WaitForAsync();
        await ShootAsync(page, "callback");

        Assert.StartsWith("http://127.0.0.1:", page.Url, StringComparison.Ordinal);
        (await login.EndAsync()).Succeeded();
        Assert.Equal("111111111111", Identity.Parse((await home.LanyardAsync("whoami", "--profile", "dev", "--json")).Succeeded().Out).Account);
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_can_be_corrected()
    {
        var page = await browser.OpenAsync(ColorScheme.Dark);
        using var home = new UserHome(sandbox);
        await using var login = home.StartLanyard("login", "--profile", "dev", "--no-browser");
        var (userName, password) = sandbox.Person;
        await page.GotoAsync(await BrowserFixture.AddressAsync(login));

        await FillAsync(page, userName, "not " + password);
        var problem = page.GetByRole(AriaRole.Alert);
        await problem.WaitForAsync();
        await ShootAsync(page, "wrong-password-dark");
        Assert.DoesNotContain(password, await page.ContentAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("not " + password, await page.ContentAsync(), StringComparison.Ordinal);

        await FillAsync(page, userName, password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Signed in" }).WaitForAsync();
        await ShootAsync(page, "callback-dark");

        (await login.EndAsync()).Succeeded();
    }

    [Fact]
    public async Task A_person_who_denies_access_ends_the_login()
    {
        var page = await browser.OpenAsync();
        using var home = new UserHome(sandbox);
        await using var login = home.StartLanyard("login", "--profile", "dev", "--no-browser");
        var (userName, password) = sandbox.Person;
        await page.GotoAsync(await BrowserFixture.AddressAsync(login));

        await FillAsync(page, userName, password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Deny" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Not signed in" }).WaitForAsync();
        await ShootAsync(page, "denied");

        var ended = (await login.EndAsync()).EndedWith(4);
        Assert.Contains("[SIGN_IN_DENIED]", ended.Error, StringComparison.Ordinal);
        Assert.Contains("[SSO_TOKEN_MISSING]", (await home.LanyardAsync("whoami", "--profile", "dev")).EndedWith(4).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_confirms_a_device_code()
    {
        var page = await browser.OpenAsync();
        using var home = new UserHome(sandbox);
        await using var login = home.StartLanyard("login", "--profile", "dev", "--device-code", "--no-browser");
        var (userName, password) = sandbox.Person;
        await page.GotoAsync(await BrowserFixture.AddressAsync(login));

        await FillAsync(page, userName, password);
        var code = await page.Locator("#user-code").TextContentAsync();
        Assert.Contains(code!, login.Error, StringComparison.Ordinal);
        await ShootAsync(page, "device");
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Allowed" }).WaitForAsync();

        (await login.EndAsync()).Succeeded();
    }

    private static async Task FillAsync(IPage page, string userName, string password)
    {
        await page.GetByLabel("User name").FillAsync(userName);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    private static Task ShootAsync(IPage page, string name) =>
        page.ScreenshotAsync(new PageScreenshotOptions { Path = Repository.Artifact("screenshots", name + ".png") });
}
