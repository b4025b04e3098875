using System.Text.RegularExpressions;
using Lanyard.Credentials;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands;

public sealed partial class WhoamiCommandTests : IAsyncLifetime
{
    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task An_identity_is_told_in_five_lines()
    {
        _cli.Home.Config(TestAws.SsoProfile);
        await _cli.SignInAsync();
        var run = (await _cli.RunAsync("whoami", "--profile", "dev")).Done();
        Assert.Matches(FiveLines(), run.Out);
        Assert.Empty(run.Error);

        _cli.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Contains("session  30 min left (until 2026-07-01 13:00 UTC)\n", (await _cli.RunAsync("whoami", "-p", "dev")).Out, StringComparison.Ordinal);
        Assert.Single(_cli.Calls, c => c.Operation == "GetRoleCredentials");
    }

    [Fact]
    public async Task As_json_it_has_the_members_of_the_contract()
    {
        _cli.Home.Config(TestAws.SsoProfile);
        await _cli.SignInAsync();
        var json = (await _cli.RunAsync("whoami", "--profile", "dev", "--json")).Done().Json;
        Assert.Equal(["Account", "Arn", "UserId", "Profile", "Source", "Expiration"], json.EnumerateObject().Select(p => p.Name));
        Assert.Equal((TestAws.Dev, "dev", "sso", "2026-07-01T13:00:00Z"), (Text("Account"), Text("Profile"), Text("Source"), Text("Expiration")));

        string? Text(string name) => json.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Keys_of_the_environment_have_no_profile_and_no_end()
    {
        var key = _cli.Server.AccessKeyOf(TestAws.Dev, "ci")!;
        _cli.Home.Set(("AWS_ACCESS_KEY_ID", key.AccessKeyId), ("AWS_SECRET_ACCESS_KEY", key.SecretAccessKey.Reveal()));
        var json = (await _cli.RunAsync("--json", "whoami")).Done().Json;
        Assert.Equal(("arn:aws:iam::111111111111:user/ci", "environment"), (json.GetProperty("Arn").GetString(), json.GetProperty("Source").GetString()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, json.GetProperty("Profile").ValueKind);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, json.GetProperty("Expiration").ValueKind);
        Assert.EndsWith("source   environment\nsession  no expiry\n", (await _cli.RunAsync("whoami")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_process_is_run_without_a_shell()
    {
        var key = _cli.Server.AccessKeyOf(TestAws.Dev, "ci")!;
        var file = _cli.Home.Write("out.json", $$"""{"Version":1,"AccessKeyId":"{{key.AccessKeyId}}","SecretAccessKey":"{{key.SecretAccessKey.Reveal()}}"}""");
        _cli.Home.Config($"[profile p]\ncredential_process = cat '{file}'\n");
        Assert.Contains("user/ci\n", (await _cli.RunAsync("whoami", "--profile", "p")).Done().Out, StringComparison.Ordinal);

        _cli.Home.Config("[profile p]\ncredential_process = cat /etc/hostname | cat\n");
        (await _cli.RunAsync("whoami", "--profile", "p")).Failed(1, ErrorCodes.ProcessFailed);
    }

    [Fact]
    public async Task Every_kind_of_failure_has_its_exit_code()
    {
        // Failed, a person must act, refused by AWS, in turn.
        (await _cli.RunAsync("whoami")).Failed(1, ErrorCodes.NoCredentials);
        _cli.Home.Config(TestAws.SsoProfile);
        Assert.Contains("lanyard login --profile dev", (await _cli.RunAsync("whoami", "--profile", "dev")).Failed(4, ErrorCodes.SsoTokenMissing).Error, StringComparison.Ordinal);
        _cli.WriteCiKeys();
        _cli.Home.Config($"[profile locked]\nrole_arn = {TestAws.Locked}\nsource_profile = ci\n");
        (await _cli.RunAsync("whoami", "--profile", "locked")).Failed(5, ErrorCodes.RoleAccessDenied);
        _cli.Home.Credentials("[x]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI\n");
        Assert.DoesNotContain("wJalrXUtnFEMI", (await _cli.RunAsync("whoami", "--profile", "x", "--verbose")).Failed(5, ErrorCodes.CredentialsRejected).Error, StringComparison.Ordinal);
        _cli.Home.Set(("AWS_ENDPOINT_URL", "http://127.0.0.1:1/"));
        (await _cli.RunAsync("whoami", "--profile", "x")).Failed(1, ErrorCodes.EndpointUnreachable);
    }

    [Theory]
    [InlineData("--region", "no region")]
    [InlineData("--region", "eu-west-1.evil.example.com/")]
    public async Task A_region_that_is_none_is_a_wrong_setting(params string[] options)
    {
        _cli.WriteCiKeys();
        (await _cli.RunAsync(["whoami", "--profile", "ci", .. options])).Failed(1, ErrorCodes.SettingInvalid);
        Assert.Empty(_cli.Calls);
    }

    [Fact]
    public async Task Verbose_tells_the_calls_and_no_secret()
    {
        _cli.Home.Config(TestAws.SsoProfile);
        await _cli.SignInAsync();
        var run = (await _cli.RunAsync("whoami", "--profile", "dev", "--verbose")).Done();
        Assert.Contains("GET /federation/credentials", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_cli.Tokens.Find(TestAws.Corp)!.AccessToken.Reveal(), run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("role_name", run.Error, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\Aaccount  111111111111\narn      arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Developer_[0-9a-f]{16}/alice\nuser id  AROA[A-Z0-9]+:alice\nsource   sso, profile dev\nsession  60 min left \(until 2026-07-01 13:00 UTC\)\n\z")]
    private static partial Regex FiveLines();
}
