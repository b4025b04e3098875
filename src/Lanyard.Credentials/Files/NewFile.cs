namespace Lanyard.Credentials.Files;

/// <summary>Writes a file that isn't there yet: whole, or not at all, and never over another.</summary>
public static class NewFile
{
    /// <summary>Writes a file that holds no secret, for everybody whom the umask lets.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">All of its content.</param>
    /// <exception cref="IOException">There is such a file, or it can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Its folder can't be written to.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, ".lanyard-" + Path.GetRandomFileName() + ".tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            // Refuses where a file came to be in the meantime.
            File.Move(temporary, path, overwrite: false);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
