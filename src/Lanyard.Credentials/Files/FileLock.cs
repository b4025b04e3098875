using System.Diagnostics;

namespace Lanyard.Credentials.Files;

/// <summary>
/// A lock between processes (and threads) on a file that has no other use. The system lets go of it when its holder dies. The file
/// is never deleted: another process may be waiting on it.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _stream;

    private FileLock(FileStream stream) => _stream = stream;

    /// <summary>Waits for the lock; null if somebody held it all the time.</summary>
    /// <param name="path">The lock file; it and its folder are made, for the owner alone.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <exception cref="IOException">The lock file can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The lock file can't be made.</exception>
    public static FileLock? TryAcquire(string path, TimeSpan timeout)
    {
        AtomicFile.CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileLock(new FileStream(path, options));
            }
            catch (IOException e) when (IsHeld(e))
            {
                if (Stopwatch.GetElapsedTime(start) > timeout)
                {
                    return null;
                }

                Thread.Sleep(Random.Shared.Next(2, 15));
            }
        }
    }

    /// <summary>Lets go of the lock.</summary>
    public void Dispose() => _stream.Dispose();

    /// <summary>Sharing violation on Windows, EWOULDBLOCK on Linux and macOS.</summary>
    private static bool IsHeld(IOException e) => e.HResult
        == (OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsMacOS() ? 35 : 11);
}
