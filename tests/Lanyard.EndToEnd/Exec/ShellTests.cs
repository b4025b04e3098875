using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Exec;

/// <summary>Without a command, <c>exec</c> starts a shell that has the identity.</summary>
public sealed class ShellTests(SignedInSandbox sandbox) : IClassFixture<SignedInSandbox>
{
    [Fact]
    public async Task A_shell_on_a_terminal_has_the_identity_and_says_so()
    {
        sandbox.User.Environment["SHELL"] = "/bin/sh";
        await using var terminal = Terminal.Start(sandbox.User, "exec", "--stage", "staging");

        await terminal.TypeAsync("echo \"<$LANYARD_STAGE|${LANYARD_PROFILE-none}|$LANYARD_EXPIRATION>\"\n");
        await terminal.ReadAsync(output => output.Contains("<staging|none|20", StringComparison.Ordinal) ? output : null);
        await terminal.TypeAsync("\"$LANYARD\" whoami --json; exit 5\n".Replace("\"$LANYARD\"", $"'{LanyardBinary.Path}'", StringComparison.Ordinal));

        var ended = (await terminal.EndAsync()).EndedWith(5);
        Assert.Contains("222222222222", ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shell_in_a_shell_is_refused_unless_it_is_asked_for()
    {
        using var home = new UserHome(sandbox);
        home.Environment["HOME"] = sandbox.User.Folder;
        home.Environment["SHELL"] = "/bin/sh";
        home.Environment["LANYARD_STAGE"] = "dev";
        await using var refused = Terminal.Start(home, "exec", "--stage", "prod");
        var ended = (await refused.EndAsync()).EndedWith(3);
        Assert.Contains("[SHELL_IN_SHELL]", ended.Out, StringComparison.Ordinal);
        Assert.Contains("the stage dev", ended.Out, StringComparison.Ordinal);

        await using var nested = Terminal.Start(home, "exec", "--profile", "dev", "--nested");
        await nested.TypeAsync("echo \"<${LANYARD_STAGE-none}|$LANYARD_PROFILE>\"; exit\n");
        Assert.Contains("<none|dev>", (await nested.EndAsync()).Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_in_such_a_shell_may_have_another_identity()
    {
        using var home = new UserHome(sandbox);
        home.Environment["HOME"] = sandbox.User.Folder;
        home.Environment["LANYARD_STAGE"] = "dev";

        var ended = (await home.LanyardAsync("exec", "--stage", "staging", "--", "/bin/sh", "-c", "echo $LANYARD_STAGE $AWS_ACCOUNT_ID")).Succeeded();

        Assert.Equal("staging 222222222222\n", ended.Out);
    }
}
