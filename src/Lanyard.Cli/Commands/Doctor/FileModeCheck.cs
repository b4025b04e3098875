namespace Lanyard.Cli.Commands.Doctor;

/// <summary>What a file is there for.</summary>
internal enum PathRole
{
    /// <summary>It holds secrets, or is made for them: nobody else may read it.</summary>
    Secrets,

    /// <summary>It holds none, and says which programs are run and whom we are: nobody else may write it.</summary>
    Settings,

    /// <summary>A folder with such files in it.</summary>
    Folder,
}

/// <summary>A file or folder as it was found.</summary>
/// <param name="Path">The path, behind symbolic links.</param>
/// <param name="Role">What it is there for.</param>
/// <param name="Mode">Its permissions.</param>
/// <param name="Owner">The number of its user; null where that isn't known.</param>
internal sealed record PathFacts(string Path, PathRole Role, UnixFileMode Mode, uint? Owner);

/// <summary>Finds what other users of the machine can read or change.</summary>
internal static class FileModeCheck
{
    private const UnixFileMode AnyOther = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private const UnixFileMode AnyGroup = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
    private const UnixFileMode Writes = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Looks at paths.</summary>
    /// <param name="paths">The paths, each once.</param>
    /// <param name="me">The number of this user; null where it isn't known.</param>
    /// <param name="setMode">Changes a file's permissions.</param>
    public static IEnumerable<Finding> Find(IReadOnlyCollection<PathFacts> paths, uint? me, Action<string, UnixFileMode> setMode)
    {
        // Files that lie together are one finding: a cache may hold hundreds.
        foreach (var group in paths.Where(p => p.Role == PathRole.Secrets && (p.Mode & (AnyOther | AnyGroup)) != 0)
            .GroupBy(p => (Folder: Path.GetDirectoryName(p.Path), ForAll: (p.Mode & AnyOther) != 0)))
        {
            var writes = group.Any(p => (p.Mode & Writes) != 0);
            yield return Of(
                FindingIds.OpenFile, group.Key.ForAll ? Severity.Error : Severity.Warning, [.. group], AnyOther | AnyGroup, "600", setMode,
                $"{(group.Key.ForAll ? "every user" : "the file's group")} of this machine can {(writes ? "read and change" : "read")} {{0}}",
                "keys, tokens or what leads to them are in it, and whoever has those is you");
        }

        foreach (var group in paths.Where(p => p.Role == PathRole.Settings && (p.Mode & Writes) != 0).GroupBy(p => (p.Mode & UnixFileMode.OtherWrite) != 0))
        {
            yield return Of(
                FindingIds.WritableConfig, group.Key ? Severity.Error : Severity.Warning, [.. group], Writes, "go-w", setMode,
                $"{(group.Key ? "every user" : "the file's group")} of this machine can change {{0}}",
                "a credential_process line in it is run as you");
        }

        foreach (var group in paths.Where(p => p.Role == PathRole.Folder && (p.Mode & (AnyOther | AnyGroup)) != 0)
            .GroupBy(p => (p.Mode & UnixFileMode.OtherWrite) != 0 ? Severity.Error : (p.Mode & UnixFileMode.GroupWrite) != 0 ? Severity.Warning : Severity.Note))
        {
            yield return Of(
                FindingIds.OpenFolder, group.Key, [.. group], AnyOther | AnyGroup, "700", setMode,
                group.Key == Severity.Note ? "other users of this machine can look into {0}" : "other users of this machine can put files into {0}",
                group.Key == Severity.Note ? "they see the files' names, and the files that are open to them" : "whoever can put a file there can replace yours");
        }

        foreach (var foreign in paths.Where(p => me is not null && p.Owner is { } owner && owner != me))
        {
            yield return new Finding(
                FindingIds.ForeignFile, Severity.Warning, foreign.Path, $"it belongs to another user (number {foreign.Owner})",
                "that user can change it, and you may not be able to; a command run with sudo often leaves such a file",
                $"sudo chown \"$(id -u)\" {Words.Shell(foreign.Path)}");
        }
    }

    private static Finding Of(
        string id, Severity severity, IReadOnlyList<PathFacts> paths, UnixFileMode without, string command, Action<string, UnixFileMode> setMode, string what, string why)
    {
        var names = paths.Select(p => p.Path).ToArray();
        var fix = $"chmod {command} {string.Join(' ', names.Take(3).Select(Words.Shell))}{(names.Length > 3 ? $" and {names.Length - 3} more" : "")}";
        return new Finding(
            id, severity, names.Length == 1 ? names[0] : Path.GetDirectoryName(names[0]) ?? names[0],
            what.Replace("{0}", names.Length == 1 ? $"it (mode {Octal(paths[0].Mode)})" : Words.Few([.. names.Select(n => Path.GetFileName(n))]), StringComparison.Ordinal),
            why, names.Length > 3 ? "lanyard doctor --fix" : fix)
        {
            Repair = new Repair(fix, () =>
            {
                foreach (var path in paths)
                {
                    setMode(path.Path, path.Mode & ~without);
                }
            }),
        };
    }

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode & 0x1FF, 8).PadLeft(3, '0');
}
