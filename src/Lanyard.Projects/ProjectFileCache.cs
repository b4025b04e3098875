namespace Lanyard.Projects;

/// <summary>
/// Loads a project file without a YAML parser when this build has validated the very same texts before. Programs that ask for
/// credentials often start many of us at once; loading and compiling a parser each time would be most of what they wait for.
/// </summary>
public static class ProjectFileCache
{
    // Room for two sources of 1 MiB and all that can be made of them.
    private const int MaxCacheBytes = 16 * 1024 * 1024;

    /// <summary>
    /// Does what <see cref="ProjectFile.Load"/> does, through <c>projects/</c> in the cache folder. The cached form is used
    /// only if the bytes of both files equal those it was made from. Failing to read or write the cache is no error.
    /// </summary>
    /// <param name="path">The committed file.</param>
    /// <param name="cacheFolder">Lanyard's cache folder; created with mode 0700 when missing.</param>
    /// <param name="read">Reads the files; null for the framework's own way.</param>
    /// <exception cref="ProjectFileException">A file is missing, unreadable, not YAML, or breaks a rule.</exception>
    public static ProjectFile Load(string path, string cacheFolder, FileRead? read = null)
    {
        read ??= BoundedFile.Read;
        var source = ProjectSource.Read(path, read);
        var cacheFile = Path.Combine(cacheFolder, "projects", PathDigest.Of(source.Path) + ".bin");
        return ReadCached(cacheFile, source, read) ?? ReadAndCache(cacheFolder, cacheFile, source);
    }

    private static ProjectFile? ReadCached(string cacheFile, ProjectSource source, FileRead read)
    {
        try
        {
            return read(cacheFile, MaxCacheBytes) is { } bytes ? CachedFormReader.Read(bytes, source) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    // Everything that touches YAML is behind this call, so that a hit neither loads nor compiles any of it.
    private static ProjectFile ReadAndCache(string cacheFolder, string cacheFile, ProjectSource source)
    {
        var file = ProjectFileReader.Read(source);
        try
        {
            // Each by itself: the mode would be given to the last one created only.
            CreatePrivateFolder(cacheFolder);
            CreatePrivateFolder(Path.GetDirectoryName(cacheFile)!);
            WriteAtomically(cacheFile, CachedFormWriter.Write(file, source));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // The next call parses again; nothing else is lost.
        }

        return file;
    }

    private static void WriteAtomically(string cacheFile, byte[] bytes)
    {
        var temporary = cacheFile + "." + Path.GetRandomFileName();
        try
        {
            using (var stream = new FileStream(temporary, PrivateFile()))
            {
                stream.Write(bytes);
            }

            File.Move(temporary, cacheFile, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static FileStreamOptions PrivateFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static void CreatePrivateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
