using Lanyard.Cli;
using Lanyard.Credentials;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands.Exec;

/// <summary>What <c>exec</c> looks at before anything is fetched or run.</summary>
public sealed class ExecCheckTests : IAsyncLifetime
{
    private const string Stages = $$"""
          dev:
            match: ["dev-*", "$USER"]
            account: "{{TestAws.Dev}}"
            region: eu-west-1
            ENDPOINT
            access: { session: my-org, permissionSet: Developer }
          prod:
            account: "{{TestAws.Prod}}"
            region: eu-west-1
            ENDPOINT
            access: { role: "{{TestAws.Deploy}}", from: dev }

        """;

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync();
        _cli.UseStages(Stages);
        Program("sst");
        Program("cdk");
        _cli.Home.Set(("PATH", $"{_cli.Home["bin"]}:/usr/bin:/bin"), ("USER", "anna"));
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Theory]
    [InlineData("sst", "deploy", "--stage", "prod")]
    [InlineData("sh", "-c", "sst deploy --stage=prod")]
    [InlineData("env", "SST_STAGE=prod", "sst", "deploy")]
    [InlineData("cdk", "deploy", "-c", "stage=prod")]
    [InlineData("sst", "deploy", "--stage", "production")]
    public async Task A_command_for_another_stage_is_not_run(params string[] command)
    {
        await SignInAsync();
        var run = (await _cli.RunAsync(["exec", "--stage", "dev", "--", .. command])).Failed(3, CliErrorCodes.StageMismatch);
        Assert.Contains("nothing was run", run.Error, StringComparison.Ordinal);
        Nothing();
    }

    [Theory]
    [InlineData("dev", "dev")]
    [InlineData("dev", "dev-1")]
    [InlineData("dev-1", "dev")]
    [InlineData("dev", "anna")]
    [InlineData("dev-2", "dev-2")]
    public async Task Two_names_of_one_stage_agree(string lanyards, string childs)
    {
        await SignInAsync();
        (await _cli.RunAsync("exec", "--stage", lanyards, "--via", "process", "--", "sst", "deploy", "--stage", childs)).Done();
        Assert.Equal($"{lanyards} deploy --stage {childs}", Ran());
    }

    [Fact]
    public async Task Where_only_the_command_names_a_stage_that_one_is_used_and_said()
    {
        await SignInAsync();
        _cli.Home.Set(("AWS_PROFILE", "nobody"));
        var run = (await _cli.RunAsync("exec", "--", "sst", "deploy", "--stage", "dev-anna")).Done();
        Assert.Contains("lanyard: using the stage dev-anna, named by `--stage` of sst in the command", run.Error, StringComparison.Ordinal);
        Assert.Equal("dev-anna deploy --stage dev-anna", Ran());
    }

    [Fact]
    public async Task Two_stages_in_one_command_are_refused()
    {
        await SignInAsync();
        (await _cli.RunAsync("exec", "--", "sh", "-c", "sst deploy --stage dev && sst deploy --stage prod")).Failed(3, CliErrorCodes.StageMismatch);
        Nothing();
    }

    [Fact]
    public async Task A_stage_that_the_project_does_not_have_changes_nothing()
    {
        _cli.WriteCiKeys();
        _cli.Home.Set(("AWS_PROFILE", "ci"));
        (await _cli.RunAsync("exec", "--", "sst", "deploy", "--stage", "elsewhere")).Done();
        Assert.Equal(" deploy --stage elsewhere", Ran());
    }

    [Fact]
    public async Task With_a_profile_the_commands_stage_is_its_own_affair()
    {
        _cli.WriteCiKeys();
        (await _cli.RunAsync("exec", "--profile", "ci", "--", "sst", "deploy", "--stage", "prod")).Done();
        Assert.Equal(" deploy --stage prod", Ran());
    }

    [Fact]
    public async Task An_account_that_cdk_would_deploy_to_must_be_the_stages()
    {
        await SignInAsync();
        var file = _cli.Home.Write("project/cdk.out/manifest.json", Assembly(TestAws.Prod));
        var run = (await _cli.RunAsync("exec", "--stage", "dev", "--", "cdk", "deploy")).Failed(3, ErrorCodes.AccountMismatch);
        Assert.Contains($"the stage dev is account {TestAws.Dev}, but {file} puts the stack Orders into account {TestAws.Prod}", run.Error, StringComparison.Ordinal);
        Nothing();

        (await _cli.RunAsync("exec", "--stage", "dev", "--via", "process", "--", "cdk", "synth")).Done();
        _cli.Home.Write("project/cdk.out/manifest.json", Assembly(TestAws.Dev));
        (await _cli.RunAsync("exec", "--stage", "dev", "--via", "process", "--", "cdk", "deploy")).Done();
        _cli.Home.Write("project/cdk.out/manifest.json", "{");
        (await _cli.RunAsync("exec", "--stage", "dev", "--", "cdk", "deploy")).Failed(3, CliErrorCodes.AccountUnchecked);
    }

    [Fact]
    public async Task Of_the_accounts_that_a_tools_config_names_for_the_stage_one_must_be_the_stages()
    {
        await SignInAsync();
        var file = _cli.Home.Write("project/cdk.json", """{"context":{"dev":{"account":"333333333333"}}}""");
        var run = (await _cli.RunAsync("exec", "--stage", "dev", "--", "cdk", "deploy")).Failed(3, ErrorCodes.AccountMismatch);
        Assert.Contains($"the stage dev is account {TestAws.Dev}, but {file}:1 says account {TestAws.Prod} (context.dev.account)", run.Error, StringComparison.Ordinal);
        Nothing();

        _cli.Home.Write("project/cdk.json", """{"context":{"dev":{"account":"111111111111"},"logAccounts":{"dev":"333333333333"}}}""");
        (await _cli.RunAsync("exec", "--stage", "dev", "--via", "process", "--", "cdk", "deploy")).Done();
    }

    [Theory]
    [InlineData("--stage", "dev")]
    [InlineData("--profile", "ci")]
    public async Task A_dotenv_file_that_would_take_its_place_is_named_without_its_value(string option, string name)
    {
        await SignInAsync();
        _cli.WriteCiKeys();
        var file = _cli.Home.Write("project/.env", "A=b\nAWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI\n");
        var run = (await _cli.RunAsync("exec", option, name, "--", "sst", "deploy")).Failed(3, CliErrorCodes.DotenvIdentity);
        Assert.Contains($"{file}:2 sets AWS_SECRET_ACCESS_KEY, and sst loads that file", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("wJalrXUtnFEMI", run.Error, StringComparison.Ordinal);
        Nothing();
    }

    [Fact]
    public async Task The_file_of_the_stage_alone_counts()
    {
        await SignInAsync();
        _cli.Home.Write("project/.env.prod", "AWS_PROFILE=other\n");
        (await _cli.RunAsync("exec", "--stage", "dev", "--", "sst", "deploy")).Done();
        _cli.Home.Write("project/.env.dev", "AWS_PROFILE=other\n");
        (await _cli.RunAsync("exec", "--stage", "dev", "--", "sst", "deploy")).Failed(3, CliErrorCodes.DotenvIdentity);
    }

    [Fact]
    public async Task Another_profile_is_refused_with_the_reason_or_kept()
    {
        await SignInAsync();
        _cli.WriteCiKeys();
        _cli.Program("cdk", $"cat \"$AWS_CONFIG_FILE\" > '{_cli.Home["config"]}'; cp -r \"$(dirname \"$AWS_CONFIG_FILE\")\" '{_cli.Home["copy"]}'\n");
        (await _cli.RunAsync("exec", "--stage", "dev", "--via", "process", "--", "cdk", "deploy")).Done();
        var id = Plan();
        var run = (await _cli.RunAsync("credential-process", "--plan", id, "--asked", "ci")).Failed(3, CliErrorCodes.ProfileRefused);
        Assert.Contains("the profile `ci` is not for this command", run.Error, StringComparison.Ordinal);
        (await _cli.RunAsync("credential-process", "--plan", id)).Done();

        (await _cli.RunAsync("exec", "--stage", "dev", "--keep-profiles", "--via", "process", "--", "cdk", "deploy")).Done();
        var json = (await _cli.RunAsync("credential-process", "--plan", Plan(), "--asked", "ci")).Done().Json;
        Assert.Equal(_cli.Server.AccessKeyOf(TestAws.Dev, "ci")!.AccessKeyId, json.GetProperty("AccessKeyId").GetString());

        // The folder of the command is gone with it, so the test puts it back.
        string Plan()
        {
            var line = File.ReadAllLines(_cli.Home["config"]).First(l => l.EndsWith("--asked ci", StringComparison.Ordinal));
            var plan = line.Split(' ')[^3];
            Directory.Move(_cli.Home["copy"], _cli.Home[$"lanyard/run/{plan}"]);
            return plan;
        }
    }

    // AssumeRole, API reference of STS: RoleSessionName has 2 to 64 characters of [\w+=,.@-].
    [Theory]
    [InlineData("prod", "lanyard-orders-prod-2f0a1b6e7d0c")]
    [InlineData("production-of-the-european-branches-of-it", "lanyard-orders-production-of-the-european-branches--2f0a1b6e7d0c")]
    public async Task A_roles_session_is_named_after_project_stage_and_commit(string stage, string name)
    {
        await SignInAsync();
        _cli.UseStages(Stages.Replace("  prod:", $"  {stage}:", StringComparison.Ordinal));
        _cli.Home.Write("project/.git/HEAD", "ref: refs/heads/main\n");
        _cli.Home.Write("project/.git/refs/heads/main", "2f0a1b6e7d0c4c0f8a1d3c2b1a0f9e8d7c6b5a49\n");
        var arn = (await _cli.RunAsync("whoami", "--stage", stage, "--json")).Done().Json.GetProperty("Arn").GetString()!;
        Assert.Equal(name, arn[(arn.LastIndexOf('/') + 1)..]);
        Assert.True(name.Length <= 64);
    }

    [Fact]
    public async Task A_shell_needs_a_terminal() =>
        Assert.Contains("exec needs a command after `--`", (await _cli.RunAsync("exec", "--stage", "dev")).Failed(2, CliErrorCodes.Usage).Error, StringComparison.Ordinal);

    private static string Assembly(string account) => """{"artifacts":{"Orders":{"type":"aws:cloudformation:stack","environment":"aws://ACCOUNT/eu-west-1"}}}""".Replace("ACCOUNT", account, StringComparison.Ordinal);

    private Task SignInAsync() => _cli.SignInAsync(TestAws.Corp with { SessionName = null });

    private void Nothing()
    {
        Assert.Empty(_cli.Calls);
        Assert.False(File.Exists(_cli.Home["ran"]));
    }

    private string Ran() => File.ReadAllText(_cli.Home["ran"]).TrimEnd('\n');

    private void Program(string name) => _cli.Program(name, $"echo \"$LANYARD_STAGE $*\" > '{_cli.Home["ran"]}'\n");
}
