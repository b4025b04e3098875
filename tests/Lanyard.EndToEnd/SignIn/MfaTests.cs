using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lanyard.EndToEnd.RealClients;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.SignIn;

/// <summary>Codes of MFA devices, typed on a terminal.</summary>
public sealed class MfaTests(MfaSandbox sandbox) : IClassFixture<MfaSandbox>
{
    private const string Question = "Code of the MFA device ";

    [Fact]
    public async Task A_code_is_asked_for_on_the_terminal_while_stdin_stdout_and_stderr_are_not_one()
    {
        using var user = sandbox.NewHome();
        await using var terminal = user.OnTerminal("echo 123456 | $LANYARD credential-process --profile role1 2> err > out; echo ended $?");
        await terminal.WaitForOutAsync($"{Question}{user.SerialNumber}, for the profile role1 (it is not shown): ");
        var code = await user.CodeAsync();
        await terminal.WriteAsync(code + "\n");

        var ended = (await terminal.EndAsync()).Succeeded();
        Assert.Contains("ended 0", ended.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(code, ended.Out, StringComparison.Ordinal);
        Assert.Equal("", File.ReadAllText(user.Home.PathOf("err")));
        Assert.StartsWith("ASIA", (string)JsonNode.Parse(File.ReadAllText(user.Home.PathOf("out")))!["AccessKeyId"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twenty_processes_of_twenty_roles_ask_one_person_once()
    {
        using var user = sandbox.NewHome();
        var calls = await sandbox.Calls.DuringAsync(async () =>
        {
            await using var terminal = user.OnTerminal(
                "for n in $(seq 20); do $LANYARD credential-process --profile role$n > out.$n & done; wait; echo all done");
            await terminal.WaitForOutAsync(Question);
            await terminal.WriteAsync(await user.CodeAsync() + "\n");
            var ended = (await terminal.EndAsync()).Succeeded();
            Assert.Contains("all done", ended.Out, StringComparison.Ordinal);
            Assert.Single(Regex.Matches(ended.Out, Question));
        });

        Assert.Single(calls, c => c.Operation == "GetSessionToken");
        Assert.Equal(20, calls.Count(c => c.Operation == "AssumeRole"));
        Assert.All(calls, c => Assert.Equal(200, c.Status));
        Assert.Equal(20, Enumerable.Range(1, 20).Select(n => (string)JsonNode.Parse(File.ReadAllText(user.Home.PathOf($"out.{n}")))!["AccessKeyId"]!).Distinct().Count());
    }

    [Fact]
    public async Task Codes_are_made_of_a_seed_that_lies_under_a_passphrase_of_its_own()
    {
        using var user = sandbox.NewHome("mfa_totp = vault\n");
        user.Home.Environment["LANYARD_VAULT"] = "file";
        user.Home.Environment["LANYARD_VAULT_PASSPHRASE_FILE"] = Private("keys", "the passphrase of the keys\n");
        user.Home.Environment["LANYARD_MFA_PASSPHRASE_FILE"] = user.Home.Environment["LANYARD_VAULT_PASSPHRASE_FILE"];
        (await user.Home.ShellAsync("\"$LANYARD\" vault migrate user")).Succeeded();
        var seed = Private("seed", user.Seed + "\n");

        var refused = (await user.Home.ShellAsync($"\"$LANYARD\" vault add-totp {user.SerialNumber} < '{seed}'")).EndedWith(3);
        Assert.Contains("that is the passphrase of the access keys", refused.Error, StringComparison.Ordinal);

        user.Home.Environment["LANYARD_MFA_PASSPHRASE_FILE"] = Private("seeds", "quite another passphrase\n");
        (await user.Home.ShellAsync($"\"$LANYARD\" vault add-totp {user.SerialNumber} < '{seed}'")).Succeeded();
        var calls = await sandbox.Calls.DuringAsync(async () =>
        {
            (await user.Home.LanyardAsync("whoami", "--profile", "role1", "--no-input")).Succeeded();
            (await user.Home.LanyardAsync("whoami", "--profile", "role2", "--no-input")).Succeeded();
        });
        Assert.Single(calls, c => c.Operation == "GetSessionToken" && c.Status == 200);

        string Private(string name, string text)
        {
            var path = user.Home.Write(name, text);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            return path;
        }
    }

    [Fact]
    public async Task A_used_code_is_refused_said_and_asked_for_again()
    {
        using var user = sandbox.NewHome();
        var used = await user.CodeAsync();
        var aws = RealClient.AwsCli();
        string[] session = ["sts", "get-session-token", "--serial-number", user.SerialNumber, "--token-code", used, "--profile", "user", "--region", "eu-west-1"];
        (await user.Home.RunAsync([aws, .. session])).Succeeded();
        await using var terminal = user.OnTerminal("$LANYARD whoami --profile role1");
        await terminal.WaitForOutAsync(Question);
        await terminal.WriteAsync(used + "\n");
        await terminal.WaitForOutAsync("AWS doesn't take that code. It takes each code once: wait for the next one");
        await terminal.WaitForAsync((output, _) => Regex.Count(output, Question) == 2 ? output : null);
        await terminal.WriteAsync(await user.CodeAsync() + "\n");
        Assert.Contains("assumed-role/role1/", (await terminal.EndAsync()).Succeeded().Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\x03", "ended 130")]
    [InlineData("\n", "ended 4")]
    [InlineData("\x04", "ended 4")]
    public async Task Whoever_breaks_off_gets_the_terminal_back_as_it_was(string typed, string ends)
    {
        using var user = sandbox.NewHome();
        await using var terminal = user.OnTerminal("trap : INT; $LANYARD whoami --profile role1; echo ended $?; stty -a");
        await terminal.WaitForOutAsync("(it is not shown): ");
        await terminal.WriteAsync(typed);
        var ended = (await terminal.EndAsync()).Succeeded();
        Assert.Contains(ends, ended.Out, StringComparison.Ordinal);
        Assert.Matches(@"(?<!-)\becho\b", ended.Out[ended.Out.IndexOf("ended", StringComparison.Ordinal)..]);
    }

    [Fact]
    public async Task Whoever_is_ended_gives_the_terminal_back_as_it_was()
    {
        using var user = sandbox.NewHome();
        await using var terminal = user.OnTerminal("(sleep 60; echo) & $LANYARD whoami --profile role1 & echo pid $!; wait $!; echo ended $?; stty -a");
        await terminal.WaitForOutAsync("(it is not shown): ");
        var pid = Regex.Match(terminal.Out, @"pid (\d+)").Groups[1].Value;
        (await user.Home.RunAsync("/bin/sh", "-c", $"kill -TERM {pid}")).Succeeded();
        await terminal.WaitForOutAsync("ended 143");
        await terminal.WaitForAsync((output, _) => Regex.IsMatch(output[output.IndexOf("ended", StringComparison.Ordinal)..], @"(?<!-)\becho\b") ? output : null);
    }

    [Fact]
    public async Task Where_there_is_no_terminal_it_ends_at_once_and_names_the_command()
    {
        using var user = sandbox.NewHome();
        var ended = (await user.Home.RunAsync(Requires.Program("setsid", "util-linux"), "--wait", LanyardBinary.Path, "credential-process", "--profile", "role1")).EndedWith(4);
        Assert.Contains("[MFA_REQUIRED]", ended.Error, StringComparison.Ordinal);
        Assert.Contains("lanyard whoami --profile role1", ended.Error, StringComparison.Ordinal);
        Assert.Equal("", ended.Out);
    }

    [Fact]
    public async Task A_program_gives_the_code_shows_what_it_says_and_the_command_gets_the_role()
    {
        using var user = sandbox.NewHome("mfa_process = ./code --for me\n");
        user.Home.WriteProgram("code", $"echo 'touch the key' >&2; exec '{LanyardBinary.Path}' sandbox mfa-code --device '{user.DeviceFile}'\n");
        var ended = (await user.Home.LanyardAsync(["exec", "--profile", "role2", "--", .. RealClient.CallerIdentity("aws-cli")])).Succeeded();
        Assert.Contains(":assumed-role/role2/", Identity.Parse(ended.Out).Arn, StringComparison.Ordinal);
        Assert.Equal("touch the key\n", ended.Error);
        foreach (var file in Directory.EnumerateFiles(user.Home.LanyardHome, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(user.Seed, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_aws_cli_gives_the_sandbox_codes_of_its_own_and_reads_what_it_says()
    {
        using var user = sandbox.NewHome();
        var aws = RealClient.AwsCli();
        var code = await user.CodeAsync();
        string[] session = ["sts", "get-session-token", "--serial-number", user.SerialNumber, "--token-code", code, "--profile", "user", "--region", "eu-west-1"];
        Assert.StartsWith("ASIA", (string)JsonNode.Parse((await user.Home.RunAsync([aws, .. session])).Succeeded().Out)!["Credentials"]!["AccessKeyId"]!, StringComparison.Ordinal);
        Assert.Contains("(AccessDenied) when calling the GetSessionToken operation: MultiFactorAuthentication failed with invalid MFA one time pass code.", (await user.Home.RunAsync([aws, .. session])).Error, StringComparison.Ordinal);

        // Its own question, in getpass's words.
        await using var terminal = user.OnTerminal($"AWS_PAGER= {aws} sts get-caller-identity --profile role3 --output json");
        await terminal.WaitForOutAsync($"Enter MFA code for {user.SerialNumber}: ");
        await terminal.WriteAsync(await user.CodeAsync() + "\n");
        Assert.Contains(":assumed-role/role3/", (await terminal.EndAsync()).Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_sandbox_a_role_with_mfa_needs_no_person()
    {
        using var home = new UserHome();
        var ended = (await home.LanyardAsync("sandbox", "exec", "--", LanyardBinary.Path, "whoami", "--profile", "prod-deploy-mfa", "--json")).Succeeded();
        Assert.Contains("arn:aws:sts::333333333333:assumed-role/deploy-mfa/", Identity.Parse(ended.Out).Arn, StringComparison.Ordinal);
    }
}
