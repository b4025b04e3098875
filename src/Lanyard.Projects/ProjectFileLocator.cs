namespace Lanyard.Projects;

/// <summary>Finds the <c>lanyard.yaml</c> that is meant in a folder.</summary>
public static class ProjectFileLocator
{
    /// <summary>The environment variable that names the file outright.</summary>
    public const string Variable = "LANYARD_FILE";

    /// <summary>
    /// The file that <c>LANYARD_FILE</c> names (relative to the start folder); else the nearest <c>lanyard.yaml</c> in the
    /// start folder or above it. The search ends after the folder that holds <c>.git</c>, so that a repository never takes
    /// the stages of whatever it was cloned into.
    /// </summary>
    /// <param name="startFolder">Full path of the folder to start from.</param>
    /// <param name="environment">The environment; an empty <c>LANYARD_FILE</c> counts as none.</param>
    /// <returns>Full path of the file, or null when there is none.</returns>
    /// <exception cref="ProjectFileException"><c>LANYARD_FILE</c> names something that is not a file.</exception>
    public static string? Find(string startFolder, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (environment.TryGetValue(Variable, out var named) && named.Length > 0)
        {
            return Named(startFolder, named);
        }

        for (var folder = new DirectoryInfo(startFolder); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, ProjectFile.FileName);
            if (File.Exists(file))
            {
                return file;
            }

            // A folder in a clone, a file in a worktree or a submodule.
            if (Path.Exists(Path.Combine(folder.FullName, ".git")))
            {
                return null;
            }
        }

        return null;
    }

    private static string Named(string startFolder, string named)
    {
        // A NUL is the one character no path can hold; combining would throw.
        var file = named.Contains('\0') ? named.Replace('\0', '?') : Path.GetFullPath(Path.Combine(startFolder, named));
        return File.Exists(file)
            ? file
            : throw new ProjectFileException(
                file,
                1,
                1,
                ProjectFileCodes.Unreadable,
                $"{Variable} names this file, but it does not exist",
                $"correct or unset {Variable}");
    }
}
