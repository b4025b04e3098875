using Lanyard.Cli;
using Lanyard.Credentials;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands;

public sealed class LoginAndLogoutTests : IAsyncLifetime
{
    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Theory]
    [InlineData("--profile", "dev")]
    [InlineData("--session", "corp")]
    [InlineData]
    public async Task Signing_in_needs_a_person(params string[] options)
    {
        _cli.Home.Config(TestAws.SsoProfile);
        (await _cli.RunAsync(["login", "--no-input", .. options])).Failed(4, CliErrorCodes.InputNeeded);
        Assert.Empty(_cli.Calls);
    }

    [Theory]
    [InlineData(1, ErrorCodes.SsoSessionNotFound, "--session", "crop")]
    [InlineData(1, ErrorCodes.SsoSessionNotFound, "--profile", "keys")]
    [InlineData(1, ErrorCodes.ProfileNotFound, "--profile", "dve")]
    [InlineData(2, CliErrorCodes.Usage, "--profile", "dev", "--session", "corp")]
    [InlineData(1, CliErrorCodes.StageFileNotFound, "--stage", "dev")]
    public async Task What_can_not_be_signed_in_to_is_told(int exitCode, string code, params string[] options)
    {
        _cli.Home.Config(TestAws.SsoProfile + "[profile keys]\nregion = eu-west-1\n");
        (await _cli.RunAsync(["login", .. options])).Failed(exitCode, code);
    }

    [Fact]
    public async Task With_several_sessions_one_has_to_be_named()
    {
        _cli.Home.Config(TestAws.SsoProfile + "[sso-session other]\nsso_start_url = https://b/start\nsso_region = eu-west-1\n");
        Assert.Contains("corp, other", (await _cli.RunAsync("login")).Failed(2, CliErrorCodes.Usage).Error, StringComparison.Ordinal);
        _cli.Home.Config("[profile x]\nregion = eu-west-1\n");
        (await _cli.RunAsync("login")).Failed(1, ErrorCodes.SsoSessionNotFound);
    }

    [Fact]
    public async Task Logging_out_ends_the_sign_in_at_aws_and_forgets_what_stood_on_it()
    {
        _cli.Home.Config(TestAws.SsoProfile);
        await _cli.SignInAsync();
        (await _cli.RunAsync("whoami", "--profile", "dev")).Done();
        var run = (await _cli.RunAsync("logout", "--profile", "dev")).Done();
        Assert.Equal("", run.Out);
        Assert.Contains("Signed out.", run.Error, StringComparison.Ordinal);
        Assert.Contains("stay valid until 2026-07-01 13:00 UTC", run.Error, StringComparison.Ordinal);
        Assert.Contains(_cli.Calls, c => c.Operation == "Logout" && c.Status == 200);
        Assert.Null(_cli.Tokens.Find(TestAws.Corp));
        Assert.Empty(Directory.EnumerateFiles(_cli.Home["lanyard/cache/sessions"], "*.json"));
        (await _cli.RunAsync("whoami", "--profile", "dev")).Failed(4, ErrorCodes.SsoTokenMissing);
    }

    [Fact]
    public async Task Logging_out_of_all_tells_how_many_there_were()
    {
        _cli.Home.Config(TestAws.SsoProfile + $"[profile old]\nsso_start_url = {TestAws.StartUrl}\nsso_region = eu-west-1\nsso_account_id = {TestAws.Dev}\nsso_role_name = Developer\n");
        await _cli.SignInAsync();
        await _cli.SignInAsync(TestAws.Corp with { SessionName = null });
        var json = (await _cli.RunAsync("logout", "--all", "--json")).Done().Json;
        Assert.Equal(2, json.GetProperty("ended").GetInt32());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, json.GetProperty("handedOutKeysEnd").ValueKind);
        Assert.Equal(0, (await _cli.RunAsync("logout", "--all", "--json")).Done().Json.GetProperty("ended").GetInt32());
    }

    [Fact]
    public async Task Where_nobody_ever_signed_in_there_is_nothing_to_end()
    {
        _cli.Home.Config(TestAws.SsoProfile);
        Assert.Contains("Nobody was signed in.", (await _cli.RunAsync("logout")).Done().Error, StringComparison.Ordinal);
        Assert.Empty(_cli.Calls);
    }

    [Fact]
    public async Task A_token_that_can_not_be_read_or_told_to_aws_is_removed_all_the_same()
    {
        _cli.Home.Config(TestAws.SsoProfile);
        await _cli.SignInAsync();
        File.WriteAllText(_cli.Tokens.PathOf(TestAws.Corp), "garbage");
        (await _cli.RunAsync("logout")).Done();
        Assert.False(File.Exists(_cli.Tokens.PathOf(TestAws.Corp)));

        await _cli.SignInAsync();
        _cli.Home.Set(("AWS_ENDPOINT_URL", "http://127.0.0.1:1/"));
        Assert.Contains("warning: AWS could not be told", (await _cli.RunAsync("logout")).Done().Error, StringComparison.Ordinal);
        Assert.Null(_cli.Tokens.Find(TestAws.Corp));
    }

    [Fact]
    public async Task All_and_a_session_together_are_wrong_usage() =>
        (await _cli.RunAsync("logout", "--all", "--session", "corp")).Failed(2, CliErrorCodes.Usage);
}
