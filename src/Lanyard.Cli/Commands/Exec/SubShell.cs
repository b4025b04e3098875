using Lanyard.Cli.Edge;
using Lanyard.Credentials;

namespace Lanyard.Cli.Commands.Exec;

/// <summary>The shell that <c>exec</c> starts when it is given no command.</summary>
internal static class SubShell
{
    /// <summary>Gives the command of the shell.</summary>
    /// <param name="surroundings">The machine.</param>
    /// <param name="isNested">Whether a shell in a shell is meant.</param>
    /// <exception cref="UsageException">Nobody is there to use it.</exception>
    /// <exception cref="CredentialsException">This is such a shell already.</exception>
    public static IReadOnlyList<string> Command(Surroundings surroundings, bool isNested)
    {
        if (!surroundings.HasTerminal || surroundings.In is not null)
        {
            throw new UsageException("exec needs a command after `--`; without one it starts a shell, on a terminal alone", "lanyard exec --stage dev -- aws sts get-caller-identity");
        }

        if (!isNested && ExecMarkers.Describe(surroundings) is { } outer)
        {
            throw new CredentialsException(
                CliErrorCodes.ShellInShell, $"this shell has an identity already, {outer}, and another one in it is easily mistaken for it",
                "leave it first: exit; or add --nested", FailureKind.GuardRail);
        }

        return [surroundings.Variable("SHELL") ?? (surroundings.IsWindows ? surroundings.Variable("COMSPEC") ?? "cmd.exe" : "/bin/sh")];
    }
}
