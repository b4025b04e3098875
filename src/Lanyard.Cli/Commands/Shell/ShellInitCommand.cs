using Lanyard.Cli.Commands.Completion;
using Lanyard.Cli.Edge;

namespace Lanyard.Cli.Commands.Shell;

/// <summary>Prints the functions that a shell loads, and its completion with them.</summary>
internal static class ShellInitCommand
{
    /// <summary>Prints the script.</summary>
    public static int Run(string shell, Surroundings surroundings)
    {
        surroundings.Write(shell switch
        {
            "bash" => ShellScripts.Bash + CompletionScripts.Bash,
            "zsh" => ShellScripts.Zsh + CompletionScripts.Zsh + ShellScripts.ZshCompletion,
            "fish" => ShellScripts.Fish + CompletionScripts.Fish,
            _ => ShellScripts.PowerShell + CompletionScripts.PowerShell,
        });
        return ExitCodes.Done;
    }
}
