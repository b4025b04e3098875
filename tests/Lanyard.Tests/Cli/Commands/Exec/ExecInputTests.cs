using Lanyard.Cli.Commands;
using Lanyard.Cli.Identity;

namespace Lanyard.Tests.Cli.Commands.Exec;

public sealed class ExecInputTests
{
    private static readonly string[] Tail = ["npx", "sst", "deploy", "--stage", "x"];

    [Theory]
    [InlineData("exec", null, null, null, null)]
    [InlineData("exec --stage dev", null, "dev", null, null)]
    [InlineData("exec -p p --region eu-west-1", "p", null, "eu-west-1", null)]
    [InlineData("exec --via process -s dev", null, "dev", null, "process")]
    [InlineData("exec --server --profile p", "p", null, null, "server")]
    public void Plain_command_lines_are_read_without_the_tree(string own, string? profile, string? stage, string? region, string? via)
    {
        var input = ExecInput.FromPlainArguments(own.Split(' '), Tail)!;
        Assert.Equal(new GlobalOptions { Profile = profile, Stage = stage, Region = region }, input.Options);
        Assert.Equal(via, input.Via);
        Assert.Equal(Tail, input.Command);
    }

    [Theory]
    [InlineData("")]
    [InlineData("env --profile p")]
    [InlineData("--profile p exec")]
    [InlineData("exec --profile")]
    [InlineData("exec --profile --stage")]
    [InlineData("exec --profile=p")]
    [InlineData("exec --stage a --stage b")]
    [InlineData("exec --via ssh")]
    [InlineData("exec --via env --server")]
    [InlineData("exec --server --via server")]
    [InlineData("exec --keep-profiles")]
    [InlineData("exec --no-input --stage dev")]
    [InlineData("exec npm")]
    [InlineData("exec --help")]
    public void Every_other_command_line_is_left_to_the_tree(string own) =>
        Assert.Null(ExecInput.FromPlainArguments(own.Split(' ', StringSplitOptions.RemoveEmptyEntries), Tail));

    [Fact]
    public void An_empty_value_is_left_to_the_tree() => Assert.Null(ExecInput.FromPlainArguments(["exec", "--stage", ""], Tail));

    [Fact]
    public void Without_a_command_it_is_left_to_the_tree()
    {
        Assert.Null(ExecInput.FromPlainArguments(["exec", "--stage", "dev"], null));
        Assert.Null(ExecInput.FromPlainArguments(["exec", "--stage", "dev"], []));
    }
}
