using Lanyard.Cli;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;
using Lanyard.Projects;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands;

/// <summary>Stages and their guard rails, through the commands.</summary>
public sealed class StageTests : IAsyncLifetime
{
    private string Project => $$"""
        version: 1
        project: orders
        sessions:
          my-org: { startUrl: "{{TestAws.StartUrl}}", region: eu-west-1 }
        stages:
          dev:
            endpoint: "{{_cli.Endpoint}}"
            account: "{{TestAws.Dev}}"
            region: eu-west-1
            access: { session: my-org, permissionSet: Developer }
          prod:
            endpoint: "{{_cli.Endpoint}}"
            account: "{{TestAws.Prod}}"
            region: eu-west-1
            access: { role: "{{TestAws.Deploy}}", from: dev }
            maxSession: 15m
          guarded:
            endpoint: "{{_cli.Endpoint}}"
            account: "{{TestAws.Dev}}"
            region: eu-west-1
            access: { session: my-org, permissionSet: Developer }
            protected: true
          branched:
            endpoint: "{{_cli.Endpoint}}"
            account: "{{TestAws.Dev}}"
            region: eu-west-1
            access: { session: my-org, permissionSet: Developer }
            branches: [main, "release/*"]

        """;

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync();
        _cli.Meet();
        _cli.Home.Write("project/lanyard.yaml", Project);
        _cli.Home.Write("project/.git/HEAD", "ref: refs/heads/main\n");
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task A_stage_takes_its_own_identity_whatever_else_the_machine_has()
    {
        await _cli.SignInAsync(TestAws.Corp with { SessionName = null });
        _cli.Home.Set(("AWS_PROFILE", "nobody"), ("AWS_ACCESS_KEY_ID", "AKIAOTHER"), ("AWS_SECRET_ACCESS_KEY", "s"));
        var json = (await _cli.RunAsync("whoami", "--stage", "dev", "--json")).Done().Json;
        Assert.Equal((TestAws.Dev, "sso"), (json.GetProperty("Account").GetString(), json.GetProperty("Source").GetString()));
    }

    [Fact]
    public async Task A_stage_uses_the_sign_in_of_the_session_with_the_same_portal()
    {
        _cli.Home.Config(TestAws.SsoProfile);
        await _cli.SignInAsync();
        (await _cli.RunAsync("whoami", "--stage", "dev")).Done();
    }

    [Fact]
    public async Task A_role_is_assumed_from_another_stage_in_the_projects_name()
    {
        await _cli.SignInAsync(TestAws.Corp with { SessionName = null });
        _cli.Folder = "project/src";
        var json = (await _cli.RunAsync("whoami", "--stage", "prod", "--json")).Done().Json;
        Assert.Equal($"arn:aws:sts::{TestAws.Prod}:assumed-role/deploy/lanyard-orders-prod", json.GetProperty("Arn").GetString());
        Assert.Equal("2026-07-01T12:15:00Z", json.GetProperty("Expiration").GetString());
    }

    [Theory]
    [InlineData("env", "--no-input")]
    [InlineData("exec", "--no-input", "--", "true")]
    [InlineData("credential-process")]
    public async Task A_protected_stage_is_not_handed_over_without_a_person(params string[] command)
    {
        await _cli.SignInAsync(TestAws.Corp with { SessionName = null });
        (await _cli.RunAsync([command[0], "--stage", "guarded", .. command[1..]])).Failed(4, CliErrorCodes.ConfirmationMissing);
        Assert.Empty(_cli.Calls);
    }

    [Fact]
    public async Task A_protected_stage_never_takes_the_quick_way()
    {
        await _cli.SignInAsync(TestAws.Corp with { SessionName = null });
        (await _cli.RunAsync("whoami", "--stage", "guarded")).Done();
        using var output = new MemoryStream();
        var input = Lanyard.Cli.Commands.CredentialProcessInput.FromPlainArguments(["credential-process", "--stage", "guarded"])!;
        Assert.Null(Lanyard.Cli.Commands.CredentialProcessCommand.TryAtHand(input, _cli.Surroundings(output, TextWriter.Null)));
        Assert.Equal(0, output.Length);
    }

    [Theory]
    [InlineData("ref: refs/heads/main\n", 0)]
    [InlineData("ref: refs/heads/release/1.2\n", 0)]
    [InlineData("ref: refs/heads/Main\n", 3)]
    [InlineData("ref: refs/heads/main2\n", 3)]
    [InlineData("ref: refs/heads/feature/main\n", 3)]
    [InlineData("2f0a1b6e7d0c4c0f8a1d3c2b1a0f9e8d7c6b5a49\n", 3)]
    [InlineData(null, 3)]
    public async Task A_stage_is_used_from_its_branches_alone(string? head, int exitCode)
    {
        await _cli.SignInAsync(TestAws.Corp with { SessionName = null });
        File.Delete(_cli.Home["project/.git/HEAD"]);
        if (head is not null)
        {
            _cli.Home.Write("project/.git/HEAD", head);
        }

        foreach (var command in new[] { "env", "credential-process" })
        {
            var run = await _cli.RunAsync(command, "--stage", "branched");
            Assert.Equal(exitCode, run.ExitCode);
            if (exitCode != 0)
            {
                run.Failed(3, CliErrorCodes.BranchNotAllowed);
                Assert.Empty(_cli.Calls);
            }
        }
    }

    [Fact]
    public async Task A_local_profile_of_another_account_is_refused()
    {
        _cli.WriteCiKeys();
        _cli.Home.Write("project/lanyard.local.yaml", "version: 1\nstages:\n  prod: { profile: ci }\n");
        var run = (await _cli.RunAsync("env", "--stage", "prod")).Failed(3, ErrorCodes.AccountMismatch);
        Assert.Contains(TestAws.Dev, run.Error, StringComparison.Ordinal);
        Assert.Contains(TestAws.Prod, run.Error, StringComparison.Ordinal);
        (await _cli.RunAsync("credential-process", "--stage", "prod")).Failed(3, ErrorCodes.AccountMismatch);
    }

    [Fact]
    public async Task A_profile_that_only_says_it_is_the_account_is_refused_too()
    {
        var key = _cli.Server.AccessKeyOf(TestAws.Dev, "ci")!;
        _cli.Home.Credentials($"[ci]\naws_access_key_id = {key.AccessKeyId}\naws_secret_access_key = {key.SecretAccessKey.Reveal()}\naws_account_id = {TestAws.Prod}\n");
        _cli.Home.Write("project/lanyard.local.yaml", "version: 1\nstages:\n  prod: { profile: ci }\n");
        (await _cli.RunAsync("env", "--stage", "prod")).Failed(3, ErrorCodes.AccountMismatch);

        // So is a plan that was stored for a command, also the quick way.
        var plan = new StoredPlan(
            "ci", "eu-west-1", TestAws.Prod, new SharedConfigLocations(_cli.Home.ConfigFile, _cli.Home.CredentialsFile), EndpointSettings(), null,
            new Source.StaticKeys("ci", _cli.Home.CredentialsFile, key.AccessKeyId));
        const string Id = "0123456789abcdef0123456789abcdef";
        _cli.Home.Write($"lanyard/run/{Id}/plan.json", System.Text.Encoding.UTF8.GetString(plan.ToJson()));
        using var output = new MemoryStream();
        var input = Lanyard.Cli.Commands.CredentialProcessInput.FromPlainArguments(["credential-process", "--plan", Id])!;
        Assert.Null(Lanyard.Cli.Commands.CredentialProcessCommand.TryAtHand(input, _cli.Surroundings(output, TextWriter.Null)));
        (await _cli.RunAsync("credential-process", "--plan", Id)).Failed(3, ErrorCodes.AccountMismatch);

        Lanyard.Aws.Endpoints.EndpointSettings EndpointSettings() => new() { ForAll = _cli.Home.Environment["AWS_ENDPOINT_URL"] };
    }

    [Fact]
    public async Task A_local_profile_of_the_right_account_and_permission_set_is_used()
    {
        _cli.Home.Config(TestAws.SsoProfile);
        await _cli.SignInAsync();
        _cli.Home.Write("project/lanyard.local.yaml", "version: 1\nstages:\n  dev: { profile: dev }\n");
        var json = (await _cli.RunAsync("whoami", "--stage", "dev", "--json")).Done().Json;
        Assert.Equal((TestAws.Dev, "dev"), (json.GetProperty("Account").GetString(), json.GetProperty("Profile").GetString()));
        Assert.Contains(":assumed-role/AWSReservedSSO_Developer_", json.GetProperty("Arn").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_is_assumed_with_whatever_the_local_profile_of_its_from_stage_has()
    {
        _cli.WriteCiKeys();
        _cli.Home.Write("project/lanyard.local.yaml", "version: 1\nstages:\n  dev: { profile: ci }\n");
        Assert.EndsWith(":assumed-role/deploy/lanyard-orders-prod", (await _cli.RunAsync("whoami", "--stage", "prod", "--json")).Done().Json.GetProperty("Arn").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task A_local_profile_without_credentials_is_named(string stage)
    {
        _cli.Home.Config("[profile empty]\nregion = eu-west-1\n").Set(("AWS_EC2_METADATA_DISABLED", "false"));
        _cli.Home.Write("project/lanyard.local.yaml", "version: 1\nstages:\n  dev: { profile: empty }\n");
        (await _cli.RunAsync("whoami", "--stage", stage)).Failed(1, ErrorCodes.NoCredentials);
    }

    [Fact]
    public async Task A_region_that_is_none_is_a_wrong_setting_for_a_local_profile_too()
    {
        _cli.WriteCiKeys();
        _cli.Home.Write("project/lanyard.local.yaml", "version: 1\nstages:\n  dev: { profile: ci }\n");
        (await _cli.RunAsync("env", "--stage", "dev", "--region", "no region")).Failed(1, ErrorCodes.SettingInvalid);
    }

    [Fact]
    public async Task Stages_and_files_that_are_not_there_are_told_apart()
    {
        Assert.Contains("lanyard.yaml", (await _cli.RunAsync("whoami", "--stage", "nope")).Failed(1, ProjectFileCodes.UnknownStage).Error, StringComparison.Ordinal);
        File.Delete(_cli.Home["project/lanyard.yaml"]);
        (await _cli.RunAsync("whoami", "--stage", "dev")).Failed(1, CliErrorCodes.StageFileNotFound);
        _cli.Home.Write("project/lanyard.yaml", "version: [\n");
        (await _cli.RunAsync("whoami", "--stage", "dev")).Failed(1, ProjectFileCodes.Yaml);
    }

    [Fact]
    public async Task A_stage_and_a_profile_together_are_wrong_usage() =>
        (await _cli.RunAsync("whoami", "--stage", "dev", "--profile", "ci")).Failed(2, CliErrorCodes.Usage);
}
