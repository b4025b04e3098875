using System.Text;

namespace Lanyard.Projects.Tools;

/// <summary>Reads the files of deploy tools line by line: they are other programs' text, with tags and expressions of their own.</summary>
internal static class ProjectLines
{
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Gives a file's lines.</summary>
    /// <returns>The lines; none where the file isn't there or can't be read.</returns>
    public static string[] Read(string file)
    {
        try
        {
            return File.Exists(file) && BoundedFile.Read(file, MaxBytes) is { } bytes ? Encoding.UTF8.GetString(bytes).Split('\n') : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Gives the first of some files that is in a folder.</summary>
    public static string? FirstOf(string folder, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (File.Exists(Path.Combine(folder, name)))
            {
                return Path.Combine(folder, name);
            }
        }

        return null;
    }
}
