namespace Lanyard.Cli.Edge;

/// <summary>Where a command is, or why it can't be run.</summary>
/// <param name="Path">The file to run; null where there is none.</param>
/// <param name="ExitCode">What a shell would exit with: 127 not found, 126 not executable; 0 where it can be run.</param>
internal sealed record ProgramFound(string? Path, int ExitCode);

/// <summary>Finds a command as a shell does: by its path, else along <c>PATH</c>.</summary>
internal static class ProgramSearch
{
    private static readonly string[] Programs = [".exe"];

    /// <summary>Finds a command.</summary>
    /// <param name="command">The word that was typed.</param>
    /// <param name="path">The value of <c>PATH</c>.</param>
    /// <param name="currentDirectory">What relative paths start from.</param>
    /// <param name="endings">What a program's name may end with and needn't be typed, as in <c>PATHEXT</c>; null for the system's programs.</param>
    public static ProgramFound Find(string command, string? path, string currentDirectory, IReadOnlyList<string>? endings = null)
    {
        endings ??= OperatingSystem.IsWindows() ? Programs : [];
        if (command.Contains('/') || (OperatingSystem.IsWindows() && command.Contains('\\')))
        {
            return Check(Path.Combine(currentDirectory, command), endings) ?? new ProgramFound(null, 127);
        }

        ProgramFound? notExecutable = null;
        foreach (var folder in (path ?? "/usr/local/bin:/usr/bin:/bin").Split(Path.PathSeparator))
        {
            var found = Check(Path.Combine(currentDirectory, folder, command), endings);
            if (found is { ExitCode: 0 })
            {
                return found;
            }

            notExecutable ??= found;
        }

        return notExecutable ?? new ProgramFound(null, 127);
    }

    /// <summary>Gives the endings of what can be run as a command on Windows, batch files among it; null elsewhere.</summary>
    /// <param name="surroundings">The machine.</param>
    public static IReadOnlyList<string>? EndingsOf(Surroundings surroundings) => surroundings.IsWindows
        ? (surroundings.Variable("PATHEXT") ?? ".COM;.EXE;.BAT;.CMD").ToLowerInvariant().Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        : null;

    // npm puts a file without an ending, a shell's, beside `npx.cmd`: Windows doesn't run it.
    private static ProgramFound? Check(string path, IReadOnlyList<string> endings) =>
        endings.Count == 0 || endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            ? Check(path)
            : endings.Select(ending => Check(path + ending)).FirstOrDefault(found => found is not null);

    private static ProgramFound? Check(string path)
    {
        if (Directory.Exists(path))
        {
            return new ProgramFound(null, 126);
        }

        if (!File.Exists(path))
        {
            return null;
        }

        const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0
            ? new ProgramFound(path, 0)
            : new ProgramFound(null, 126);
    }
}
