using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands;

public sealed class StatusCommandTests : IAsyncLifetime
{
    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task It_shows_each_sign_in_and_session_with_the_minutes_left_and_asks_nobody()
    {
        _cli.Home.Config(TestAws.SsoProfile
            + "[sso-session other]\nsso_start_url = https://other.awsapps.com/start\nsso_region = us-east-1\n"
            + "[profile legacy]\nsso_start_url = https://legacy.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 111111111111\nsso_role_name = x\n"
            + $"[profile deploy]\nrole_arn = {TestAws.Deploy}\nsource_profile = dev\n");
        await _cli.SignInAsync();
        (await _cli.RunAsync("whoami", "--profile", "deploy")).Done();
        _cli.Calls.Clear();
        _cli.Time.Advance(TimeSpan.FromMinutes(10));

        var run = (await _cli.RunAsync("status")).Done();
        Assert.Matches(@"(?m)^corp +https://lanyard-sandbox.awsapps.com/start +470 min left, then renews itself$", run.Out);
        Assert.Matches(@"(?m)^other +https://other.awsapps.com/start +signed out; lanyard login --session other$", run.Out);
        Assert.Matches(@"(?m)^\(no session\) +https://legacy.awsapps.com/start +signed out", run.Out);
        Assert.Matches(@"(?m)^333333333333 +deploy +assumeRole +50 min left$", run.Out);
        Assert.Matches(@"(?m)^111111111111 +Developer +sso +50 min left$", run.Out);

        var json = (await _cli.RunAsync("status", "--json")).Done().Json;
        Assert.Equal(["session", "startUrl", "region", "state", "expiresAt", "minutesLeft", "renewsItself", "renewsUntil"], json.GetProperty("signIns")[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(["signedIn", "signedOut", "signedOut"], json.GetProperty("signIns").EnumerateArray().Select(s => s.GetProperty("state").GetString()));
        Assert.Equal(["source", "account", "role", "expiresAt", "minutesLeft"], json.GetProperty("sessions")[0].EnumerateObject().Select(p => p.Name));
        Assert.Empty(_cli.Calls);

        var token = _cli.Tokens.Find(TestAws.Corp)!;
        foreach (var secret in new[] { token.AccessToken.Reveal(), token.RefreshToken!.Reveal(), token.Registration!.ClientSecret.Reveal() })
        {
            Assert.DoesNotContain(secret, run.Out + json, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{", "unreadable")]
    [InlineData("""{"accessToken":"x","expiresAt":"2020-01-01T00:00:00Z","startUrl":"https://lanyard-sandbox.awsapps.com/start"}""", "expired")]
    [InlineData("""{"accessToken":"x","expiresAt":"2030-01-01T00:00:00Z","startUrl":"https://elsewhere.awsapps.com/start"}""", "signedOut")]
    [InlineData("""{"accessToken":"x","expiresAt":"2020-01-01T00:00:00Z","refreshToken":"r","clientId":"c","clientSecret":"s","registrationExpiresAt":"2030-01-01T00:00:00Z"}""", "renewable")]
    public async Task A_token_that_is_not_good_says_so(string token, string state)
    {
        _cli.Home.Config(TestAws.SsoProfile);
        _cli.Home.Write(Path.GetRelativePath(_cli.Home.Path, _cli.Tokens.PathOf(TestAws.Corp)), token);
        Assert.Equal(state, (await _cli.RunAsync("status", "--json")).Done().Json.GetProperty("signIns")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task With_nothing_configured_it_says_what_to_do() =>
        Assert.Contains("lanyard configure sso", (await _cli.RunAsync("status")).Done().Out, StringComparison.Ordinal);

    [Fact]
    public async Task One_broken_section_does_not_hide_the_others()
    {
        _cli.Home.Config(TestAws.SsoProfile + "[sso-session broken]\nsso_region = us-east-1\n");
        var run = await _cli.RunAsync("status");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("corp", run.Out, StringComparison.Ordinal);
        Assert.Contains("[sso-session broken]", run.Error, StringComparison.Ordinal);
    }
}
