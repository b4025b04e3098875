using Lanyard.Cli.Commands.Exec;
using Lanyard.Projects.Tools;

namespace Lanyard.Tests.Cli.Commands.Exec;

public sealed class RunHistoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("npx sst deploy --stage dev", "sst deploy @dev")]
    [InlineData("npx sst --stage dev deploy", "sst @dev")]
    [InlineData("cdk deploy --parameters Password=hunter2 --all", "cdk deploy @dev")]
    [InlineData("serverless", "serverless @dev")]
    [InlineData("sls hunter2!", "sls @dev")]
    [InlineData("sh -c 'sst deploy && cdk deploy'", "sst deploy + cdk deploy @dev")]
    [InlineData("psql --password hunter2", null)]
    [InlineData("make deploy", null)]
    public void A_command_is_known_by_its_tool_and_no_argument(string command, string? shape)
    {
        string[] words = [.. command.Split('\'').SelectMany((part, at) => at % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        Assert.Equal(shape, RunHistory.ShapeOf(ChildCommand.Read(words, _folder.Path, new Dictionary<string, string>()), "dev"));
    }

    [Fact]
    public void The_longest_of_the_last_five_runs_is_given()
    {
        var history = new RunHistory(_folder.Path, "/orders");
        Assert.Null(history.Longest("sst deploy"));
        foreach (var minutes in new[] { 90, 10, 20, 15, 12, 11 })
        {
            history.Add("sst deploy", TimeSpan.FromMinutes(minutes), succeeded: true);
        }

        Assert.Equal(TimeSpan.FromMinutes(20), history.Longest("sst deploy"));
        Assert.Equal(TimeSpan.FromMinutes(20), new RunHistory(_folder.Path, "/orders").Longest("sst deploy"));
        Assert.Null(history.Longest("sst remove"));
        Assert.Null(new RunHistory(_folder.Path, "/other").Longest("sst deploy"));
    }

    [Fact]
    public void A_run_that_failed_counts_only_if_it_took_longer_than_any()
    {
        var history = new RunHistory(_folder.Path, "/orders");
        history.Add("sst deploy", TimeSpan.FromMinutes(10), succeeded: true);
        history.Add("sst deploy", TimeSpan.FromSeconds(3), succeeded: false);
        Assert.Equal(TimeSpan.FromMinutes(10), history.Longest("sst deploy"));
        history.Add("sst deploy", TimeSpan.FromMinutes(61), succeeded: false);
        Assert.Equal(TimeSpan.FromMinutes(61), history.Longest("sst deploy"));
    }

    [Theory]
    [InlineData("{ broken")]
    [InlineData("[]")]
    [InlineData("""{"commands":{"sst deploy":["long"]}}""")]
    [InlineData("""{"commands":{"sst deploy":[-5,99999999999999]}}""")]
    [InlineData("")]
    public void A_file_that_is_no_history_is_begun_anew(string text)
    {
        var history = new RunHistory(_folder.Path, "/orders");
        history.Add("sst deploy", TimeSpan.FromMinutes(10), succeeded: true);
        var file = Assert.Single(Directory.EnumerateFiles(_folder.Path, "*.json", SearchOption.AllDirectories));
        File.WriteAllText(file, text);
        Assert.Null(history.Longest("sst deploy"));
        history.Add("sst deploy", TimeSpan.FromMinutes(7), succeeded: true);
        Assert.Equal(TimeSpan.FromMinutes(7), history.Longest("sst deploy"));
    }
}
