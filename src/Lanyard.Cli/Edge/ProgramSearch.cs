namespace Lanyard.Cli.Edge;

/// <summary>Where a command is, or why it can't be run.</summary>
/// <param name="Path">The file to run; null where there is none.</param>
/// <param name="ExitCode">What a shell would exit with: 127 not found, 126 not executable; 0 where it can be run.</param>
internal sealed record ProgramFound(string? Path, int ExitCode);

/// <summary>Finds a command as a shell does: by its path, else along <c>PATH</c>.</summary>
internal static class ProgramSearch
{
    /// <summary>Finds a command.</summary>
    /// <param name="command">The word that was typed.</param>
    /// <param name="path">The value of <c>PATH</c>.</param>
    /// <param name="currentDirectory">What relative paths start from.</param>
    public static ProgramFound Find(string command, string? path, string currentDirectory)
    {
        if (command.Contains('/') || (OperatingSystem.IsWindows() && command.Contains('\\')))
        {
            return Check(Path.Combine(currentDirectory, command)) ?? new ProgramFound(null, 127);
        }

        ProgramFound? notExecutable = null;
        foreach (var folder in (path ?? "/usr/local/bin:/usr/bin:/bin").Split(Path.PathSeparator))
        {
            var found = Check(Path.Combine(currentDirectory, folder, command))
                ?? (OperatingSystem.IsWindows() ? Check(Path.Combine(currentDirectory, folder, command + ".exe")) : null);
            if (found is { ExitCode: 0 })
            {
                return found;
            }

            notExecutable ??= found;
        }

        return notExecutable ?? new ProgramFound(null, 127);
    }

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
