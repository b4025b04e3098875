using System.Text;

namespace Lanyard.Projects;

/// <summary>A short name for a path, for files that are kept about it.</summary>
public static class PathDigest
{
    /// <summary>
    /// Names a path: 16 hexadecimal digits (64-bit FNV-1a). It is no proof of anything: two paths may share a name. Cryptography would
    /// cost start-up time.
    /// </summary>
    /// <param name="path">The path.</param>
    public static string Of(string path)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in Encoding.UTF8.GetBytes(path))
        {
            hash = unchecked((hash ^ b) * 1099511628211UL);
        }

        return hash.ToString("x16", null);
    }
}
