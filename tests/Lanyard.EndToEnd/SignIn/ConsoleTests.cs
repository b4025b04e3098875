using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lanyard.EndToEnd.RealClients;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.SignIn;

/// <summary>Console sign-in, with clients that aren't ours on the other side of the shared cache.</summary>
public sealed partial class ConsoleTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Renewal = "CreateOAuth2Token";

    [Fact]
    public async Task The_sign_in_is_where_the_sdks_look_for_it_and_for_its_owner_alone()
    {
        using var home = await SignedInAsync();

        // botocore, generate_login_cache_key: the SHA-256 of the login_session.
        var session = SessionOf(home);
        Assert.Matches("^arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Developer_[0-9a-f]+/alice$", session);
        var file = home.PathOf($".aws/login/cache/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(session)))}.json");
        Assert.Equal("600", FolderSnapshot.ModeOf(file));
        Assert.Equal("700", FolderSnapshot.ModeOf(Path.GetDirectoryName(file)!));
        Assert.Equal(session, Identity.Parse((await home.LanyardAsync("whoami", "--profile", "me", "--json")).Succeeded().Out).Arn);
    }

    [Fact]
    public Task The_javascript_sdk_uses_our_sign_in() => UsesOursAsync(RealClient.CallerIdentity("js-v3"));

    [Fact]
    public Task Botocore_uses_our_sign_in() => UsesOursAsync(Botocore());

    [Fact]
    public Task The_javascript_sdk_renews_ours_and_we_use_and_renew_what_it_wrote_and_it_uses_ours_again() => TakeTurnsAsync(RealClient.CallerIdentity("js-v3"));

    [Fact]
    public Task Botocore_renews_ours_and_we_use_and_renew_what_it_wrote_and_it_uses_ours_again() => TakeTurnsAsync(Botocore());

    [Fact]
    public async Task Explain_follows_the_javascript_sdk_to_the_same_key()
    {
        using var home = await SignedInAsync();

        var ended = (await home.LanyardAsync("explain", "--profile", "me", "--sdk", "js-v3", "--run", "--json")).Succeeded();

        Assert.Contains($"\"{KeyOf(home)}\"", ended.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("env")]
    [InlineData("process")]
    [InlineData("server")]
    public async Task Exec_hands_it_over_in_each_way(string via)
    {
        using var home = await SignedInAsync();

        var ended = (await home.LanyardAsync(["exec", "--profile", "me", "--via", via, "--", .. RealClient.CallerIdentity("js-v3")])).Succeeded();

        Assert.Equal(SessionOf(home), Identity.Parse(ended.Out).Arn);
    }

    [Fact]
    public async Task Many_processes_renew_once()
    {
        using var home = await SignedInAsync();
        await EndSoonAsync(home);

        Ended[] ended = [];
        var calls = await sandbox.Calls.DuringAsync(async () => ended = await Task.WhenAll(
            Enumerable.Range(0, 24).Select(_ => home.LanyardAsync("credential-process", "--profile", "me"))));

        Assert.Equal([KeyOf(home)], ended.Select(e => (string)JsonNode.Parse(e.Succeeded().Out)!["AccessKeyId"]!).Distinct());
        Assert.Equal([Renewal], calls.Select(c => c.Operation));
    }

    [Fact]
    public async Task A_code_from_a_browser_elsewhere_is_typed_on_the_terminal()
    {
        using var home = new UserHome(sandbox);
        home.WriteAwsFiles("");
        await using var terminal = Terminal.Start(home, "login", "--console", "--profile", "me", "--remote");
        var page = await terminal.ReadAsync(output => SignInPage().Match(output) is { Success: true } match ? match.Value : null);

        var code = (await home.LanyardAsync("sandbox", "approve", "--sign-in", Path.Combine(sandbox.Folder, "sign-in.json"), page)).Succeeded().Out.Trim();
        await terminal.AnswerAsync("Code from the sign-in page", code);

        var ended = (await terminal.EndAsync()).Succeeded();
        Assert.DoesNotContain(code, ended.Out, StringComparison.Ordinal);
        Assert.Contains("Signed in as ", ended.Out, StringComparison.Ordinal);
        Assert.Equal(SessionOf(home), Identity.Parse((await home.LanyardAsync("whoami", "--profile", "me", "--json")).Succeeded().Out).Arn);
    }

    [Fact]
    public async Task Logout_forgets_it()
    {
        using var home = await SignedInAsync();
        var file = CacheOf(home);

        (await home.LanyardAsync("logout", "--profile", "me")).Succeeded();

        Assert.False(File.Exists(file));
        Assert.Contains("[LOGIN_SESSION_MISSING]", (await home.LanyardAsync("whoami", "--profile", "me")).EndedWith(4).Error, StringComparison.Ordinal);
    }

    private async Task UsesOursAsync(IReadOnlyList<string> command)
    {
        using var home = await SignedInAsync();
        var before = await File.ReadAllTextAsync(CacheOf(home), TestContext.Current.CancellationToken);

        Ended ended = null!;
        var calls = await sandbox.Calls.DuringAsync(async () => ended = await home.RunAsync(command));

        Assert.Equal(SessionOf(home), Identity.Parse(ended.Succeeded().Out).Arn);
        Assert.Equal(["GetCallerIdentity"], calls.Select(c => c.Operation));
        Assert.Equal(before, await File.ReadAllTextAsync(CacheOf(home), TestContext.Current.CancellationToken));
    }

    private async Task TakeTurnsAsync(IReadOnlyList<string> command)
    {
        using var home = await SignedInAsync();
        await SetAsync(home, json => json["written"] = new JsonObject { ["by"] = "another" });
        var first = KeyOf(home);

        // Theirs.
        await EndSoonAsync(home);
        Assert.Equal([Renewal, "GetCallerIdentity"], await CallsAsync(home, command));
        var second = KeyOf(home);
        Assert.NotEqual(first, second);

        // Ours, as they wrote it.
        Assert.Equal([], await CallsAsync(home, [LanyardBinary.Path, "credential-process", "--profile", "me"]));
        await EndSoonAsync(home);
        Assert.Equal([Renewal, "GetCallerIdentity"], await CallsAsync(home, [LanyardBinary.Path, "whoami", "--profile", "me"]));
        var third = KeyOf(home);
        Assert.NotEqual(second, third);
        Assert.Equal("600", FolderSnapshot.ModeOf(CacheOf(home)));
        Assert.Equal("another", (string)JsonNode.Parse(await File.ReadAllTextAsync(CacheOf(home), TestContext.Current.CancellationToken))!["written"]!["by"]!);

        // And theirs again, with the refresh token that we got.
        Assert.Equal(["GetCallerIdentity"], await CallsAsync(home, command));
        await EndSoonAsync(home);
        Assert.Equal([Renewal, "GetCallerIdentity"], await CallsAsync(home, command));
        Assert.NotEqual(third, KeyOf(home));
    }

    private static IReadOnlyList<string> Botocore() => [Requires.BotocoreLogin(), Path.Combine(Repository.Clients, "login-botocore.py")];

    private static string SessionOf(UserHome home) => LoginSession().Match(File.ReadAllText(home.PathOf(".aws/config"))).Groups[1].Value;

    private static string CacheOf(UserHome home) => Directory.GetFiles(home.PathOf(".aws/login/cache"), "*.json").Single();

    private static string KeyOf(UserHome home) => (string)JsonNode.Parse(File.ReadAllText(CacheOf(home)))!["accessToken"]!["accessKeyId"]!;

    private static async Task SetAsync(UserHome home, Action<JsonNode> change)
    {
        var json = JsonNode.Parse(await File.ReadAllTextAsync(CacheOf(home), TestContext.Current.CancellationToken))!;
        change(json);
        await File.WriteAllTextAsync(CacheOf(home), json.ToJsonString(), TestContext.Current.CancellationToken);
    }

    // Within the window in which everybody renews, and beyond that in which botocore would have to.
    private static Task EndSoonAsync(UserHome home) => SetAsync(
        home, json => json["accessToken"]!["expiresAt"] = TimeProvider.System.GetUtcNow().AddMinutes(2).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    private async Task<IEnumerable<string?>> CallsAsync(UserHome home, IReadOnlyList<string> command) =>
        (await sandbox.Calls.DuringAsync(async () => (await home.RunAsync(command)).Succeeded())).Where(c => c.Status == 200).Select(c => c.Operation);

    private async Task<UserHome> SignedInAsync()
    {
        var home = new UserHome(sandbox);
        home.WriteAwsFiles("");
        home.Environment["AWS_PROFILE"] = "me";
        (await home.LanyardAsync("login", "--console", "--profile", "me")).Succeeded();
        return home;
    }

    [GeneratedRegex("login_session = (.+)")]
    private static partial Regex LoginSession();

    [GeneratedRegex(@"http\S+/v1/authorize\S+(?=\r?\n)")]
    private static partial Regex SignInPage();
}
