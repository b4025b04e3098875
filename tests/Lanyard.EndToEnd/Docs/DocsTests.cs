namespace Lanyard.EndToEnd.Docs;

/// <summary>Does what each page of the documentation says, and sees what it says.</summary>
public sealed class DocsTests
{
    public static TheoryData<string> Pages { get; } =
    [
        "README.md",
        .. Directory.EnumerateFiles(Path.Combine(LanyardProgram.Repository, "docs"), "*.md").Select(path => "docs/" + Path.GetFileName(path)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_command_does_what_the_page_shows(string name)
    {
        var page = DocsPage.Read(LanyardProgram.Repository, name);
        Assert.True(page.NeverRun.Count == 0, $"{name}:{string.Join(", ", page.NeverRun)}: tag commands `console`, so that they are run, or `text` where they can't be");
        if (page.Steps.Count == 0)
        {
            return;
        }

        Assert.SkipUnless(OperatingSystem.IsLinux(), "the documentation's commands are run on Linux alone");
        Assert.SkipWhen(page.Steps.Any(UsesAwsCli) && !DocsSession.Has("aws"), "the AWS CLI is not installed");
        Succeeds(await DocsSession.RunAsync(page, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_two_commands_that_the_README_starts_with_are_there()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(LanyardProgram.Repository, "README.md"), TestContext.Current.CancellationToken);
        Assert.Contains("\ndotnet run --project src/Lanyard.Cli -- try\n", readme, StringComparison.Ordinal);
        Assert.Contains("\n./test.sh\n", readme, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(LanyardProgram.Repository, "src/Lanyard.Cli/Lanyard.Cli.csproj")));
        Assert.True(File.Exists(Path.Combine(LanyardProgram.Repository, "test.sh")));

        Assert.SkipUnless(OperatingSystem.IsLinux(), "the documentation's commands are run on Linux alone");
        Succeeds(await Run("$ lanyard try --no-input", "1. A small AWS on this machine", "…", "2. Sign in once", "…", "3. One identity for each stage", "…", "4. A command that runs as dev", "…", "What to try next", "…"));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("consol")]
    [InlineData("")]
    public void Commands_that_would_not_be_run_are_found_out(string tag) =>
        Assert.Equal([2], DocsPage.Parse("test", $"Type this:\n```{tag}\n$ lanyard login\n```\n").NeverRun);

    [Theory]
    [InlineData("$ printf 'one\\ntwo\\n'", "one", "two")]
    [InlineData("$ printf 'one\\ntwo\\n'", "…")]
    [InlineData("$ printf 'one\\ntwo\\nthree\\n'", "…", "th…e")]
    [InlineData("$ echo one two three", "one … three")]
    [InlineData("$ echo one", "one…")]
    [InlineData("$ true")]
    [InlineData("$ false", "$ echo $?", "1")]
    [InlineData("$ bash", "$ echo inside", "inside")]
    public async Task What_a_page_shows_may_leave_out_what_differs_each_time(params string[] block)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the documentation's commands are run on Linux alone");
        Succeeds(await Run(block));
    }

    [Theory]
    [InlineData("another output", "$ echo one", "two")]
    [InlineData("a line that is missing", "$ echo one", "one", "two")]
    [InlineData("a line too many", "$ printf 'one\\ntwo\\n'", "one")]
    [InlineData("output that isn't shown", "$ echo one")]
    [InlineData("a beginning that differs", "$ echo one", "t…")]
    [InlineData("an end that differs", "$ echo one", "…two")]
    [InlineData("a failure that isn't shown", "$ false")]
    [InlineData("another exit code", "$ false", "$ echo $?", "2")]
    [InlineData("a command that isn't there", "$ lanyard-nowhere", "…")]
    [InlineData("a shell that ends", "$ exit 0", "$ echo one", "one")]
    public async Task A_page_that_shows_something_else_is_found_out(string why, params string[] block)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the documentation's commands are run on Linux alone");
        Assert.True(await Run(block) is not null, $"not noticed: {why}");
    }

    // Not Assert.Null: it cuts what it shows.
    private static void Succeeds(string? problem) => Assert.True(problem is null, problem);

    private static Task<string?> Run(params string[] block) =>
        DocsSession.RunAsync(DocsPage.Parse("test", $"```console\n{string.Join('\n', block)}\n```\n"), TestContext.Current.CancellationToken);

    private static bool UsesAwsCli(DocsStep step) => step.Shell.StartsWith("aws ", StringComparison.Ordinal) || step.Shell.Contains(" aws ", StringComparison.Ordinal);
}
