using Lanyard.Cli;
using Lanyard.Cli.Commands;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands;

/// <summary>The rails around a stage's identity: whose it is, how long it lasts, who answers for AWS, what was met before.</summary>
public sealed class GuardRailTests : IAsyncLifetime
{
    private static readonly string[] HandOver = ["env", "credential-process"];

    private TestCli _cli = null!;

    private const string Stages = $$"""
          dev:
            account: "{{TestAws.Dev}}"
            region: eu-west-1
            access: { session: my-org, permissionSet: Developer }
            ENDPOINT
          prod:
            account: "{{TestAws.Prod}}"
            region: eu-west-1
            access: { role: "{{TestAws.Deploy}}", from: dev }
            maxSession: 30m
            ENDPOINT

        """;

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync();
        _cli.UseStages(Stages);
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task A_local_profile_of_the_right_account_and_another_identity_is_refused_by_every_command()
    {
        _cli.WriteCiKeys();
        _cli.UseProfile("dev", "ci");
        foreach (var command in HandOver.Append("whoami"))
        {
            var run = (await _cli.RunAsync(command, "--stage", "dev")).Failed(3, CliErrorCodes.RoleMismatch);
            Assert.Contains($"the permission set Developer in account {TestAws.Dev}, but the profile `ci` leads to arn:aws:iam::{TestAws.Dev}:user/ci", run.Error, StringComparison.Ordinal);
        }

        (await _cli.RunAsync("exec", "--stage", "dev", "--", "true")).Failed(3, CliErrorCodes.RoleMismatch);
    }

    [Fact]
    public async Task Another_role_of_the_same_account_is_refused_and_both_are_named()
    {
        _cli.WriteCiKeys();
        _cli.Home.Config($"[profile next]\nrole_arn = {TestAws.Next}\nsource_profile = deploy\n[profile deploy]\nrole_arn = {TestAws.Deploy}\nsource_profile = ci\n");
        _cli.UseProfile("prod", "next");
        var run = (await _cli.RunAsync("env", "--stage", "prod")).Failed(3, CliErrorCodes.RoleMismatch);
        Assert.Contains($"the role {TestAws.Deploy} in account {TestAws.Prod}", run.Error, StringComparison.Ordinal);
        Assert.Contains($"arn:aws:sts::{TestAws.Prod}:assumed-role/next/", run.Error, StringComparison.Ordinal);

        // The quick way finds the session, and doesn't hand it over either.
        using var output = new MemoryStream();
        var input = CredentialProcessInput.FromPlainArguments(["credential-process", "--stage", "prod"])!;
        Assert.Null(CredentialProcessCommand.TryAtHand(input, _cli.Surroundings(output, TextWriter.Null)));
    }

    [Fact]
    public async Task A_local_profiles_role_is_asked_for_no_longer_than_the_stage_allows()
    {
        _cli.WriteCiKeys();
        _cli.Home.Config($"[profile deploy]\nrole_arn = {TestAws.Deploy}\nsource_profile = ci\nduration_seconds = 3600\n");
        _cli.UseProfile("prod", "deploy");
        var json = (await _cli.RunAsync("whoami", "--stage", "prod", "--json")).Done().Json;
        Assert.Equal("2026-07-01T12:30:00Z", json.GetProperty("Expiration").GetString());
    }

    [Fact]
    public async Task A_session_that_somebody_else_fetched_may_not_last_longer_than_the_stage_allows()
    {
        _cli.WriteCiKeys();
        _cli.Home.Config($"[profile long]\nrole_arn = {TestAws.Deploy}\nsource_profile = ci\n");
        var keys = (await _cli.RunAsync("env", "--profile", "long", "--format", "json")).Done().Json;
        string Key(string name) => keys.GetProperty(name).GetString()!;
        var answer = _cli.Home.Write(
            "answer.json",
            $$"""{"Version":1,"AccessKeyId":"{{Key("AWS_ACCESS_KEY_ID")}}","SecretAccessKey":"{{Key("AWS_SECRET_ACCESS_KEY")}}","SessionToken":"{{Key("AWS_SESSION_TOKEN")}}","Expiration":"{{Key("AWS_CREDENTIAL_EXPIRATION")}}"}""");
        _cli.Home.Config($"[profile other]\ncredential_process = cat {answer}\n");
        _cli.UseProfile("prod", "other");
        Assert.Contains("allows sessions of 30 minutes (maxSession)", (await _cli.RunAsync("env", "--stage", "prod")).Failed(3, CliErrorCodes.SessionTooLong).Error, StringComparison.Ordinal);

        _cli.Time.Advance(TimeSpan.FromMinutes(31));
        (await _cli.RunAsync("env", "--stage", "prod")).Done();
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL", "http://127.0.0.1:1", "endpoint: \"http://127.0.0.1:1\"")]
    [InlineData("AWS_ENDPOINT_URL_STS", "https://sts.evil.test", "endpoints: { sts: \"https://sts.evil.test\" }")]
    [InlineData("AWS_ENDPOINT_URL_SSO_OIDC", "https://me:password@oidc.evil.test/x", "endpoints: { sso_oidc: \"https://oidc.evil.test/x\" }")]
    public async Task An_endpoint_that_the_stage_does_not_declare_is_refused_before_anything_is_called(string variable, string address, string fix)
    {
        _cli.Home.Set((variable, address));
        foreach (var command in HandOver.Append("whoami"))
        {
            var run = (await _cli.RunAsync(command, "--stage", "dev")).Failed(3, CliErrorCodes.EndpointNotDeclared);
            Assert.Contains($"the environment variable {variable} sends", run.Error, StringComparison.Ordinal);
            Assert.Contains($"unset {variable}", run.Error, StringComparison.Ordinal);
            Assert.Contains(fix, run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("password", run.Error, StringComparison.Ordinal);
        }

        Assert.Empty(_cli.Calls);
    }

    [Fact]
    public async Task A_service_that_only_the_command_calls_may_be_sent_nowhere_else_either()
    {
        await _cli.SignInAsync(TestAws.Corp with { SessionName = null });
        _cli.Home.Set(("AWS_ENDPOINT_URL_S3", "http://localhost:4566"), ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"));
        (await _cli.RunAsync("env", "--stage", "dev")).Failed(3, CliErrorCodes.EndpointNotDeclared);
        (await _cli.RunAsync("exec", "--stage", "dev", "--", "true")).Failed(3, CliErrorCodes.EndpointNotDeclared);

        _cli.Home.Set(("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "false"));

        // It gives credentials to a program whose environment isn't ours.
        (await _cli.RunAsync("credential-process", "--stage", "dev")).Done();

        _cli.UseStages(Stages.Replace("ENDPOINT", "endpoints: { s3: \"http://localhost:4566/\" }\n    ENDPOINT", StringComparison.Ordinal));
        (await _cli.RunAsync("env", "--stage", "dev")).Done();
    }

    [Theory]
    [InlineData("endpoint_url = https://aws.evil.test\n", "the endpoint_url of the profile `dev`")]
    [InlineData("services = lab\n[services lab]\ndynamodb =\n  endpoint_url = http://localhost:8000\n", "the endpoint_url of dynamodb in [services lab]")]
    public async Task An_endpoint_of_the_stages_own_profile_is_refused(string settings, string where)
    {
        _cli.Home.Config(TestAws.SsoProfile.TrimEnd() + "\n" + settings);
        _cli.UseProfile("dev", "dev");
        Assert.Contains(where, (await _cli.RunAsync("env", "--stage", "dev")).Failed(3, CliErrorCodes.EndpointNotDeclared).Error, StringComparison.Ordinal);
        Assert.Empty(_cli.Calls);
    }

    [Fact]
    public async Task Keys_in_variables_are_not_handed_over_where_the_default_profile_sends_them_elsewhere()
    {
        await _cli.SignInAsync(TestAws.Corp with { SessionName = null });
        _cli.Home.Config("[default]\nendpoint_url = http://localhost:4566\n");
        Assert.Contains("the profile `default`", (await _cli.RunAsync("env", "--stage", "dev")).Failed(3, CliErrorCodes.EndpointNotDeclared).Error, StringComparison.Ordinal);
        (await _cli.RunAsync("credential-process", "--stage", "dev")).Done();
    }

    [Fact]
    public async Task The_quick_way_looks_at_endpoints_too()
    {
        await _cli.SignInAsync(TestAws.Corp with { SessionName = null });
        (await _cli.RunAsync("credential-process", "--stage", "dev")).Done();
        Assert.Equal(ExitCodes.Done, AtHand());

        _cli.UseStages(Stages.Replace("ENDPOINT", "endpoint: http://127.0.0.1:1", StringComparison.Ordinal));
        Assert.Null(AtHand());

        int? AtHand()
        {
            using var output = new MemoryStream();
            return CredentialProcessCommand.TryAtHand(
                CredentialProcessInput.FromPlainArguments(["credential-process", "--stage", "dev"])!, _cli.Surroundings(output, TextWriter.Null));
        }
    }

    [Fact]
    public async Task What_was_not_met_before_needs_a_person_once()
    {
        await _cli.SignInAsync(TestAws.Corp with { SessionName = null });
        File.Delete(_cli.Home["lanyard/state/met"]);
        foreach (var command in HandOver.Append("whoami"))
        {
            var run = (await _cli.RunAsync(command, "--stage", "prod")).Failed(4, CliErrorCodes.NotMetBefore);
            Assert.Contains($"role {TestAws.Deploy}, start URL {TestAws.StartUrl}, permission set Developer in account {TestAws.Dev}", run.Error, StringComparison.Ordinal);
            Assert.Contains("lanyard whoami --stage prod, on a terminal", run.Error, StringComparison.Ordinal);
        }

        Assert.Empty(_cli.Calls);
        _cli.Person = _ => "no";
        (await _cli.RunAsync("whoami", "--stage", "prod")).Failed(3, CliErrorCodes.NotConfirmed);
        (await _cli.RunAsync("whoami", "--stage", "prod", "--no-input")).Failed(4, CliErrorCodes.NotMetBefore);
        _cli.Person = question => question.Contains(TestAws.Deploy, StringComparison.Ordinal) ? "yes" : null;
        (await _cli.RunAsync("whoami", "--stage", "prod")).Done();
        _cli.Person = _ => null;
        (await _cli.RunAsync("env", "--stage", "prod")).Done();
        (await _cli.RunAsync("env", "--stage", "dev")).Done();
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(_cli.Home["lanyard/state/met"]) == (UnixFileMode)0x180);
    }

    [Fact]
    public async Task A_start_url_that_the_persons_own_config_file_names_was_met()
    {
        _cli.Home.Config(TestAws.SsoProfile);
        _cli.Home.Write("lanyard/state/met", "");
        var run = (await _cli.RunAsync("whoami", "--stage", "dev")).Failed(4, CliErrorCodes.NotMetBefore);
        Assert.Contains($"hasn't met before, and nobody can be asked to confirm it: permission set Developer in account {TestAws.Dev}", run.Error, StringComparison.Ordinal);
    }
}
