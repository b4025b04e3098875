using System.CommandLine;
using System.Text;
using Lanyard.Cli.Edge;

namespace Lanyard.Cli.Commands.Completion;

/// <summary>Prints what makes a shell complete, and answers the shell when it asks.</summary>
internal static class CompletionCommand
{
    /// <summary>The shells.</summary>
    public static readonly string[] Shells = ["bash", "zsh", "fish", "powershell"];

    /// <summary>Prints the script.</summary>
    public static int Run(string shell, Surroundings surroundings)
    {
        surroundings.Write(shell switch
        {
            "bash" => CompletionScripts.Bash,
            "zsh" => CompletionScripts.Zsh,
            "fish" => CompletionScripts.Fish,
            _ => CompletionScripts.PowerShell,
        });
        return ExitCodes.Done;
    }

    /// <summary>Answers a script: a candidate a line, in the form that its shell takes.</summary>
    /// <param name="shell">The shell.</param>
    /// <param name="words">The words behind the program's name, as the shell has them.</param>
    /// <param name="root">The command tree.</param>
    /// <param name="surroundings">The machine.</param>
    public static int Answer(string shell, IReadOnlyList<string> words, Command root, Surroundings surroundings)
    {
        IReadOnlyList<string> typed = shell switch
        {
            "bash" => Joined(words),

            // It drops an argument that is empty, so its script puts a dot before the last.
            "powershell" => [.. words.SkipLast(1), words is [.., var last] ? last[Math.Min(1, last.Length)..] : ""],
            _ => words,
        };
        var cut = shell == "bash" && typed.Count > 0 ? typed[^1].LastIndexOfAny(['=', ':']) + 1 : 0;
        var text = new StringBuilder();
        foreach (var (word, description) in new Completer(root, surroundings).Complete(typed))
        {
            text.Append(shell switch
            {
                "bash" => word[cut..],
                "zsh" => word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal) + (description.Length > 0 ? ":" + description : ""),
                _ => description.Length > 0 ? $"{word}\t{description}" : word,
            }).Append('\n');
        }

        surroundings.Write(text.ToString());
        return ExitCodes.Done;
    }

    // Bash takes a word apart at = and :, and only completes what stands behind the last of them.
    private static List<string> Joined(IReadOnlyList<string> words)
    {
        var joined = new List<string>();
        var goesOn = false;
        foreach (var word in words)
        {
            var isBreak = word is "=" or ":" or "==" or "::";
            if (joined.Count > 0 && (isBreak || goesOn))
            {
                joined[^1] += word;
            }
            else
            {
                joined.Add(word);
            }

            goesOn = isBreak;
        }

        return joined;
    }
}
