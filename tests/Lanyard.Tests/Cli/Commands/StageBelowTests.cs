using Lanyard.Cli;
using Lanyard.Credentials;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands;

/// <summary>What holds of the stage that another one's role is assumed from.</summary>
public sealed class StageBelowTests : IAsyncLifetime
{
    private const string Stages = $$"""
          dev:
            account: "{{TestAws.Dev}}"
            region: eu-west-1
            access: { session: my-org, permissionSet: Developer }
            branches: [nowhere]
            protected: true
            ENDPOINT
          prod:
            account: "{{TestAws.Prod}}"
            region: eu-west-1
            access: { role: "{{TestAws.Deploy}}", from: dev }
            ENDPOINT
          live:
            account: "{{TestAws.Prod}}"
            region: eu-west-1
            access: { role: "{{TestAws.Next}}", from: prod }
            ci: { role: "{{TestAws.Web}}", oidc: bitbucket }
            ENDPOINT
          next:
            account: "{{TestAws.Prod}}"
            region: eu-west-1
            access: { role: "{{TestAws.Next}}", from: middle }
            ENDPOINT
          middle:
            account: "{{TestAws.Prod}}"
            region: eu-west-1
            access: { role: "{{TestAws.Deploy}}", from: dev }
            ci: { role: "{{TestAws.Deploy}}", oidc: gitlab }
            ENDPOINT

        """;

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync();
        _cli.UseStages(Stages);
        _cli.Home.Write("lanyard/state/met", File.ReadAllText(_cli.Home["lanyard/state/met"]) + $"role {TestAws.Next}\n");
        _cli.WriteCiKeys();
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Theory]
    [InlineData("prod", "deploy")]
    [InlineData("live", "next")]
    public async Task Keys_of_the_account_of_the_stage_below_may_stand_for_it(string stage, string role)
    {
        _cli.UseProfile("dev", "ci");
        var arn = (await _cli.RunAsync("whoami", "--stage", stage, "--json")).Done().Json.GetProperty("Arn").GetString();
        Assert.StartsWith($"arn:aws:sts::{TestAws.Prod}:assumed-role/{role}/", arn, StringComparison.Ordinal);
        (await _cli.RunAsync("env", "--stage", stage)).Done();
    }

    [Theory]
    [InlineData("[profile other]\nrole_arn = arn:aws:iam::222222222222:role/deploy\nsource_profile = ci\n", "222222222222")]
    [InlineData("[profile other]\nsso_session = corp\nsso_account_id = 222222222222\nsso_role_name = Developer\n[sso-session corp]\nsso_start_url = https://lanyard-sandbox.awsapps.com/start\nsso_region = eu-west-1\n", "222222222222")]
    [InlineData("[profile other]\nlogin_session = arn:aws:iam::333333333333:user/anna\n", "333333333333")]
    public async Task A_profile_whose_settings_say_another_account_is_refused_before_anything_is_called(string config, string account)
    {
        _cli.Home.Config(config);
        _cli.UseProfile("dev", "other");
        foreach (var command in new[] { "whoami", "env", "credential-process" })
        {
            var run = (await _cli.RunAsync(command, "--stage", "live")).Failed(3, ErrorCodes.AccountMismatch);
            Assert.Contains($"the stage live is reached from the stage dev, which is account {TestAws.Dev}, but the profile `other` leads to account {account}", run.Error, StringComparison.Ordinal);
            Assert.Contains("name another profile for the stage dev in lanyard.local.yaml", run.Error, StringComparison.Ordinal);
        }

        Assert.Empty(_cli.Calls);
    }

    [Fact]
    public async Task Keys_that_nothing_is_said_of_are_asked_about()
    {
        _cli.Home.Config($"[profile deploy]\nrole_arn = {TestAws.Deploy}\nsource_profile = ci\n");
        var keys = (await _cli.RunAsync("env", "--profile", "deploy", "--format", "json")).Done().Json;
        _cli.Home.Config($"[profile other]\naws_access_key_id = {keys.GetProperty("AWS_ACCESS_KEY_ID")}\naws_secret_access_key = {keys.GetProperty("AWS_SECRET_ACCESS_KEY")}\naws_session_token = {keys.GetProperty("AWS_SESSION_TOKEN")}\n");
        _cli.UseProfile("dev", "other");
        _cli.Calls.Clear();
        (await _cli.RunAsync("env", "--stage", "prod")).Failed(3, ErrorCodes.AccountMismatch);
        Assert.Equal("GetCallerIdentity", Assert.Single(_cli.Calls).Operation);
    }

    [Fact]
    public async Task A_ci_job_has_its_own_role_for_the_stage_below()
    {
        File.Delete(_cli.Home["lanyard/state/met"]);
        _cli.UseStages(Stages.Replace($"role: \"{TestAws.Deploy}\", oidc", $"role: \"{TestAws.Web}\", oidc", StringComparison.Ordinal));
        File.Delete(_cli.Home["lanyard/state/met"]);
        _cli.Home.Set(("GITLAB_CI", "true"), ("GITLAB_OIDC_TOKEN", _cli.Server.IssueWebIdentityToken("repo:me/app", "sts.amazonaws.com").Reveal()));

        // The sandbox's role `next` trusts another one: that this one was asked shows that the chain began with the job's token.
        (await _cli.RunAsync("env", "--stage", "next", "--no-input")).Failed(5, ErrorCodes.RoleAccessDenied);
        Assert.Equal(["AssumeRoleWithWebIdentity", "AssumeRole"], _cli.Calls.Select(c => c.Operation));
    }

    [Fact]
    public async Task A_ci_job_of_the_stage_below_takes_no_protection_down()
    {
        _cli.UseStages(Stages.Replace("from: middle }", "from: middle }\n    protected: true", StringComparison.Ordinal));
        _cli.Home.Set(("GITLAB_CI", "true"), ("GITLAB_OIDC_TOKEN", _cli.Server.IssueWebIdentityToken("repo:me/app", "sts.amazonaws.com").Reveal()));
        (await _cli.RunAsync("env", "--stage", "next", "--no-input")).Failed(4, CliErrorCodes.ConfirmationMissing);
        Assert.Empty(_cli.Calls);
    }
}
