using Lanyard.Credentials.Files;

namespace Lanyard.Credentials.SharedConfig;

/// <summary>Reads shared files from disk, with the limits and messages that a file of a user's needs.</summary>
internal static class SharedConfigDisk
{
    /// <summary>A shared file of more bytes is a mistake or an attack.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>The file's text; a file that is missing, or has no path, is empty.</summary>
    /// <exception cref="SharedConfigException">It can't be read, or is too large.</exception>
    public static SharedConfigText Read(string path) => TryRead(path) ?? SharedConfigText.Empty;

    /// <summary>The file's text, or null if there is no file.</summary>
    /// <exception cref="SharedConfigException">It can't be read, or is too large.</exception>
    public static SharedConfigText? TryRead(string path)
    {
        if (path.Length == 0)
        {
            return null;
        }

        try
        {
            // Asking first: a missing file is common, and an exception is slow at start-up.
            var attributes = new FileInfo(path).Attributes;
            if (attributes == (FileAttributes)(-1))
            {
                return null;
            }

            if (attributes.HasFlag(FileAttributes.Directory) || Directory.Exists(path))
            {
                throw new SharedConfigException($"{path} is a folder, not a file; move it away, or name the file in {Variables}", path);
            }

            return SharedConfigText.FromOwned(ReadAll(path));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new SharedConfigException(
                $"{path} can't be read: permission denied; make it yours and readable, as with: chmod u+rw '{path}'", path, e);
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            throw new SharedConfigException($"{path} can't be read: {e.Message}", path, e);
        }
    }

    private const string Variables = "AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE";

    private static byte[] ReadAll(string path) => WholeFile.Read(path, MaxBytes) ?? throw new SharedConfigException(
        $"{path} is larger than {MaxBytes / (1024 * 1024)} MiB, so it is no AWS config or credentials file; check {Variables}", path);
}
