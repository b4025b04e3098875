using Lanyard.Cli.Commands.Policies.Generate;
using Lanyard.Cli.Identity;

namespace Lanyard.Tests.Cli.Commands.Policies.Generate;

public sealed class GenerateInputTests : IAsyncLifetime
{
    private const string Plain = "policy generate --template t.json --stack-name orders-dev --account 111111111111 --region eu-west-1 --bucket uploads --app orders";

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public void Plain_command_lines_are_read_without_the_tree()
    {
        var input = GenerateInput.FromPlainArguments(Plain.Split(' '))!;
        Assert.Equal(new GlobalOptions { Region = "eu-west-1" }, input.Options);
        Assert.Equal((string[])["t.json"], input.Templates);
        Assert.Equal(("orders-dev", "111111111111", "uploads", "orders"), (input.StackName, input.Account, input.Bucket, input.App));
    }

    [Theory]
    [InlineData("policy generate")]
    [InlineData("policy check --template t.json")]
    [InlineData("policy generate --template")]
    [InlineData("policy generate --template -")]
    [InlineData("policy generate --template a.json b.json")]
    [InlineData("policy generate --template a.json --template b.json")]
    [InlineData("policy generate --template=t.json --region x")]
    [InlineData("policy generate --stack-name orders --region eu-west-1")]
    [InlineData("policy generate --template t.json --stage dev")]
    [InlineData("policy generate --template t.json --json")]
    [InlineData("policy generate --template t.json --region --json")]
    [InlineData("policy generate --template t.json --help")]
    public void Every_other_command_line_is_left_to_the_tree(string own) => Assert.Null(GenerateInput.FromPlainArguments(own.Split(' ')));

    [Fact]
    public void An_empty_value_is_left_to_the_tree() => Assert.Null(GenerateInput.FromPlainArguments(["policy", "generate", "--template", ""]));

    // Saying that colours aren't wanted takes the way by the tree.
    [Fact]
    public async Task Both_ways_do_the_same()
    {
        _cli.Home.Write("project/t.json", """{"Resources":{"Q":{"Type":"AWS::SQS::Queue"},"R":{"Type":"AWS::S3::Bucket"}}}""");
        var (plain, tree) = (await _cli.RunAsync(Plain.Split(' ')), await _cli.RunAsync([.. Plain.Split(' '), "--no-color"]));
        Assert.Equal((tree.ExitCode, tree.Out, tree.Error), (plain.ExitCode, plain.Out, plain.Error));
        Assert.Contains("orders-dev-Q", plain.Out, StringComparison.Ordinal);
        Assert.Equal(2, (await _cli.RunAsync("policy", "generate", "--template", "t.json", "--account", "12")).ExitCode);
    }
}
