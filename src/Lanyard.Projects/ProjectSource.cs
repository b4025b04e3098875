namespace Lanyard.Projects;

/// <summary>The bytes of a project's two files, read once, so that what is validated is what is cached.</summary>
internal sealed class ProjectSource
{
    /// <summary>The longest file that is read: 1 MiB.</summary>
    public const int MaxBytes = 1024 * 1024;

    private ProjectSource(string path, byte[] bytes, string localPath, byte[]? localBytes)
    {
        Path = path;
        Bytes = bytes;
        LocalPath = localPath;
        LocalBytes = localBytes;
    }

    public string Path { get; }

    public byte[] Bytes { get; }

    public string LocalPath { get; }

    /// <summary>Null when there is no local file.</summary>
    public byte[]? LocalBytes { get; }

    public static ProjectSource Read(string path, FileRead read)
    {
        var full = FullPath(path);
        var bytes = ReadFile(full, read) ?? throw Unreadable(
            full, "there is no such file", "run lanyard init to write one, or point LANYARD_FILE at the file", null);
        var localPath = LocalPathOf(full);

        // Asking first: the local file is mostly missing, and an exception is slow at start-up.
        return new ProjectSource(full, bytes, localPath, System.IO.Path.Exists(localPath) ? ReadFile(localPath, read) : null);
    }

    public static string LocalPathOf(string path) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path) ?? "", ProjectFile.LocalFileName);

    private static string FullPath(string path)
    {
        try
        {
            return System.IO.Path.GetFullPath(path);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw Unreadable("(project file)", "its path is not one this system can use", "give the path of a lanyard.yaml", e);
        }
    }

    private static byte[]? ReadFile(string path, FileRead read)
    {
        try
        {
            return read(path, MaxBytes)
                ?? throw Unreadable(path, "the file is larger than 1 MiB", "make the file smaller", null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            var what = Directory.Exists(path) ? "it is a folder" : "it cannot be read: " + e.Message;
            throw Unreadable(path, what, "make it a file that you may read", e);
        }
    }

    private static ProjectFileException Unreadable(string path, string what, string fix, Exception? inner) =>
        new(path, 1, 1, ProjectFileCodes.Unreadable, what, fix, inner);
}
