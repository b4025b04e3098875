using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Sessions;

/// <summary>Many processes want one session that nobody has yet: one of them fetches it.</summary>
public sealed class SingleFlightTests(SignedInSandbox sandbox) : IClassFixture<SignedInSandbox>
{
    [Theory]
    [InlineData("dev", 200, "GetRoleCredentials")]
    [InlineData("staging-deploy", 60, "GetRoleCredentials AssumeRole")]
    public async Task All_get_the_same_session_and_aws_is_asked_once(string profile, int processes, string operations)
    {
        using var user = SameSignIn();
        var answers = Array.Empty<Ended>();
        var calls = await sandbox.Calls.DuringAsync(async () => answers = await AskAsync(user, profile, processes));
        Assert.Equal(operations, string.Join(' ', calls.Select(c => c.Operation)));
        Assert.All(answers, a => Assert.Equal("", a.Succeeded().Error));
        Assert.Single(answers.Select(a => a.Out).Distinct());
    }

    // Stopped at the entry to a system call: the way to AWS, the answer on its way back, the file written but not yet in its place.
    [Theory]
    [InlineData("connect", 0)]
    [InlineData("recvmsg,recvfrom", 1)]
    [InlineData("rename", 1)]
    public async Task When_the_one_who_fetches_is_killed_another_fetches(string stoppedAt, int asked)
    {
        var strace = Requires.Program("strace", "strace");
        using var user = SameSignIn();
        var calls = await sandbox.Calls.DuringAsync(async () =>
        {
            var before = sandbox.Calls.Read().Count;
            await using var holder = user.Start(
                [strace, "-f", "-qq", "-o", user.PathOf("trace"), "-e", $"trace={stoppedAt}", "-e", $"inject={stoppedAt}:delay_enter=60000000",
                    LanyardBinary.Path, "credential-process", "--profile", "dev"]);
            await UntilAsync(() => IsLocked(user) && sandbox.Calls.Read().Count == before + asked && (stoppedAt != "rename" || HasTemporaryFile(user)));

            var waiting = AskAsync(user, "dev", 8);
            await Task.Delay(700, TestContext.Current.CancellationToken);
            Assert.False(waiting.IsCompleted);
            (await user.RunAsync("/bin/sh", "-c", $"kill -s KILL {holder.Id} $(pgrep -P {holder.Id})")).Succeeded();

            var answers = await waiting;
            Assert.All(answers, a => a.Succeeded());
            Assert.Single(answers.Select(a => a.Out).Distinct());
        });
        Assert.Equal(asked + 1, calls.Count(c => c.Operation == "GetRoleCredentials"));
    }

    [Fact]
    public async Task Processes_of_two_pid_namespaces_share_one_home_and_one_fetch()
    {
        var unshare = Namespaces();
        using var user = SameSignIn();
        var calls = await sandbox.Calls.DuringAsync(async () =>
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => user.RunAsync(
                unshare, "--pid", "--fork", "--mount-proc", LanyardBinary.Path, "credential-process", "--profile", "dev")));
            Assert.All(answers, a => a.Succeeded());
            Assert.Single(answers.Select(a => a.Out).Distinct());
        });
        Assert.Equal("GetRoleCredentials", Assert.Single(calls).Operation);
    }

    [Fact]
    public async Task All_who_waited_for_a_failure_say_it_and_aws_is_asked_once()
    {
        using var user = SameSignIn();
        (await user.LanyardAsync("whoami", "--profile", "dev")).Succeeded();
        var strace = Requires.Program("strace", "strace");
        var calls = await sandbox.Calls.DuringAsync(async () =>
        {
            // The first is held back so long that all the others wait for it.
            await using var first = user.Start(
                [strace, "-f", "-qq", "-o", user.PathOf("trace"), "-e", "trace=connect", "-e", "inject=connect:delay_enter=3000000",
                    LanyardBinary.Path, "credential-process", "--profile", "prod-locked"]);
            await UntilAsync(() => IsLocked(user));
            var answers = await AskAsync(user, "prod-locked", 10);
            Assert.All(answers, a => Assert.Contains("ROLE_ACCESS_DENIED", a.Error, StringComparison.Ordinal));
            Assert.All(answers, a => Assert.Equal(5, a.ExitCode));
            Assert.Equal(5, (await first.EndAsync()).ExitCode);
        });
        Assert.Equal("AssumeRole", Assert.Single(calls).Operation);
    }

    [Theory]
    [InlineData("size=4k", "head -c 4096 /dev/zero > \"$LANYARD_HOME/full\"")]
    [InlineData("size=1m", "mount -o remount,ro \"$LANYARD_HOME\"")]
    public async Task A_full_disk_or_a_folder_that_can_not_be_written_only_costs_calls(string options, string then)
    {
        var unshare = Namespaces();
        using var user = SameSignIn();
        Directory.CreateDirectory(user.LanyardHome);
        var calls = await sandbox.Calls.DuringAsync(async () =>
        {
            var ended = await user.RunAsync(
                unshare, "--mount", "/usr/bin/env", $"LANYARD={LanyardBinary.Path}", "/bin/sh", "-c",
                $"mount -t tmpfs -o {options} none \"$LANYARD_HOME\" && {then} && "
                + "\"$LANYARD\" credential-process --profile dev && \"$LANYARD\" credential-process --profile dev");
            Assert.Equal("", ended.Succeeded().Error);
            Assert.Equal(2, ended.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Count(line => line.Contains("\"AccessKeyId\":\"ASIA", StringComparison.Ordinal)));
        });
        Assert.Equal(["GetRoleCredentials", "GetRoleCredentials"], calls.Select(c => c.Operation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"version\":1,\"key\":")]
    [InlineData("\0\0\0\0")]
    public async Task A_broken_session_is_fetched_anew_and_mended(string content)
    {
        using var user = SameSignIn();
        var first = (await user.LanyardAsync("credential-process", "--profile", "dev")).Succeeded().Out;
        var file = Assert.Single(Directory.GetFiles(Path.Combine(user.LanyardHome, "cache", "sessions"), "*.json"));
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
        var second = (await user.LanyardAsync("credential-process", "--profile", "dev")).Succeeded().Out;
        Assert.NotEqual(first, second);
        Assert.Equal(second, (await user.LanyardAsync("credential-process", "--profile", "dev")).Succeeded().Out);
    }

    private UserHome SameSignIn()
    {
        var user = new UserHome(sandbox);
        user.Environment["HOME"] = sandbox.User.Folder;
        return user;
    }

    private static Task<Ended[]> AskAsync(UserHome user, string profile, int processes) =>
        Task.WhenAll(Enumerable.Range(0, processes).Select(_ => user.LanyardAsync("credential-process", "--profile", profile)));

    private static string Namespaces()
    {
        var unshare = Requires.Program("unshare", "util-linux");
        using var tried = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(unshare, ["--mount", "--pid", "--fork", "--mount-proc", "true"]) { RedirectStandardError = true })!;
        tried.WaitForExit();
        Assert.SkipUnless(tried.ExitCode == 0, "namespaces of their own may not be made here");
        return unshare;
    }

    private static string[] Locks(UserHome user)
    {
        var folder = Path.Combine(user.LanyardHome, "cache", "sessions");
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*.lock") : [];
    }

    private static bool IsLocked(UserHome user) => Locks(user).Any(IsHeld);

    private static bool HasTemporaryFile(UserHome user) =>
        Directory.GetFiles(Path.Combine(user.LanyardHome, "cache", "sessions"), ".lanyard-*.tmp").Length > 0;

    private static bool IsHeld(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), "it never came to that");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
