using System.Text;

namespace Lanyard.Cli.Edge;

/// <summary>
/// Starts batch files, as <c>npx.cmd</c> is one, on Windows: <c>cmd.exe</c> runs them, which reads their arguments by rules of its own. What
/// is written here comes to the program that the file starts as it was typed, and nothing of it is a command to <c>cmd.exe</c>.
/// </summary>
internal static class BatchFile
{
    // Extensions on and delayed expansion off, whatever the registry says; no autorun.
    private const string Switches = "/e:ON /v:OFF /d /c ";

    /// <summary>Tells whether a file is one.</summary>
    public static bool Is(string path) => path.EndsWith(".cmd", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".bat", StringComparison.OrdinalIgnoreCase);

    /// <summary>Gives the arguments by which <c>cmd.exe</c> runs one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="UsageException">One can't be written.</exception>
    public static string CommandLine(string path, IEnumerable<string> arguments)
    {
        // The outer quotes are taken away by `/c`, whatever stands between them.
        var line = new StringBuilder(Switches).Append('"');
        Append(line, path);
        foreach (var argument in arguments)
        {
            Append(line.Append(' '), argument);
        }

        return line.Append('"').ToString();
    }

    private static void Append(StringBuilder line, string word)
    {
        if (word.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0)
        {
            throw new UsageException("a batch file can't be given an argument with a line break");
        }

        var backslashes = 0;
        line.Append('"');
        foreach (var c in word)
        {
            switch (c)
            {
                case '"':
                    // Backslashes before a quote count twice to the program, and two quotes are one to both.
                    line.Append('\\', backslashes).Append("\"\"");
                    break;
                case '%':
                    // A variable that is empty, cut out of another one, keeps the sign from beginning one.
                    line.Append("%%cd:~,%");
                    break;
                default:
                    line.Append(c);
                    break;
            }

            backslashes = c == '\\' ? backslashes + 1 : 0;
        }

        line.Append('\\', backslashes).Append('"');
    }
}
