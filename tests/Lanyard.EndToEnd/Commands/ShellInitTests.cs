using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Commands;

/// <summary>What <c>lanyard shell-init</c> prints, in the shells that it is for.</summary>
public sealed class ShellInitTests(SignedInSandbox sandbox) : IClassFixture<SignedInSandbox>
{
    private const string Dev = "111111111111";
    private const string Staging = "222222222222";

    public static TheoryData<string> Shells { get; } = ["bash", "zsh", "fish"];

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Use_takes_a_stage_or_a_profile_into_the_shell_and_out_again(string shell)
    {
        var ended = (await RunAsync(shell, sandbox.User,
            "lanyard-use dev", "echo \"1 $AWS_ACCOUNT_ID $LANYARD_USE_KIND\"", "segment",
            "lanyard-use staging-deploy", "echo \"2 $AWS_ACCOUNT_ID $LANYARD_USE_KIND\"", "segment",
            "lanyard-use", "echo \"3 <$AWS_ACCOUNT_ID$AWS_ACCESS_KEY_ID$AWS_SESSION_TOKEN$AWS_REGION$LANYARD_USE>\"", "segment")).Succeeded();

        var lines = ended.Out.Split('\n');
        Assert.Equal($"1 {Dev} stage", lines[0]);
        Assert.Matches($@"^<\[dev {Dev} (59|60)m\] >$", lines[1]);
        Assert.Equal($"2 {Staging} profile", lines[2]);
        Assert.Matches($@"^<\[staging-deploy {Staging} (59|60)m\] >$", lines[3]);
        Assert.Equal(["3 <>", "<>"], lines[4..6]);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task What_fails_leaves_the_shell_as_it_was_and_gives_its_code(string shell)
    {
        var ended = (await RunAsync(shell, sandbox.User,
            "lanyard-use dev", "lanyard-use nobody", "echo \"code $status_of_last $LANYARD_USE $AWS_ACCOUNT_ID\"", "lanyard-use dev nonsense", "echo \"code $status_of_last\"")).Succeeded();

        Assert.Equal($"code 1 dev {Dev}\ncode 2\n", ended.Out);
        Assert.Contains("[PROFILE_NOT_FOUND]", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Login_and_logout_are_of_what_the_shell_uses(string shell)
    {
        using var user = new UserHome(sandbox);
        var ended = (await RunAsync(shell, user,
            "lanyard-use login", "echo \"1 $status_of_last\"",
            "lanyard-use dev", "echo \"2 $status_of_last\"",
            "lanyard-use dev login", "echo \"3 $status_of_last $AWS_ACCOUNT_ID\"",
            "lanyard-use login", "echo \"4 $status_of_last $AWS_ACCOUNT_ID\"",
            "lanyard-use logout", "echo \"5 $status_of_last <$AWS_ACCOUNT_ID>\"",
            "lanyard-use dev", "echo \"6 $status_of_last\"")).Succeeded();

        Assert.Equal(["1 2", "2 4", $"3 0 {Dev}", $"4 0 {Dev}", "5 0 <>", "6 4"], ended.Out.Split('\n').Where(l => l.Length > 0 && char.IsAsciiDigit(l[0])));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task The_segment_is_red_for_a_protected_stage_and_says_when_the_session_has_ended(string shell)
    {
        using var user = new UserHome(sandbox);
        user.Environment["TERM"] = "xterm";
        user.Environment["LANYARD_USE"] = "pro\ed%m$(echo bad)`echo bad`";
        user.Environment["LANYARD_USE_ACCOUNT"] = Dev;
        user.Environment["LANYARD_USE_UNTIL"] = $"{TimeProvider.System.GetUtcNow().AddMinutes(-1).ToUnixTimeSeconds()}";
        user.Environment["LANYARD_USE_PROTECTED"] = "1";

        var coloured = (await RunAsync(shell, user, "segment")).Succeeded().Out;
        user.Environment["NO_COLOR"] = "1";
        var plain = (await RunAsync(shell, user, "segment")).Succeeded().Out;

        // What the prompt shows of a name is never run, and no control character of it gets through.
        var text = $"[pro?d%m$(echo bad)`echo bad` {Dev} ended]";
        Assert.Equal($"<{text} >\n", plain);
        Assert.Contains("\e[31m", coloured, StringComparison.Ordinal);
        Assert.Contains(text, coloured, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task To_draw_the_prompt_no_process_is_started(string shell)
    {
        using var user = new UserHome(sandbox);
        user.Environment["LANYARD_USE"] = "dev";
        user.Environment["LANYARD_USE_UNTIL"] = $"{TimeProvider.System.GetUtcNow().AddMinutes(30).ToUnixTimeSeconds()}";
        var trace = user.PathOf("trace");
        string[] strace = [Requires.Program("strace", "strace"), "-f", "-o", trace, "-e", "trace=execve,fork,vfork,clone,clone3,openat"];
        string show = shell == "fish" ? "lanyard_prompt" : "__lanyard_prompt";

        var ended = await RunAsync(shell, user, strace, $"echo >'{user.PathOf("from-here")}'", show, show, $"echo >'{user.PathOf("to-here")}'");

        ended.Succeeded();
        var lines = await File.ReadAllLinesAsync(trace, TestContext.Current.CancellationToken);
        var drawn = lines.SkipWhile(l => !l.Contains("from-here", StringComparison.Ordinal)).Skip(1).TakeWhile(l => !l.Contains("to-here", StringComparison.Ordinal)).ToArray();
        Assert.Contains(lines, l => l.Contains("to-here", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("execve(", StringComparison.Ordinal));
        Assert.DoesNotContain(drawn, l => (l.Contains("execve(", StringComparison.Ordinal) || l.Contains("fork(", StringComparison.Ordinal) || l.Contains("clone", StringComparison.Ordinal))
            && !l.Contains("CLONE_THREAD", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("lanyard-use sta", "staging", "staging-deploy")]
    [InlineData("lanyard-use logo", "logout")]
    public async Task Bash_and_fish_complete_stages_profiles_and_words(string line, params string[] words)
    {
        var bash = (await RunAsync("bash", sandbox.User, $"COMP_WORDS=({line}); COMP_CWORD=1; _lanyard_use; printf '%s\\n' \"${{COMPREPLY[@]}}\"")).Succeeded();
        var fish = (await RunAsync("fish", sandbox.User, $"complete -C '{line}'")).Succeeded();

        Assert.Superset(words.ToHashSet(), bash.Out.Split('\n').ToHashSet());
        Assert.Superset(words.ToHashSet(), fish.Out.Split('\n').Select(l => l.Split('\t')[0]).ToHashSet());
    }

    [Fact]
    public async Task The_prompt_of_each_shell_holds_the_segment_and_keeps_the_last_status()
    {
        var bash = await RunAsync("bash", sandbox.User, "false; eval \"$PROMPT_COMMAND\"; echo \"$? $PS1\"");
        var zsh = await RunAsync("zsh", sandbox.User, "echo \"$PROMPT ${precmd_functions[*]}\"");

        Assert.Equal("1 ${LANYARD_PROMPT}$ \n", bash.Succeeded().Out);
        Assert.Equal("${LANYARD_PROMPT}%%  __lanyard_prompt\n", zsh.Succeeded().Out);
    }

    [Fact]
    public async Task Loading_twice_changes_nothing_more()
    {
        var bash = await RunAsync("bash", sandbox.User, "eval \"$(lanyard shell-init bash)\"; echo \"$PS1|$PROMPT_COMMAND\"");

        Assert.Equal("${LANYARD_PROMPT}$ |__lanyard_prompt\n", bash.Succeeded().Out);
    }

    [Fact]
    public async Task The_script_for_powershell_is_printed()
    {
        var ended = (await sandbox.User.LanyardAsync("shell-init", "powershell")).Succeeded();

        Assert.Contains("function lanyard-use", ended.Out, StringComparison.Ordinal);
        Assert.Contains("Register-ArgumentCompleter", ended.Out, StringComparison.Ordinal);
    }

    private static Task<Ended> RunAsync(string shell, UserHome user, params string[] lines) => RunAsync(shell, user, [], lines);

    private static async Task<Ended> RunAsync(string shell, UserHome user, string[] under, params string[] lines)
    {
        var program = Requires.Program(shell, shell);
        user.Environment["PATH"] = $"{Path.GetDirectoryName(LanyardBinary.Path)}:{UserHome.SearchPath}";
        var (load, segment, status) = shell switch
        {
            "bash" => ("PS1='$ '; eval \"$(lanyard shell-init bash)\"", "__lanyard_prompt; PS1='<${LANYARD_PROMPT}>'; printf '%s\\n' \"${PS1@P}\"", "status_of_last=$?"),
            "zsh" => ("PROMPT='%% '; autoload -Uz compinit && compinit -u -d \"$HOME/.zcompdump\"; eval \"$(lanyard shell-init zsh)\"",
                "__lanyard_prompt; shown='<${LANYARD_PROMPT}>'; print -r -- \"${(%%)shown}\"", "status_of_last=$?"),
            _ => ("lanyard shell-init fish | source", "printf '<'; lanyard_prompt; printf '>\\n'", "set status_of_last $status"),
        };
        var script = user.Write("script", load + "\n" + string.Concat(lines.Select(l => (l == "segment" ? segment : l) + "\n" + (l.StartsWith("lanyard-use", StringComparison.Ordinal) ? status + "\n" : ""))));
        string[] options = shell switch { "bash" => ["--norc"], "zsh" => ["-f"], _ => ["--no-config"] };
        return await user.RunAsync([.. under, program, .. options, script]);
    }
}
