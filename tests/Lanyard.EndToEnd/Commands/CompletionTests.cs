using System.Diagnostics;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Commands;

/// <summary>The completion scripts in the shells that they are for.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly UserHome _home = new();

    public CompletionTests()
    {
        _home.WriteAwsFiles("[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n\n[profile shop-dev]\nsso_session = corp\nsso_account_id = 111111111111\nsso_role_name = Admin\n\n[profile shop:prod]\nregion = eu-west-1\n");
        _home.Write("lanyard.yaml", "version: 1\nstages:\n  staging:\n    account: \"111111111111\"\n    region: eu-west-1\n    access: { session: corp, permissionSet: Admin }\nsessions:\n  corp: { startUrl: \"https://corp.awsapps.com/start\", region: eu-west-1 }\n");
        _home.Write("somefile.txt", "");
        _home.Environment["PATH"] = $"{Path.GetDirectoryName(LanyardBinary.Path)}:{UserHome.SearchPath}";
        _home.Environment["TERM"] = "dumb";
    }

    [Theory]
    [InlineData("lanyard who", "whoami")]
    [InlineData("lanyard profile sho", "show")]
    [InlineData("lanyard exec --sta", "--stage")]
    [InlineData("lanyard exec --profile shop-", "shop-dev")]
    [InlineData("lanyard exec --profile=shop-", "shop-dev")]
    [InlineData("lanyard login --session ", "corp")]
    [InlineData("lanyard exec --stage st", "staging")]
    [InlineData("lanyard exec --via p", "process")]
    [InlineData("lanyard exec --profile shop-dev -- /usr/bin/printen", "/usr/bin/printenv")]
    public async Task Bash_completes(string line, string word)
    {
        Assert.SkipUnless(File.Exists("/usr/share/bash-completion/bash_completion"), "bash-completion isn't installed (Debian: apt-get install bash-completion)");
        var script =
            $$"""
            . /usr/share/bash-completion/bash_completion
            eval "$(lanyard completion bash)"
            COMP_LINE={{Quote(line)}} COMP_POINT=${#COMP_LINE} COMP_TYPE=9 COMP_KEY=9
            # As readline takes a line apart: at blanks, and at = and :, which are words of their own.
            COMP_WORDS=(); rest=$COMP_LINE
            while [[ $rest =~ ^(\ *)([=:]+|[^\ =:]+)(.*)$ ]]; do COMP_WORDS+=("${BASH_REMATCH[2]}"); rest=${BASH_REMATCH[3]}; done
            [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=("")
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _lanyard lanyard "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
            printf '%s\n' "${COMPREPLY[@]}"
            """;

        var ended = (await _home.RunAsync(Requires.Program("bash", "bash"), "--norc", "-c", script)).Succeeded();

        Assert.Equal([word], ended.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(w => w.TrimEnd()));
    }

    [Theory]
    [InlineData("lanyard who", "lanyard whoami ")]
    [InlineData("lanyard profile sho", "lanyard profile show ")]
    [InlineData("lanyard exec --sta", "lanyard exec --stage ")]
    [InlineData("lanyard exec --profile shop-", "lanyard exec --profile shop-dev ")]
    [InlineData("lanyard exec --profile shop:", "lanyard exec --profile shop:prod ")]
    [InlineData("lanyard login --session ", "lanyard login --session corp ")]
    [InlineData("lanyard exec --stage st", "lanyard exec --stage staging ")]
    [InlineData("lanyard exec --via p", "lanyard exec --via process ")]
    [InlineData("lanyard sandbox start --seed somef", "lanyard sandbox start --seed somefile.txt ")]
    [InlineData("lanyard exec --profile shop-dev -- printen", "lanyard exec --profile shop-dev -- printenv ")]
    public async Task Zsh_completes(string line, string completed)
    {
        // A shell on a terminal of its own: what is typed into it, Tab with it, and the line that it has then.
        var script =
            $$"""
            zmodload zsh/zpty
            zpty z zsh -f -i
            say() { zpty -w z "$1" }
            say 'PS1=; unsetopt zle_bracketed_paste; autoload -Uz compinit && compinit -u -d "$HOME/.zcompdump"; eval "$(lanyard completion zsh)"'
            say 'report() { print -r -- "<<$BUFFER>>"; zle kill-whole-line }; zle -N report; bindkey "^T" report; print rea""dy'
            while zpty -r z out; do [[ $out == *ready* ]] && break; done
            zpty -w -n z {{Quote(line)}}$'\t\x14'
            while zpty -r z out; do [[ $out == *'>>'* ]] && { print -r -- "$out"; break }; done
            zpty -d z
            """;

        var ended = (await _home.RunAsync(Requires.Program("timeout", "coreutils"), "30", Requires.Program("zsh", "zsh"), "-f", "-c", script)).Succeeded();

        Assert.Contains($"<<{completed}>>", ended.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lanyard who", "whoami")]
    [InlineData("lanyard profile sho", "show")]
    [InlineData("lanyard exec --sta", "--stage")]
    [InlineData("lanyard exec --profile shop-", "shop-dev")]
    [InlineData("lanyard exec --profile=shop-", "--profile=shop-dev")]
    [InlineData("lanyard exec --profile shop:", "shop:prod")]
    [InlineData("lanyard login --session ", "corp")]
    [InlineData("lanyard exec --stage st", "staging")]
    [InlineData("lanyard exec --via p", "process")]
    [InlineData("lanyard sandbox start --seed somef", "somefile.txt")]
    [InlineData("lanyard exec --profile shop-dev -- /usr/bin/printen", "/usr/bin/printenv")]
    public async Task Fish_completes(string line, string word)
    {
        var ended = (await _home.RunAsync(Requires.Program("fish", "fish"), "--no-config", "-c", $"lanyard completion fish | source; complete -C {Quote(line)}")).Succeeded();

        Assert.Equal([word], ended.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')[0]));
    }

    [Fact]
    public async Task An_answer_comes_before_anybody_waits_for_it()
    {
        string[] complete = ["complete", "bash", "--", "exec", "--profile", ""];
        (await _home.LanyardAsync(complete)).Succeeded();
        var times = new List<TimeSpan>();
        for (var i = 0; i < 5; i++)
        {
            var clock = Stopwatch.StartNew();
            (await _home.LanyardAsync(complete)).Succeeded();
            times.Add(clock.Elapsed);
        }

        Assert.True(times.Min() < TimeSpan.FromSeconds(1), $"the quickest of five took {times.Min()}");
    }

    public void Dispose() => _home.Dispose();

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
