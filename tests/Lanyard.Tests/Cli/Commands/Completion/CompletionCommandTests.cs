using Lanyard.Cli;
using Lanyard.Credentials;

namespace Lanyard.Tests.Cli.Commands.Completion;

/// <summary>What each shell is answered; that the shells take it is tested with the shells.</summary>
public sealed class CompletionCommandTests : IAsyncLifetime
{
    private TestCli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync();
        _cli.Home.Config("[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\n[profile dev]\nsso_account_id = 111111111111\nsso_role_name = Admin\n[profile a:b]\nregion = x\n[profile dev-2]\nrole_arn = arn:aws:iam::111111111111:role/x\n");
        var vault = new VaultIndex(_cli.Home["lanyard/state"]);
        vault.Set(new VaultEntry("ci", "AKIACI", _cli.Time.GetUtcNow()) { AccountId = "111111111111" });
        vault.Set(new VaultEntry("old", "AKIAOLD", _cli.Time.GetUtcNow()));
        _cli.Home.Write("project/lanyard.yaml", "version: 1\nsessions:\n  corp: { startUrl: \"https://corp.awsapps.com/start\", region: eu-west-1 }\nstages:\n  prod:\n    account: \"333333333333\"\n    region: eu-west-1\n    access: { role: \"arn:aws:iam::333333333333:role/x\", from: dev }\n    protected: true\n  dev:\n    account: \"111111111111\"\n    region: eu-west-1\n    access: { session: corp, permissionSet: Admin }\n");
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Theory]
    [InlineData("who", "whoami\taccount, ARN, source and minutes left of the identity in use")]
    [InlineData("profile|li", "list\tevery profile, both files merged")]
    [InlineData("profile|show|dev-", "dev-2\tarn:aws:iam::111111111111:role/x")]
    [InlineData("exec|--profile|dev", "dev\t111111111111 Admin", "dev-2\tarn:aws:iam::111111111111:role/x")]
    [InlineData("-p|dev-", "dev-2\tarn:aws:iam::111111111111:role/x")]
    [InlineData("exec|--profile=dev-", "--profile=dev-2\tarn:aws:iam::111111111111:role/x")]
    [InlineData("login|--session|", "corp\thttps://corp.awsapps.com/start")]
    [InlineData("exec|--via|", "env", "process", "server")]
    [InlineData("exec|--via=s", "--via=server")]
    [InlineData("completion|f", "fish")]
    [InlineData("grant|p", "prod\t333333333333, protected")]
    [InlineData("configure|role|--source-profile|dev-", "dev-2\tarn:aws:iam::111111111111:role/x")]
    [InlineData("vault|remove|", "ci\tAKIACI in 111111111111", "old\tAKIAOLD")]
    [InlineData("vault|rotate|o", "old\tAKIAOLD")]
    [InlineData("configure|keys|--entry|c", "ci\tAKIACI in 111111111111")]
    [InlineData("vault|migrate|dev-", "dev-2\tarn:aws:iam::111111111111:role/x")]
    [InlineData("vault|add|c")]
    [InlineData("--json|exec|--via|p", "process")]
    [InlineData("exec|--|ls|--pro")]
    [InlineData("nothing|of|that|kind|zz")]
    public async Task Words_become_what_may_stand_there(string words, params string[] expected) =>
        Assert.Equal(expected, await AnswerAsync("fish", words.Split('|')));

    [Fact]
    public async Task Commands_and_options_are_those_that_the_help_shows()
    {
        var commands = await AnswerAsync("bash", "");
        Assert.Superset(new HashSet<string> { "exec", "login", "configure", "status", "completion" }, commands.ToHashSet());
        Assert.DoesNotContain("complete", commands);
        Assert.Equal(["check", "simulate", "diff", "minimize", "generate", "list", "show", "role", "apply"], await AnswerAsync("bash", "policy", ""));
        var options = await AnswerAsync("bash", "exec", "--");
        Assert.Superset(new HashSet<string> { "--profile", "--stage", "--via", "--server", "--keep-profiles", "--json" }, options.ToHashSet());
        var start = await AnswerAsync("bash", "sandbox", "start", "--");
        Assert.Superset(new HashSet<string> { "--state", "--deterministic", "--handlers" }, start.ToHashSet());
    }

    [Theory]
    [InlineData("bash", "exec|--profile|=|dev-", "dev-2")]
    [InlineData("bash", "exec|--profile|=", "dev", "a:b", "dev-2")]
    [InlineData("bash", "exec|--profile|a|:|b", "b")]
    [InlineData("zsh", "exec|--profile|a", "a\\:b")]
    [InlineData("powershell", "exec|--via|.", "env", "process", "server")]
    [InlineData("powershell", "exec|--via|.s", "server")]
    public async Task Each_shell_has_its_own_form(string shell, string words, params string[] expected) =>
        Assert.Equal(expected.Order(), (await AnswerAsync(shell, words.Split('|'))).Select(l => shell == "zsh" ? l : l.Split('\t')[0]).Order());

    [Fact]
    public async Task Stages_come_from_the_project_in_sight()
    {
        Assert.Equal(["prod\t333333333333, protected"], await AnswerAsync("fish", "exec", "--stage", "p"));
        _cli.Folder = ".";
        Assert.Empty(await AnswerAsync("fish", "exec", "--stage", "p"));
    }

    [Fact]
    public async Task A_file_that_can_not_be_read_offers_nothing_and_says_nothing()
    {
        _cli.Home.Config("[profile dev\n");
        _cli.Home.Write("project/lanyard.yaml", "version: [");
        Assert.Empty(await AnswerAsync("bash", "exec", "--profile", ""));
        Assert.Empty(await AnswerAsync("bash", "exec", "--stage", ""));
        _cli.Home.Write("lanyard/state/vault-keys.json", "[");
        Assert.Empty(await AnswerAsync("bash", "vault", "remove", ""));
        Assert.Contains("--session", await AnswerAsync("bash", "login", "--s"));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _lanyard lanyard")]
    [InlineData("zsh", "compdef _lanyard lanyard")]
    [InlineData("fish", "complete -c lanyard")]
    [InlineData("powershell", "Register-ArgumentCompleter")]
    public async Task The_script_is_printed(string shell, string part) =>
        Assert.Contains(part, (await _cli.RunAsync("completion", shell)).Done().Out, StringComparison.Ordinal);

    [Fact]
    public async Task Another_shell_is_wrong_usage() => (await _cli.RunAsync("completion", "tcsh")).Failed(2, CliErrorCodes.Usage);

    private async Task<string[]> AnswerAsync(string shell, params string[] words)
    {
        var run = (await _cli.RunAsync(["complete", shell, "--", .. words])).Done();
        Assert.Equal("", run.Error);
        return run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
