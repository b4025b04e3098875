namespace Lanyard.Projects;

/// <summary>Reads a whole file.</summary>
/// <param name="path">The file.</param>
/// <param name="maxBytes">The most that is read.</param>
/// <returns>Its bytes, or null when there are more. Throws what <see cref="FileStream"/> throws.</returns>
public delegate byte[]? FileRead(string path, int maxBytes);

/// <summary>Reads whole files up to a limit, also those whose length is not known before (devices, pipes).</summary>
internal static class BoundedFile
{
    /// <summary>The file's bytes, or null when there are more than the limit. Throws what <see cref="FileStream"/> throws.</summary>
    public static byte[]? Read(string path, int maxBytes)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var known = stream.CanSeek ? stream.Length : 0;
        if (known > maxBytes)
        {
            return null;
        }

        // One byte more than the length, so that the end is seen without growing.
        var buffer = new byte[Math.Max(known + 1, 4096)];
        var length = 0;
        for (int read; (read = stream.Read(buffer, length, buffer.Length - length)) > 0;)
        {
            length += read;
            if (length > maxBytes)
            {
                return null;
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }

        Array.Resize(ref buffer, length);
        return buffer;
    }
}
