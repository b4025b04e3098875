using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Stages;

/// <summary>The guard rails of a stage, as a user and a script meet them: no command runs that a rail refuses.</summary>
public sealed class GuardRailTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private const string Deploy = "arn:aws:iam::333333333333:role/deploy";
    private readonly UserHome _home = new(sandbox);

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_protected_stage_runs_by_its_typed_name_and_a_script_runs_by_a_grant()
    {
        await SignInAsync();
        (await _home.LanyardAsync("exec", "--stage", "prod", "--no-input", "--", "/bin/echo", "ran")).EndedWith(4);

        await using (var typed = Terminal.Start(_home, "exec", "--stage", "prod", "--via", "env", "--", "/bin/sh", "-c", "echo in $AWS_ACCOUNT_ID"))
        {
            await typed.AnswerAsync("Type its name to go on:", "prod");
            Assert.Contains("in 333333333333", (await typed.EndAsync()).Succeeded().Out, StringComparison.Ordinal);
        }

        await using (var wrong = Terminal.Start(_home, "grant", "prod", "--for", "1h"))
        {
            await wrong.AnswerAsync("Type its name to let scripts use it for 60 minutes:", "y");
            Assert.Contains("[NOT_CONFIRMED]", (await wrong.EndAsync()).EndedWith(3).Out, StringComparison.Ordinal);
        }

        await using (var granted = Terminal.Start(_home, "grant", "prod", "--for", "1h"))
        {
            await granted.AnswerAsync("Type its name to let scripts use it for 60 minutes:", "prod");
            (await granted.EndAsync()).Succeeded();
        }

        Assert.Equal("in 333333333333\n", (await _home.LanyardAsync("exec", "--stage", "prod", "--via", "env", "--", "/bin/sh", "-c", "echo in $AWS_ACCOUNT_ID")).Succeeded().Out);
        (await _home.LanyardAsync("credential-process", "--stage", "prod")).Succeeded();
        (await _home.LanyardAsync("grant", "prod", "--revoke")).Succeeded();
        (await _home.LanyardAsync("credential-process", "--stage", "prod")).EndedWith(4);
    }

    [Fact]
    public async Task What_is_new_is_confirmed_once_and_a_script_is_told_what_it_is()
    {
        await SignInAsync();
        File.Delete(Path.Combine(_home.LanyardHome, "state", "met"));
        var refused = (await _home.LanyardAsync("exec", "--stage", "open", "--no-input", "--", "/bin/echo", "ran")).EndedWith(4);
        Assert.Equal("", refused.Out);
        Assert.Contains(Deploy, refused.Error, StringComparison.Ordinal);
        Assert.Contains("[NOT_MET_BEFORE]", refused.Error, StringComparison.Ordinal);

        await using (var terminal = Terminal.Start(_home, "whoami", "--stage", "open"))
        {
            await terminal.AnswerAsync("Type yes to trust it from now on:", "yes");
            (await terminal.EndAsync()).Succeeded();
        }

        Assert.Equal("ran\n", (await _home.LanyardAsync("exec", "--stage", "open", "--", "/bin/echo", "ran")).Succeeded().Out);
    }

    [Theory]
    [InlineData("env")]
    [InlineData("process")]
    [InlineData("server")]
    public async Task A_profile_of_the_right_account_and_another_role_runs_nothing(string via)
    {
        await SignInAsync();
        _home.Write("lanyard.local.yaml", "version: 1\nstages:\n  dev: { profile: ci }\n");
        var refused = (await _home.LanyardAsync("exec", "--stage", "dev", "--via", via, "--", "/bin/echo", "ran")).EndedWith(3);
        Assert.Equal("", refused.Out);
        Assert.Contains("the permission set Developer in account 111111111111, but the profile `ci` leads to arn:aws:iam::111111111111:user/ci [ROLE_MISMATCH]", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_inside_exec_that_yields_another_role_fails()
    {
        await SignInAsync();

        // The profile changes hands while the command runs: its keys are the permission set's at first, and a user's afterwards.
        var keys = JsonNode.Parse((await _home.LanyardAsync("credential-process", "--stage", "dev")).Succeeded().Out)!.AsObject();
        keys.Remove("Expiration");
        var answer = _home.Write("answer.json", keys.ToJsonString());
        var (id, secret) = sandbox.OtherKey;
        var other = _home.Write("other.json", $$"""{"Version":1,"AccessKeyId":"{{id}}","SecretAccessKey":"{{secret}}"}""");
        var config = _home.Write("config", $"[profile mine]\ncredential_process = cat {answer}\n");
        _home.Environment["AWS_CONFIG_FILE"] = config;
        _home.Write("lanyard.local.yaml", "version: 1\nstages:\n  dev: { profile: mine }\n");

        var line = $"eval \"$(sed -n 's/^credential_process *= *//p' \"$AWS_CONFIG_FILE\" | head -n 1)\"";
        var ended = (await _home.LanyardAsync(
            "exec", "--stage", "dev", "--via", "process", "--", "/bin/sh", "-c",
            $"{line} >/dev/null; echo first $?; cp '{other}' '{answer}'; {line}; echo second $?")).Succeeded();
        Assert.Equal("first 0\nsecond 3\n", ended.Out);
        Assert.Contains("[ROLE_MISMATCH]", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL_STS")]
    [InlineData("AWS_ENDPOINT_URL_DYNAMODB")]
    public async Task An_endpoint_that_is_not_declared_runs_nothing(string variable)
    {
        await SignInAsync();
        _home.Environment[variable] = "http://127.0.0.1:9";
        var refused = (await _home.LanyardAsync("exec", "--stage", "dev", "--", "/bin/echo", "ran")).EndedWith(3);
        Assert.Equal("", refused.Out);
        Assert.Contains("[ENDPOINT_NOT_DECLARED]", refused.Error, StringComparison.Ordinal);
        Assert.Contains($"unset {variable}", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ci_job_is_the_stages_role_without_a_question()
    {
        var file = _home.Write("ci/lanyard.yaml", Stages("SANDBOX"));
        var ended = (await _home.ShellAsync(
            $"\"$LANYARD\" sandbox exec --in github -- /bin/sh -c 'sed -i \"s|SANDBOX|$AWS_ENDPOINT_URL|\" {file}; LANYARD_FILE={file} \"{LanyardBinary.Path}\" whoami --stage staging --json && LANYARD_FILE={file} \"{LanyardBinary.Path}\" exec --stage staging --no-input -- /bin/echo ran'")).Succeeded();
        Assert.Contains("arn:aws:sts::222222222222:assumed-role/ci-deploy/lanyard-rails-staging", ended.Out, StringComparison.Ordinal);
        Assert.EndsWith("ran\n", ended.Out, StringComparison.Ordinal);
    }

    private static string Stages(string endpoint) => $$"""
        version: 1
        project: rails
        sessions:
          my-org: { startUrl: "https://lanyard-sandbox.awsapps.com/start", region: eu-west-1 }
        stages:
          dev:
            account: "111111111111"
            region: eu-west-1
            access: { session: my-org, permissionSet: Developer }
            endpoint: "{{endpoint}}"
          staging:
            account: "222222222222"
            region: eu-west-1
            access: { session: my-org, permissionSet: Developer }
            protected: true
            ci: { role: "arn:aws:iam::222222222222:role/ci-deploy", oidc: github }
            endpoint: "{{endpoint}}"
          open:
            account: "333333333333"
            region: eu-west-1
            access: { role: "{{Deploy}}", from: dev }
            endpoint: "{{endpoint}}"
          prod:
            account: "333333333333"
            region: eu-west-1
            access: { role: "{{Deploy}}", from: dev }
            protected: true
            endpoint: "{{endpoint}}"

        """;

    private async Task SignInAsync()
    {
        _home.Environment["LANYARD_FILE"] = _home.Write("lanyard.yaml", Stages(sandbox.Variables["AWS_ENDPOINT_URL"]));
        (await _home.LanyardAsync("login", "--stage", "dev")).Succeeded();
    }
}
