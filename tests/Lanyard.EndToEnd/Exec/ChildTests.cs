using System.Text.Json;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Exec;

/// <summary>A command under <c>exec</c> can't tell that it wasn't started by the shell, but for its credentials.</summary>
public sealed class ChildTests(SignedInSandbox sandbox) : IClassFixture<SignedInSandbox>
{
    public static TheoryData<string> Ways { get; } = ["env", "process", "server"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Its_exit_code_is_ours(string via) => (await ExecAsync(via, "/bin/sh", "-c", "exit 37")).EndedWith(37);

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_command_that_is_not_there_ends_with_127(string via)
    {
        var ended = (await ExecAsync(via, "no-such-command-at-all")).EndedWith(127);

        Assert.Contains("[COMMAND_NOT_FOUND]", ended.Error, StringComparison.Ordinal);
        Assert.Contains("`no-such-command-at-all`", ended.Error, StringComparison.Ordinal);
        (await ExecAsync(via, "./no-such-file")).EndedWith(127);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_file_that_is_not_executable_ends_with_126(string via)
    {
        var file = sandbox.User.Write("plain.txt", "not a program\n");

        var ended = (await ExecAsync(via, file)).EndedWith(126);

        Assert.Contains("chmod +x", ended.Error, StringComparison.Ordinal);
        (await ExecAsync(via, sandbox.User.Folder)).EndedWith(126);
    }

    [Theory]
    [InlineData("env", "TERM", 143)]
    [InlineData("process", "TERM", 143)]
    [InlineData("server", "TERM", 143)]
    [InlineData("env", "KILL", 137)]
    [InlineData("process", "KILL", 137)]
    public async Task A_command_that_a_signal_ends_shows_the_shell_128_and_the_signal(string via, string signal, int expected)
    {
        var ended = (await sandbox.User.ShellAsync($"\"$LANYARD\" exec --profile dev --via {via} -- /bin/sh -c 'kill -s {signal} $$'; echo \"code $?\"")).Succeeded();

        Assert.Contains($"code {expected}", ended.Out, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Its_stdin_stdout_and_stderr_are_ours(string via)
    {
        await using var process = sandbox.User.Start([LanyardBinary.Path, "exec", "--profile", "dev", "--via", via, "--", "/bin/sh", "-c", "tr a-z A-Z; echo talk >&2"], keepsInput: true);
        await process.WriteAsync("first line\nno end");
        process.CloseInput();

        var ended = (await process.EndAsync()).Succeeded();

        Assert.Equal("FIRST LINE\nNO END", ended.Out);
        Assert.Equal("talk\n", ended.Error);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Its_arguments_reach_it_unchanged(string via)
    {
        string[] odd =
        [
            "", " ", "two words", "--help", "--version", "--profile", "other", "--", "-h", "@file", "@", "$HOME", "`id`", "a\"b", "it's", "back\\slash\\",
            "*", "line\nbreak", "ünïcödé 🔑", "[suggest]", "[parse]", "%PATH%", "-", "=", "--via=server", "\t",
        ];
        var python = Requires.Program("python3", "python3");

        var ended = (await ExecAsync(via, [python, "-c", "import json, sys; print(json.dumps(sys.argv[1:]))", .. odd])).Succeeded();

        Assert.Equal(odd, JsonSerializer.Deserialize<string[]>(ended.Out)!);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Its_folder_environment_and_signals_are_as_a_shell_would_give_them(string via)
    {
        var ended = (await ExecAsync(via, "/bin/sh", "-c", "pwd; echo \"$LANG\"; grep -E '^Sig(Blk|Ign)' /proc/self/status")).Succeeded();

        var lines = ended.Out.Split('\n');
        Assert.Equal(sandbox.User.Folder, lines[0]);
        Assert.Equal("C.UTF-8", lines[1]);
        Assert.Equal("SigBlk:\t0000000000000000", lines[2]);
        Assert.Equal("SigIgn:\t0000000000000000", lines[3]);
    }

    [Fact]
    public async Task Where_no_files_are_made_for_it_the_command_takes_lanyards_place()
    {
        using var home = new UserHome();
        home.Environment["AWS_ACCESS_KEY_ID"] = "AKIAIOSFODNN7EXAMPLE";
        home.Environment["AWS_SECRET_ACCESS_KEY"] = "wJalrXUtnFEMI";
        await using var process = home.StartLanyard("exec", "--via", "env", "--", "/bin/sh", "-c", "echo $$; sleep 30");
        await process.WaitForOutAsync("\n");

        Assert.Equal(process.Id, int.Parse(process.Out, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Without_a_command_it_is_wrong_usage()
    {
        Assert.Contains("after `--`", (await sandbox.User.LanyardAsync("exec", "--profile", "dev")).EndedWith(2).Error, StringComparison.Ordinal);
        Assert.Contains("after `--`", (await sandbox.User.LanyardAsync("exec", "--profile", "dev", "--")).EndedWith(2).Error, StringComparison.Ordinal);
        Assert.Contains("put `--` before", (await sandbox.User.LanyardAsync("exec", "--profile", "dev", "aws", "s3")).EndedWith(2).Error, StringComparison.Ordinal);
    }

    private Task<Ended> ExecAsync(string via, params IEnumerable<string> command) =>
        sandbox.User.LanyardAsync(["exec", "--profile", "dev", "--via", via, "--", .. command]);
}
