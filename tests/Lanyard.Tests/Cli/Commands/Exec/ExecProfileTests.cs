using Lanyard.Cli;
using Lanyard.Credentials;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands.Exec;

/// <summary>The AWS files that a command finds: one identity under every name, and the user's other profiles refused or kept.</summary>
public sealed class ExecProfileTests : IAsyncLifetime
{
    private const string Stages = $$"""
          dev:
            match: ["dev-*"]
            account: "{{TestAws.Dev}}"
            region: eu-west-1
            ENDPOINT
            access: { session: my-org, permissionSet: Developer }

        """;

    private TestCli _cli = null!;

    private string Seen => _cli.Home["seen"];

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync();
        _cli.UseStages(Stages);
        _cli.Home.Set(("PATH", $"{_cli.Home["bin"]}:/usr/bin:/bin"));
        foreach (var tool in new[] { "cdk", "sls", "sst" })
        {
            _cli.Program(tool, $"cp -r \"$(dirname \"$AWS_CONFIG_FILE\")\" '{Seen}' 2>/dev/null; echo \"$AWS_ACCESS_KEY_ID $AWS_CONFIG_FILE $AWS_SHARED_CREDENTIALS_FILE\" > '{_cli.Home["ran"]}'\n");
        }

        await _cli.SignInAsync(TestAws.Corp with { SessionName = null });
        _cli.WriteCiKeys();
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Theory]
    [InlineData("env")]
    [InlineData("process")]
    [InlineData("server")]
    public async Task Whatever_the_way_the_users_own_profiles_are_not_there_and_refused_by_name(string via)
    {
        await RunAsync(via, "cdk");
        var config = File.ReadAllText(Path.Combine(Seen, "config"));
        Assert.Contains("[profile ci]\ncredential_process = lanyard credential-process --plan ", config, StringComparison.Ordinal);
        Assert.Equal("", File.ReadAllText(Path.Combine(Seen, "credentials")));
        (await _cli.RunAsync("credential-process", "--plan", Plan(), "--asked", "ci")).Failed(3, CliErrorCodes.ProfileRefused);
        Assert.Equal(TestAws.Dev, (await _cli.RunAsync("credential-process", "--plan", Plan())).Done().Json.GetProperty("AccountId").GetString());
        Assert.Equal(via == "env", File.ReadAllText(_cli.Home["ran"]).StartsWith("ASIA", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("env")]
    [InlineData("process")]
    [InlineData("server")]
    public async Task The_name_that_the_project_asks_for_leads_to_the_stage_though_the_user_has_another_under_it(string via)
    {
        _cli.Home.Write("project/cdk.json", """{"app":"node app.js","profile":"ci"}""");
        await RunAsync(via, "cdk");
        var config = File.ReadAllText(Path.Combine(Seen, "config"));
        Assert.Contains($"[profile ci]\nregion = eu-west-1\ncredential_process = lanyard credential-process --plan {Plan()}\n", config, StringComparison.Ordinal);
        Assert.DoesNotContain("--asked", config, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_of_the_users_that_is_the_same_identity_is_not_refused()
    {
        _cli.Home.Config(TestAws.SsoProfile + $"[profile other]\nsso_session = corp\nsso_account_id = {TestAws.Prod}\nsso_role_name = Developer\n");
        await _cli.SignInAsync();
        await RunAsync("process", "cdk");
        var config = File.ReadAllText(Path.Combine(Seen, "config"));
        Assert.Contains($"[profile dev]\nregion = eu-west-1\ncredential_process = lanyard credential-process --plan {Plan()}\n", config, StringComparison.Ordinal);
        Assert.Contains("--asked other", config, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("env", "default,acme-dev-1")]
    [InlineData("server", "acme-dev-1")]
    public async Task A_tool_that_knows_no_process_finds_the_stages_keys_under_it(string via, string names)
    {
        _cli.Home.Write("project/serverless.yml", "service: orders\nframeworkVersion: \"3\"\nprovider:\n  profile: acme-${sls:stage}\n");
        (await _cli.RunAsync("exec", "--stage", "dev-1", "--via", via, "--", "sls", "deploy", "--stage", "dev-1")).Done();
        var lines = File.ReadAllLines(Path.Combine(Seen, "credentials"));
        Assert.Superset(names.Split(',').Select(n => $"[{n}]").ToHashSet(), lines.ToHashSet());
        Assert.Equal(lines.Count(l => l.StartsWith('[')), lines.Count(l => l.StartsWith("aws_access_key_id = ASIA", StringComparison.Ordinal)));
        Assert.Equal(via == "env", lines.Contains("[default]"));
    }

    [Theory]
    [InlineData("env")]
    [InlineData("server")]
    public async Task Keys_that_do_not_end_are_written_to_no_file(string via)
    {
        _cli.Home.Write("project/serverless.yml", "service: orders\nframeworkVersion: \"3\"\nprovider:\n  profile: acme\n");
        (await _cli.RunAsync("exec", "--profile", "ci", "--via", via, "--", "sls", "deploy")).Done();
        Assert.Equal("", File.ReadAllText(Path.Combine(Seen, "credentials")));
    }

    [Theory]
    [InlineData("env", true)]
    [InlineData("process", false)]
    public async Task A_command_that_may_start_such_a_tool_keeps_a_way_that_renews(string via, bool hasKeys)
    {
        _cli.Home.Write("project/serverless.yml", "service: orders\nframeworkVersion: \"3\"\nprovider:\n  profile: acme\n");
        _cli.Program("make", $"cp -r \"$(dirname \"$AWS_CONFIG_FILE\")\" '{Seen}'\n");
        (await _cli.RunAsync("exec", "--stage", "dev", "--via", via, "--", "make", "watch")).Done();
        Assert.Equal(hasKeys, File.ReadAllText(Path.Combine(Seen, "credentials")).Contains("[acme]", StringComparison.Ordinal));
        Assert.Equal(!hasKeys, File.ReadAllText(Path.Combine(Seen, "config")).Contains("[profile acme]\nregion = eu-west-1\ncredential_process", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Below_exec_the_files_of_the_outer_command_are_out_of_reach_though_the_user_has_no_profile()
    {
        Nest("");
        File.Delete(_cli.Home[".aws/credentials"]);
        await RunAsync("env", "cdk");
        var seen = File.ReadAllText(_cli.Home["ran"]).Trim().Split(' ');
        Assert.StartsWith("ASIA", seen[0], StringComparison.Ordinal);
        Assert.NotEqual(_cli.Home["lanyard/run/outer/config"], seen[1]);
        Assert.NotEqual(_cli.Home["lanyard/run/outer/credentials"], seen[2]);
    }

    [Fact]
    public async Task Below_exec_a_profiles_process_sees_the_users_files()
    {
        Nest($"[profile mine]\ncredential_process = {_cli.Home["bin/answer"]}\n");
        _cli.Program("answer", $"echo \"$AWS_CONFIG_FILE\" > '{_cli.Home["asked"]}'; echo '{{\"Version\":1,\"AccessKeyId\":\"AKIA1\",\"SecretAccessKey\":\"s\"}}'\n");
        (await _cli.RunAsync("env", "--profile", "mine")).Done();
        Assert.Equal(_cli.Home[".aws/config"], File.ReadAllText(_cli.Home["asked"]).Trim());
    }

    [Fact]
    public async Task Below_exec_a_profile_is_explained_from_the_files_that_exec_takes_it_from()
    {
        Nest("[profile acme]\ncredential_process = cat keys\n");
        var taken = (await _cli.RunAsync("explain", "--profile", "acme")).Done().Out;
        Assert.Contains(".aws/config", taken, StringComparison.Ordinal);
        var seen = (await _cli.RunAsync("explain", "--profile", "acme", "--sdk", "botocore")).Done().Out;
        Assert.DoesNotContain(".aws/config", seen, StringComparison.Ordinal);
    }

    // As an `exec` around this one leaves the environment.
    private void Nest(string config)
    {
        _cli.Home.Config(config);
        _cli.Home.Write("lanyard/run/outer/config", "[default]\ncredential_process = false\n[profile acme]\ncredential_process = false\n");
        _cli.Home.Write("lanyard/run/outer/credentials", "");
        _cli.Home.Set(
            ("AWS_CONFIG_FILE", _cli.Home["lanyard/run/outer/config"]), ("AWS_SHARED_CREDENTIALS_FILE", _cli.Home["lanyard/run/outer/credentials"]),
            ("LANYARD_CONFIG_FILE", _cli.Home[".aws/config"]), ("LANYARD_CREDENTIALS_FILE", _cli.Home[".aws/credentials"]));
    }

    [Fact]
    public async Task With_a_profile_the_projects_name_leads_to_it_unless_it_is_another_of_the_users()
    {
        _cli.Home.Config("[profile mine]\ncredential_process = cat keys\n[profile theirs]\ncredential_process = cat keys\n");
        _cli.Home.Write("project/keys", """{"Version":1,"AccessKeyId":"AKIA1","SecretAccessKey":"s"}""");
        _cli.Home.Write("project/cdk.json", """{"profile":"acme","context":{"x":{"profile":"theirs"}}}""");
        (await _cli.RunAsync("exec", "--profile", "mine", "--via", "process", "--", "cdk", "deploy", "-c", "stage=x")).Done();
        var config = File.ReadAllText(Path.Combine(Seen, "config"));
        Assert.Contains($"[profile acme]\ncredential_process = lanyard credential-process --plan {Plan()}\n", config, StringComparison.Ordinal);
        Assert.Contains("--asked theirs", config, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("endpoint_url = https://aws.evil.test\n", "the endpoint_url of the profile `other`")]
    [InlineData("services = lab\n[services lab]\ns3 =\n  endpoint_url = http://localhost:4566\n", "the endpoint_url of s3 in [services lab]")]
    public async Task A_kept_profile_may_send_its_calls_nowhere_that_the_stage_does_not_declare(string settings, string where)
    {
        _cli.Home.Config($"[profile other]\nregion = eu-west-1\n{settings}");
        await RunAsync("process", "cdk");
        Assert.DoesNotContain("endpoint_url", File.ReadAllText(Path.Combine(Seen, "config")), StringComparison.Ordinal);
        var run = (await _cli.RunAsync("exec", "--stage", "dev", "--keep-profiles", "--", "cdk", "deploy")).Failed(3, CliErrorCodes.EndpointNotDeclared);
        Assert.Contains(where, run.Error, StringComparison.Ordinal);
        Assert.Contains("leave --keep-profiles out", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_private_file_can_be_made_the_users_are_hidden_all_the_same()
    {
        _cli.Home.Write("lanyard/run", "no folder");
        var run = (await _cli.RunAsync("exec", "--stage", "dev", "--via", "env", "--", "cdk", "deploy")).Done();
        Assert.Contains("warning: the child's private files can't be written", run.Error, StringComparison.Ordinal);
        var seen = File.ReadAllText(_cli.Home["ran"]).Trim().Split(' ');
        Assert.StartsWith("ASIA", seen[0], StringComparison.Ordinal);
        Assert.False(File.Exists(seen[1]) || File.Exists(seen[2]));
        (await _cli.RunAsync("exec", "--stage", "dev", "--via", "process", "--", "cdk", "deploy")).Failed(1, ErrorCodes.FileNotWritable);
        (await _cli.RunAsync("exec", "--stage", "dev", "--via", "env", "--keep-profiles", "--", "cdk", "deploy")).Failed(1, ErrorCodes.FileNotWritable);
    }

    private async Task RunAsync(string via, string tool) => (await _cli.RunAsync("exec", "--stage", "dev", "--via", via, "--", tool, "deploy")).Done();

    // The folder of the command is gone with it, so the test puts it back.
    private string Plan()
    {
        var plan = File.ReadAllLines(Path.Combine(Seen, "config")).First(l => l.Contains("--plan ", StringComparison.Ordinal)).Split(' ').SkipWhile(w => w != "--plan").ElementAt(1);
        var folder = _cli.Home[$"lanyard/run/{plan}"];
        Directory.CreateDirectory(folder);
        File.Copy(Path.Combine(Seen, "plan.json"), Path.Combine(folder, "plan.json"), overwrite: true);
        return plan;
    }
}
