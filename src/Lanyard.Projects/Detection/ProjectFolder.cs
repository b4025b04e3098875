using System.Text;

namespace Lanyard.Projects.Detection;

/// <summary>A file of a project as it was found.</summary>
/// <param name="Bytes">What it holds; null where it is missing or can't be read.</param>
/// <param name="Problem">Why it can't be read; null where it was read, or is missing.</param>
public sealed record FolderFile(byte[]? Bytes, string? Problem);

/// <summary>The files of a project, by their path from its folder with <c>/</c> between the parts.</summary>
/// <param name="read">Reads one file.</param>
/// <param name="names">Gives the names of the files in the folder itself.</param>
public sealed class ProjectFolder(Func<string, FolderFile> read, Func<IReadOnlyList<string>> names)
{
    /// <summary>The longest file that is read: 8 MiB.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    private const int MaxNames = 2000;
    private readonly Dictionary<string, FolderFile> _read = new(StringComparer.Ordinal);

    /// <summary>A folder on disk. What can't be read is told by its file, never thrown.</summary>
    /// <param name="path">The folder's full path.</param>
    public static ProjectFolder At(string path) => new(name => ReadFile(Path.Combine(path, name)), () => NamesIn(path));

    /// <summary>Gives the names of the files in the folder itself, in their order.</summary>
    internal IReadOnlyList<string> Names() => names();

    /// <summary>Gives a file; read once.</summary>
    internal FolderFile File(string name)
    {
        if (!_read.TryGetValue(name, out var file))
        {
            _read[name] = file = read(name);
        }

        return file;
    }

    /// <summary>Gives a file's text, or null; a byte that is not UTF-8 becomes a replacement character.</summary>
    internal string? Text(string name) => File(name).Bytes is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    private static FolderFile ReadFile(string path)
    {
        try
        {
            // Asking first: most files that are looked for are missing.
            if (!System.IO.File.Exists(path))
            {
                return new FolderFile(null, null);
            }

            return BoundedFile.Read(path, MaxBytes) is { } bytes ? new FolderFile(bytes, null) : new FolderFile(null, "it is larger than 8 MiB");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new FolderFile(null, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return new FolderFile(null, "it can't be opened");
        }
    }

    private static string[] NamesIn(string path)
    {
        try
        {
            return [.. Directory.EnumerateFiles(path).Take(MaxNames).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
