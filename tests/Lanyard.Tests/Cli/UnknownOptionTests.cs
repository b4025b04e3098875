namespace Lanyard.Tests.Cli;

public sealed class UnknownOptionTests : IAsyncLifetime
{
    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Theory]
    [InlineData("--formt", "--format", "policy", "generate", "--template", "t.yaml", "--formt", "yaml")]
    [InlineData("--explian", "--explain", "policy", "generate", "--explian")]
    [InlineData("--formt", "--format", "policy", "generate", "--formt=yaml", "--framework", "cdk")]
    [InlineData("--no-new-acces", "--no-new-access", "policy", "diff", "old.json", "new.json", "--no-new-acces")]
    [InlineData("--spilt", "--split", "policy", "minimize", "policy.json", "--spilt")]
    [InlineData("--fail-onn", "--fail-on", "policy", "check", "policy.json", "--fail-onn", "error")]
    [InlineData("--scenarioo", "--scenario", "policy", "simulate", "--scenarioo", "s.json")]
    [InlineData("--accuont", "--account", "policy", "show", "cdk", "--accuont", "111111111111")]
    [InlineData("--jsn", "--json", "catalog", "search", "rotate", "--jsn")]
    [InlineData("--stag", "--stage", "whoami", "--stag", "dev")]
    public async Task An_option_that_a_command_does_not_have_is_told_with_the_one_that_is_near(string written, string meant, params string[] words)
    {
        var run = await _cli.RunAsync(words);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"there is no option `{written}`; did you mean `{meant}`?", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("`serverless`", "policy", "generate", "--framework", "servrless")]
    [InlineData("`yaml`", "policy", "generate", "--framework", "cdk", "--format", "yml")]
    [InlineData("`identity`", "policy", "check", "p.json", "--type", "identiy")]
    public async Task A_value_that_an_option_does_not_take_is_told_with_the_one_that_is_near(string meant, params string[] words)
    {
        var run = await _cli.RunAsync(words);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"did you mean {meant}?", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"Resources\": {}} x", "1:19: this is not JSON: something follows what the text begins with")]
    [InlineData("{\"Resources\": {\"A\": {", "1:22: this is not JSON: it ends too early: a closing brace or bracket is missing")]
    [InlineData("{\"Resources\":\n  {\"A\": \"x", "2:11: this is not JSON: it ends within a string, whose closing quote is missing")]
    [InlineData("{\"Resources\": {\"A\": {},\n}}", "2:1: this is not JSON: there is a comma with nothing behind it")]
    [InlineData("{\"Resources\": {}\n", "2:1: this is not JSON: it ends too early")]
    public async Task JSON_that_ends_too_early_is_told_in_words_with_line_and_column(string text, string message)
    {
        _cli.Home.Write("project/t.json", text);
        var run = await _cli.RunAsync("policy", "generate", "--template", "t.json");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("t.json:" + message, run.Error, StringComparison.Ordinal);
    }
}
