using System.Text.RegularExpressions;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.SignIn;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace Lanyard.EndToEnd.SignIn;

/// <summary>One Chromium for the whole run, started when the first test wants it; each test has a context of its own.</summary>
public sealed class BrowserFixture : IAsyncDisposable
{
    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--no-proxy-server",
    ];

    private readonly SemaphoreSlim _gate = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Opens a page in a context of its own.</summary>
    /// <param name="scheme">The colours that the person likes.</param>
    /// <param name="width">The width of the window.</param>
    /// <param name="scripts">Whether pages may run scripts.</param>
    public async Task<IPage> OpenAsync(ColorScheme scheme = ColorScheme.Light, int width = 900, bool scripts = true)
    {
        var chromium = Requires.Chromium();
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = Arguments });
        }
        finally
        {
            _gate.Release();
        }

        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 700 }, JavaScriptEnabled = scripts, Permissions = ["clipboard-read", "clipboard-write"],
        });
        context.SetDefaultTimeout(20_000);
        return await context.NewPageAsync();
    }

    /// <summary>Waits for the sign-in page's address on a program's stderr.</summary>
    public static Task<string> AddressAsync(RunningProcess login) => login.WaitForAsync((_, error) =>
        Regex.Match(error, @"^\s*(http\S+)\r?\n", RegexOptions.Multiline) is { Success: true } match ? match.Groups[1].Value : null);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        _gate.Dispose();
    }
}
