namespace Lanyard.Credentials.Files;

/// <summary>Replaces files whole: a reader sees the old content or the new, whenever the power goes off.</summary>
public static class AtomicFile
{
    private const string TemporaryPrefix = ".lanyard-";
    private const string TemporarySuffix = ".tmp";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Permissions = (UnixFileMode)0x1FF; // 0777

    /// <summary>
    /// Writes a file: to a temporary file beside it that is flushed to disk, then renamed over it. The file keeps its mode
    /// and owner; a new one gets 0600, and folders made for it 0700. A symbolic link stays one: the file that it leads to is replaced.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="content">All of its new content.</param>
    /// <exception cref="IOException">It can't be written, or is not a regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">Its folder can't be written to.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content) => Write(path, content, beforeRename: null);

    /// <summary>As <see cref="Write(string, ReadOnlySpan{byte})"/>, for what holds a secret: 0600 whatever the file's mode was.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">All of its new content.</param>
    /// <exception cref="IOException">It can't be written, or is not a regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">Its folder can't be written to.</exception>
    public static void WritePrivate(string path, ReadOnlySpan<byte> content) => Write(path, content, beforeRename: null, isPrivate: true);

    /// <summary>
    /// Writes a file that is not there yet, into a folder that nobody else knows of: 0600 from its first byte, and not flushed to disk,
    /// since it needn't outlive a power failure.
    /// </summary>
    /// <param name="path">The file; its folder is made, for the owner alone.</param>
    /// <param name="content">All of its content.</param>
    /// <exception cref="IOException">There is such a file, or it can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Its folder can't be written to.</exception>
    public static void WriteTransient(string path, ReadOnlySpan<byte> content)
    {
        CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var stream = New(path);
        stream.Write(content);
    }

    /// <summary>As the other; <paramref name="beforeRename"/> may still stop it by throwing, at the last moment.</summary>
    internal static void Write(string path, ReadOnlySpan<byte> content, Action? beforeRename, bool isPrivate = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string target = RealPath(path);
        RefuseWhatIsNoFile(target);
        string folder = Path.GetDirectoryName(target)!;
        CreateFolder(folder);

        string temporary = Path.Combine(folder, TemporaryPrefix + Path.GetRandomFileName() + TemporarySuffix);
        try
        {
            WriteTemporary(temporary, content, isPrivate ? OwnerOnly : ModeFor(target), target);
            beforeRename?.Invoke();
            Rename(temporary, target);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Removes what a process left that was killed between writing and renaming: it may hold secrets.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="before">Only what was written before this time; what is younger may still be renamed.</param>
    /// <exception cref="IOException">The folder can't be read, or a file not removed.</exception>
    /// <exception cref="UnauthorizedAccessException">As for <see cref="IOException"/>.</exception>
    public static void RemoveLeftovers(string folder, DateTimeOffset before)
    {
        foreach (var file in Directory.EnumerateFiles(folder, TemporaryPrefix + "*" + TemporarySuffix))
        {
            if (File.GetLastWriteTimeUtc(file) < before.UtcDateTime)
            {
                File.Delete(file);
            }
        }
    }

    /// <summary>The full path of a file, after the symbolic links that it is one of; the file need not exist.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The links go in a circle.</exception>
    public static string RealPath(string path)
    {
        string full = Path.GetFullPath(path);
        return new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
    }

    /// <summary>Makes a folder and those above it, each 0700; one that exists keeps its mode.</summary>
    internal static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        // One by one: given a mode, the system call for all of them uses it for the last alone.
        if (Path.GetDirectoryName(folder) is { Length: > 0 } parent)
        {
            CreateFolder(parent);
        }

        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
    }

    private static void RefuseWhatIsNoFile(string target)
    {
        // A rename would put a file in the place of /dev/null, for everybody on the machine, if root does it.
        bool isDevice = !OperatingSystem.IsWindows()
            && (target.StartsWith("/dev/", StringComparison.Ordinal) || target.StartsWith("/proc/", StringComparison.Ordinal));
        if (isDevice || Directory.Exists(target))
        {
            throw new IOException($"'{target}' is not a regular file");
        }
    }

    private static UnixFileMode ModeFor(string target) =>
        !OperatingSystem.IsWindows() && File.Exists(target) ? File.GetUnixFileMode(target) & Permissions : OwnerOnly;

    private static FileStream New(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, // refuses a link that somebody put there
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }

    private static void WriteTemporary(string temporary, ReadOnlySpan<byte> content, UnixFileMode mode, string target)
    {
        using var stream = New(temporary);
        stream.Write(content);
        FileOwner.Copy(target, temporary);
        if (!OperatingSystem.IsWindows() && mode != OwnerOnly)
        {
            File.SetUnixFileMode(stream.SafeFileHandle, mode); // not at creation: the umask would take bits away
        }

        stream.Flush(flushToDisk: true);
    }

    private static void Rename(string temporary, string target)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                File.Move(temporary, target, overwrite: true);
                return;
            }
            catch (Exception e) when (OperatingSystem.IsWindows() && attempt < 20 && (e is IOException or UnauthorizedAccessException))
            {
                Thread.Sleep(25); // Windows refuses while another program has the file open
            }
        }
    }
}
