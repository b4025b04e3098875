using System.Diagnostics;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.BadInput;

/// <summary>A <c>credential_process</c> that doesn't do what it should.</summary>
public sealed class ProcessTests
{
    [Theory]
    [InlineData("echo rubbish " + Failing.SecretKey)]
    [InlineData("echo '[1, 2]'")]
    [InlineData("echo '{\"Version\": 2, \"AccessKeyId\": \"AKIAIOSFODNN7EXAMPLE\", \"SecretAccessKey\": \"" + Failing.SecretKey + "\"}'")]
    [InlineData("echo '{\"Version\": 1, \"AccessKeyId\": \"AKIAIOSFODNN7EXAMPLE\"}'")]
    [InlineData("echo '{\"Version\": 1, \"AccessKeyId\": \"A\", \"SecretAccessKey\": \"" + Failing.SecretKey + "\", \"Expiration\": \"soon\"}'")]
    [InlineData("true")]
    public async Task What_is_not_credentials_is_refused_and_not_repeated(string script)
    {
        using var home = HomeWith(script);

        var (message, fix) = await Failing.AssertAsync(home, "PROCESS_OUTPUT_INVALID", 1, "credential-process", "--profile", "p");

        Assert.Contains("`p`", message, StringComparison.Ordinal);
        Assert.DoesNotContain("rubbish", message, StringComparison.Ordinal);
        Assert.Contains("Version", fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_exit_code_and_its_last_words_are_passed_on()
    {
        using var home = HomeWith("echo 'first' >&2; echo 'the gate is closed' >&2; exit 3");

        var (message, _) = await Failing.AssertAsync(home, "PROCESS_FAILED", 1, "whoami", "--profile", "p");

        Assert.Contains("exit code 3", message, StringComparison.Ordinal);
        Assert.Contains("the gate is closed", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_in_its_last_words_are_not_passed_on()
    {
        using var home = HomeWith($"echo 'key {Failing.SecretKey} token {Failing.SessionToken} SecretAccessKey={Failing.SecretKey}; \"{Failing.SessionToken}\"' >&2; exit 1");

        await Failing.AssertAsync(home, "PROCESS_FAILED", 1, "whoami", "--profile", "p");
    }

    [Fact]
    public async Task One_that_hangs_is_stopped_with_all_it_started()
    {
        using var home = HomeWith("sleep 300 & echo $! >> \"$HOME/../children\"; wait");
        home.Environment["LANYARD_PROCESS_TIMEOUT"] = "1";
        var clock = Stopwatch.StartNew();

        await Failing.AssertAsync(home, "PROCESS_TIMEOUT", 1, "whoami", "--profile", "p");

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"it took {clock.Elapsed}");
        var children = await File.ReadAllLinesAsync(home.PathOf("../children"), TestContext.Current.CancellationToken);
        Assert.Equal(2, children.Length);
        Assert.All(children, child => Assert.True(HasEnded(child), $"{child} still runs"));
    }

    [Theory]
    [InlineData("no-such-program --flag", "PROCESS_NOT_STARTED")]
    [InlineData("/no/such/program", "PROCESS_NOT_STARTED")]
    [InlineData("~/program", "PROCESS_NOT_STARTED")]
    [InlineData("\"never closed", "PROCESS_NOT_STARTED")]
    [InlineData("/etc/passwd", "PROCESS_NOT_STARTED")]
    public async Task One_that_cannot_be_started_is_named(string command, string code)
    {
        using var home = new UserHome();
        home.WriteAwsFiles($"[profile p]\ncredential_process = {command}\n");

        await Failing.AssertAsync(home, code, 1, "whoami", "--profile", "p");
    }

    [Fact]
    public async Task One_that_leads_back_to_its_own_profile_ends()
    {
        using var home = new UserHome();
        home.WriteAwsFiles($"[profile p]\ncredential_process = {LanyardBinary.Path} credential-process --profile p\n");

        await Failing.AssertAsync(home, "PROCESS_FAILED", 1, "credential-process", "--profile", "p");
    }

    [Fact]
    public async Task Credentials_that_have_ended_already_are_not_handed_on()
    {
        using var home = HomeWith($$"""echo '{"Version": 1, "AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "SecretAccessKey": "{{Failing.SecretKey}}", "Expiration": "2020-01-01T00:00:00Z"}'""");

        var ended = await home.LanyardAsync("credential-process", "--profile", "p");

        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains("[CREDENTIALS_EXPIRED]", ended.Error, StringComparison.Ordinal);
        Assert.Equal("", ended.Out);
    }

    // A zombie has ended too; it waits for whoever adopted it.
    private static bool HasEnded(string process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[stat.LastIndexOf(')') + 2] == 'Z';
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return true;
        }
    }

    private static UserHome HomeWith(string script)
    {
        var home = new UserHome();
        var program = home.WriteProgram("bin/process", script + "\n");
        home.WriteAwsFiles($"[profile p]\nregion = eu-west-1\ncredential_process = {program}\n");
        return home;
    }
}
