namespace Lanyard.Cli.Commands.Doctor;

/// <summary>A folder with temporary files that nobody renamed.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Files">Their paths.</param>
internal sealed record LeftoverFiles(string Folder, IReadOnlyList<string> Files);

/// <summary>Finds what commands left behind that were killed.</summary>
internal static class LeftoverCheck
{
    /// <summary>How old a temporary file is that nobody is going to rename.</summary>
    public static readonly TimeSpan FileAge = TimeSpan.FromHours(1);

    /// <summary>Turns what was found into findings.</summary>
    /// <param name="leftovers">Temporary files older than <see cref="FileAge"/>.</param>
    /// <param name="runFolders">Folders of commands that don't run any more.</param>
    /// <param name="removeFiles">Removes the leftovers of a folder.</param>
    /// <param name="sweep">Removes the folders of commands that don't run any more.</param>
    public static IEnumerable<Finding> Find(
        IEnumerable<LeftoverFiles> leftovers, IReadOnlyList<string> runFolders, Action<string> removeFiles, Action sweep)
    {
        foreach (var (folder, files) in leftovers)
        {
            var command = $"rm {string.Join(' ', files.Take(3).Select(Words.Shell))}{(files.Count > 3 ? $" and {files.Count - 3} more" : "")}";
            yield return new Finding(
                FindingIds.Leftovers, Severity.Warning, folder,
                $"{Words.Count(files.Count, "temporary file")} of a command that was killed while it wrote",
                "such a file may hold the keys or tokens that were being written, and nothing removes it by itself",
                files.Count > 3 ? "lanyard doctor --fix" : command)
            {
                Repair = new Repair(command, () => removeFiles(folder)),
            };
        }

        if (runFolders.Count > 0)
        {
            yield return new Finding(
                FindingIds.DeadRun, Severity.Note, Path.GetDirectoryName(runFolders[0]) ?? runFolders[0],
                $"{Words.Count(runFolders.Count, "folder")} of `lanyard exec` commands that no longer run",
                "the plans in them still lead to credentials, and some hold session keys; the next `lanyard exec` removes them too",
                "lanyard doctor --fix")
            {
                Repair = new Repair($"remove {Words.Count(runFolders.Count, "folder")} below {Path.GetDirectoryName(runFolders[0])}", sweep),
            };
        }
    }
}
