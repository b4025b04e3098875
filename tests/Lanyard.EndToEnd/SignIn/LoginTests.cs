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
