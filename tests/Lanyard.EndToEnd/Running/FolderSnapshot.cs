using System.Security.Cryptography;

namespace Lanyard.EndToEnd.Running;

/// <summary>What every file under a folder holds, and its mode, to compare before with after.</summary>
internal static class FolderSnapshot
{
    /// <summary>Takes one: a line a file or folder, in order.</summary>
    public static IReadOnlyList<string> Of(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => $"{Path.GetRelativePath(folder, path)} {ModeOf(path)} {(Directory.Exists(path) ? "folder" : Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))))}")];

    /// <summary>Gives a file's mode as <c>chmod</c> takes it.</summary>
    public static string ModeOf(string path) =>
        OperatingSystem.IsWindows() ? "" : Convert.ToString((int)File.GetUnixFileMode(path), 8);
}
