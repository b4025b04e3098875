using System.Text.Json.Nodes;
using Lanyard.EndToEnd.RealClients;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.SignIn;

/// <summary>Signing in and out, with clients that aren't ours on the other side of the shared token cache.</summary>
public sealed class LoginTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    public static TheoryData<string> Clients { get; } = [.. RealClient.Names];

    [Theory]
    [InlineData("--profile", "dev")]
    [InlineData("--stage", "prod")]
    [InlineData("--session", "sandbox")]
    public async Task Login_through_the_browser_signs_in(string option, string name)
    {
        using var home = new UserHome(sandbox);

        var ended = (await home.LanyardAsync("login", option, name)).Succeeded();

        Assert.Equal("", ended.Out);
        Assert.Contains("Signed in to https://lanyard-sandbox.awsapps.com/start", ended.Error, StringComparison.Ordinal);
        await AssertSignedInAsync(home);
    }

    [Fact]
    public async Task Login_with_a_device_code_signs_in()
    {
        using var home = new UserHome(sandbox);

        IReadOnlyList<Call> calls = await sandbox.Calls.DuringAsync(async () => (await home.LanyardAsync("login", "--device-code", "--profile", "dev")).Succeeded());

        Assert.Contains(calls, c => c.Operation == "StartDeviceAuthorization");
        Assert.DoesNotContain(calls, c => c.Operation == "Authorize");
        await AssertSignedInAsync(home);
    }

    [Fact]
    public async Task Where_no_browser_finds_the_way_back_a_code_is_used_and_it_is_said()
    {
        using var home = new UserHome(sandbox);
        var approve = home.Environment["BROWSER"];
        home.Environment.Remove("BROWSER");
        home.Environment["SSH_CONNECTION"] = "192.0.2.1 50000 192.0.2.2 22";

        await using var login = home.StartLanyard("login", "--profile", "dev");
        var page = await login.WaitForAsync((_, error) => error.Split('\n').FirstOrDefault(line => line.StartsWith("  http", StringComparison.Ordinal) && line.Contains("/device", StringComparison.Ordinal)));
        (await home.ShellAsync($"{approve} '{page.Trim()}'")).Succeeded();
        var ended = (await login.EndAsync()).Succeeded();

        Assert.StartsWith("This is an SSH session, where a browser may not find the way back; so a code is used.", ended.Error, StringComparison.Ordinal);
        await AssertSignedInAsync(home);
    }

    [Fact]
    public async Task Many_who_want_to_sign_in_at_once_share_one_page()
    {
        using var home = new UserHome(sandbox);
        var calls = await sandbox.Calls.DuringAsync(async () =>
        {
            var all = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => home.LanyardAsync("login", "--profile", "dev")));
            Assert.All(all, one => Assert.Contains("Signed in to", one.Succeeded().Error, StringComparison.Ordinal));
        });

        Assert.Single(calls, c => c.Operation == "CreateToken");
        await AssertSignedInAsync(home);
    }

    [Fact]
    public async Task The_token_is_where_the_sdks_look_for_it_and_for_its_owner_alone()
    {
        using var home = await SignedInAsync();

        // The SDKs and Tools Reference Guide, "IAM Identity Center credential provider": the SHA-1 of the session's name.
        var token = home.PathOf(".aws/sso/cache/" + Convert.ToHexStringLower(Sha1("sandbox")) + ".json");

        Assert.Equal("600", FolderSnapshot.ModeOf(token));
        Assert.Equal("700", FolderSnapshot.ModeOf(Path.GetDirectoryName(token)!));
        Assert.All(
            ["startUrl", "region", "accessToken", "expiresAt", "clientId", "clientSecret", "registrationExpiresAt", "refreshToken"],
            key => Assert.False(string.IsNullOrEmpty((string?)JsonNode.Parse(File.ReadAllText(token))![key]), key));
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_client_that_is_not_ours_uses_our_sign_in(string client)
    {
        var command = RealClient.CallerIdentity(client);
        using var home = await SignedInAsync();
        home.Environment["AWS_PROFILE"] = "staging";

        Ended ended = null!;
        var calls = await sandbox.Calls.DuringAsync(async () => ended = await home.RunAsync(command));

        Assert.Equal("222222222222", Identity.Parse(ended.Succeeded().Out).Account);
        Assert.Equal(["GetRoleCredentials", "GetCallerIdentity"], calls.Select(c => c.Operation));
    }

    [Fact]
    public async Task Lanyard_uses_the_sign_in_of_the_aws_cli()
    {
        var aws = RealClient.AwsCli();
        using var home = new UserHome(sandbox);
        (await home.LanyardAsync("whoami", "--profile", "dev")).EndedWith(4);

        (await home.RunAsync("/usr/bin/env", "-u", "AWS_ENDPOINT_URL", aws, "sso", "login", "--profile", "dev")).Succeeded();

        await AssertSignedInAsync(home);
    }

    [Fact]
    public async Task Logout_ends_the_sign_in_here_and_at_the_server()
    {
        using var home = await SignedInAsync();
        var token = Directory.GetFiles(home.PathOf(".aws/sso/cache"), Convert.ToHexStringLower(Sha1("sandbox")) + ".json").Single();
        var kept = await File.ReadAllTextAsync(token, TestContext.Current.CancellationToken);
        (await home.LanyardAsync("whoami", "--profile", "dev")).Succeeded();

        var calls = await sandbox.Calls.DuringAsync(async () => (await home.LanyardAsync("logout", "--profile", "dev")).Succeeded());

        Assert.Equal(["Logout"], calls.Select(c => c.Operation));
        Assert.False(File.Exists(token));
        var ended = (await home.LanyardAsync("whoami", "--profile", "dev")).EndedWith(4);
        Assert.Contains("[SSO_TOKEN_MISSING]", ended.Error, StringComparison.Ordinal);

        // Somebody who took a copy of the token gets nowhere with it.
        await File.WriteAllTextAsync(token, kept, TestContext.Current.CancellationToken);
        ended = (await home.LanyardAsync("whoami", "--profile", "dev")).EndedWith(4);
        Assert.Contains("[SSO_TOKEN_EXPIRED]", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logout_where_nobody_is_signed_in_is_no_error()
    {
        using var home = new UserHome(sandbox);

        var ended = (await home.LanyardAsync("logout", "--all")).Succeeded();

        Assert.Contains("Nobody was signed in", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_that_has_ended_is_renewed_without_a_person()
    {
        using var home = await SignedInAsync();
        var token = Directory.GetFiles(home.PathOf(".aws/sso/cache"), Convert.ToHexStringLower(Sha1("sandbox")) + ".json").Single();
        var json = JsonNode.Parse(await File.ReadAllTextAsync(token, TestContext.Current.CancellationToken))!;
        var before = (string)json["accessToken"]!;
        json["expiresAt"] = "2020-01-01T00:00:00Z";
        json["writtenByAnother"] = "tool";
        await File.WriteAllTextAsync(token, json.ToJsonString(), TestContext.Current.CancellationToken);

        await AssertSignedInAsync(home);

        json = JsonNode.Parse(await File.ReadAllTextAsync(token, TestContext.Current.CancellationToken))!;
        Assert.NotEqual(before, (string)json["accessToken"]!);
        Assert.Equal("tool", (string)json["writtenByAnother"]!);
    }

    [Fact]
    public async Task The_javascript_sdk_renews_our_token_and_we_renew_the_one_that_it_wrote()
    {
        var node = RealClient.CallerIdentity("js-v3");
        using var home = await SignedInAsync();
        home.Environment["AWS_PROFILE"] = "dev";
        var token = Directory.GetFiles(home.PathOf(".aws/sso/cache"), Convert.ToHexStringLower(Sha1("sandbox")) + ".json").Single();

        var ours = NearItsEnd(token);
        var calls = await sandbox.Calls.DuringAsync(async () => (await home.RunAsync(node)).Succeeded());
        Assert.Equal(["CreateToken", "GetRoleCredentials", "GetCallerIdentity"], calls.Select(c => c.Operation));
        var theirs = TokenIn(token);
        Assert.NotEqual(ours, theirs);

        calls = await sandbox.Calls.DuringAsync(() => AssertSignedInAsync(home));
        Assert.DoesNotContain(calls, c => c.Operation == "CreateToken");

        NearItsEnd(token);
        Directory.Delete(Path.Combine(home.LanyardHome, "cache", "sessions"), recursive: true);
        calls = await sandbox.Calls.DuringAsync(() => AssertSignedInAsync(home));
        Assert.Contains(calls, c => c.Operation == "CreateToken" && c.Status == 200);
        Assert.NotEqual(theirs, TokenIn(token));
        calls = await sandbox.Calls.DuringAsync(async () => (await home.RunAsync(node)).Succeeded());
        Assert.Equal(["GetRoleCredentials", "GetCallerIdentity"], calls.Select(c => c.Operation));
    }

    [Fact]
    public async Task With_no_input_nobody_is_asked_and_no_browser_opens()
    {
        using var home = new UserHome(sandbox);
        var opened = home.PathOf("opened");
        home.Environment["BROWSER"] = home.WriteProgram("browser", $"touch {opened}\n");

        var login = (await home.LanyardAsync("login", "--profile", "dev", "--no-input")).EndedWith(4);
        var process = (await home.LanyardAsync("credential-process", "--profile", "dev")).EndedWith(4);

        Assert.Contains("[INPUT_NEEDED]", login.Error, StringComparison.Ordinal);
        Assert.Contains("lanyard login --profile dev", process.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(opened));
    }

    private async Task<UserHome> SignedInAsync()
    {
        var home = new UserHome(sandbox);
        (await home.LanyardAsync("login", "--profile", "dev")).Succeeded();
        return home;
    }

    private static string TokenIn(string file) => (string)JsonNode.Parse(File.ReadAllText(file))!["accessToken"]!;

    // Two minutes: the SDKs and Lanyard renew a token with less than five.
    private static string NearItsEnd(string file)
    {
        var json = JsonNode.Parse(File.ReadAllText(file))!;
        json["expiresAt"] = TimeProvider.System.GetUtcNow().AddMinutes(2).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        File.WriteAllText(file, json.ToJsonString());
        return (string)json["accessToken"]!;
    }

    // Through the proxy, since with an endpoint of the user's own nothing but the sign-in is shared.
    [Theory]
    [InlineData("dev", true)]
    [InlineData("dev", false)]
    [InlineData("deploy", true)]
    [InlineData("deploy", false)]
    public async Task Sessions_are_shared_with_the_aws_cli_both_ways(string profile, bool oursFirst)
    {
        var aws = Requires.Program("aws", "awscli");
        using var home = new UserHome(sandbox);
        home.Environment.Remove("AWS_ENDPOINT_URL");

        // Debian's AWS CLI 2.9 can't assume a role with a sign-in that has an sso-session: the role stands on keys.
        home.WriteAwsFiles(
            sandbox.Config.Split("[profile ")[0] + "[profile " + sandbox.Config.Split("[profile ").First(p => p.StartsWith("dev]", StringComparison.Ordinal))
                + "\n[profile deploy]\nrole_arn = arn:aws:iam::222222222222:role/deploy\nsource_profile = ci\nregion = eu-west-1\n",
            $"[ci]\naws_access_key_id = {sandbox.OtherKey.Id}\naws_secret_access_key = {sandbox.OtherKey.Secret}\n");
        (await home.LanyardAsync("login", "--profile", "dev")).Succeeded();
        Func<Task<Ended>> ours = () => home.LanyardAsync("whoami", "--profile", profile);
        Func<Task<Ended>> theirs = () => home.RunAsync(aws, "sts", "get-caller-identity", "--profile", profile);

        (await (oursFirst ? ours : theirs)()).Succeeded();
        var calls = await sandbox.Calls.DuringAsync(async () => (await (oursFirst ? theirs : ours)()).Succeeded());
        Assert.Equal("GetCallerIdentity", Assert.Single(calls).Operation);

        (await home.LanyardAsync("logout", "--profile", "dev")).Succeeded();
        Assert.Equal(profile == "dev" ? 0 : 1, Directory.GetFiles(home.PathOf(".aws/cli/cache")).Length);
    }

    [Fact]
    public async Task With_the_shared_caches_off_nothing_is_written_where_others_look()
    {
        using var home = new UserHome(sandbox);
        home.Environment.Remove("AWS_ENDPOINT_URL");
        home.Environment["LANYARD_SHARED_CACHE"] = "off";
        (await home.LanyardAsync("login", "--profile", "dev")).Succeeded();
        await AssertSignedInAsync(home);
        Assert.False(Directory.Exists(home.PathOf(".aws")));
        (await home.LanyardAsync("logout", "--profile", "dev")).Succeeded();
        Assert.Contains("SSO_TOKEN_MISSING", (await home.LanyardAsync("whoami", "--profile", "dev")).Error, StringComparison.Ordinal);
    }

    private static async Task AssertSignedInAsync(UserHome home)
    {
        var identity = Identity.Parse((await home.LanyardAsync("whoami", "--profile", "dev", "--json")).Succeeded().Out);
        Assert.Equal("111111111111", identity.Account);
        Assert.EndsWith("/alice", identity.Arn, StringComparison.Ordinal);
    }

#pragma warning disable CA5350 // The cache's file names are SHA-1; nothing is protected by it.
    private static byte[] Sha1(string text) => System.Security.Cryptography.SHA1.HashData(System.Text.Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
}
