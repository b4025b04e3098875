using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lanyard.Credentials.Files;

/// <summary>
/// A lock between processes (and threads) on a file that has no other use. The system lets go of it when its holder dies. The file
/// is never deleted: another process may be waiting on it.
/// </summary>
public sealed partial class FileLock : IDisposable
{
    private const int ReadWriteCreateCloseOnExec = 0x2 | 0x40 | 0x80000;
    private const int OwnerOnly = 0x180; // 0600
    private const int ExclusiveOrNothing = 2 | 4;
    private const int Unlock = 8;
    private const int WouldBlock = 11;
    private const int Interrupted = 4;
    private static readonly TimeSpan ShortestNap = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan LongestNap = TimeSpan.FromMilliseconds(50);

    private readonly SafeFileHandle _handle;

    private FileLock(SafeFileHandle handle) => _handle = handle;

    /// <summary>Takes the lock if nobody has it.</summary>
    /// <param name="path">The lock file; it and its folder are made, for the owner alone.</param>
    /// <returns>The lock; <see langword="null"/> if somebody holds it.</returns>
    /// <exception cref="IOException">The lock file can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The lock file can't be made.</exception>
    public static FileLock? TryAcquire(string path)
    {
        AtomicFile.CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return OperatingSystem.IsLinux() && OpenFile(path, ReadWriteCreateCloseOnExec, OwnerOnly) is >= 0 and var file
            ? TryLock(new SafeFileHandle(file, ownsHandle: true), path)
            : TryOpen(path);
    }

    /// <summary>Waits for the lock, and sleeps meanwhile.</summary>
    /// <param name="path">The lock file, as for <see cref="TryAcquire(string)"/>.</param>
    /// <param name="patience">How long to wait.</param>
    /// <returns>The lock; <see langword="null"/> if somebody held it all the time.</returns>
    /// <exception cref="IOException">The lock file can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The lock file can't be made.</exception>
    public static FileLock? TryAcquire(string path, TimeSpan patience)
    {
        var start = Stopwatch.GetTimestamp();
        for (var nap = ShortestNap; ; nap = Longer(nap))
        {
            if (TryAcquire(path) is { } held)
            {
                return held;
            }

            if (Stopwatch.GetElapsedTime(start) > patience)
            {
                return null;
            }

            Thread.Sleep(nap);
        }
    }

    /// <summary>Waits for the lock, as long as there is something to wait for.</summary>
    /// <param name="path">The lock file, as for <see cref="TryAcquire(string)"/>.</param>
    /// <param name="goesOn">Is asked before each nap, with the time waited so far; ends the wait with <see langword="false"/>.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The lock; <see langword="null"/> if the wait was ended without it.</returns>
    /// <exception cref="IOException">The lock file can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The lock file can't be made.</exception>
    public static async Task<FileLock?> AcquireAsync(string path, Func<TimeSpan, bool> goesOn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(goesOn);
        var start = Stopwatch.GetTimestamp();
        for (var nap = ShortestNap; ; nap = Longer(nap))
        {
            if (TryAcquire(path) is { } held)
            {
                return held;
            }

            if (!goesOn(Stopwatch.GetElapsedTime(start)))
            {
                return null;
            }

            await Task.Delay(nap, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Lets every process that is started until the result is disposed of hold the lock too: it is free when all of them have ended, or
    /// closed it. Windows has no such thing.
    /// </summary>
    /// <returns>What ends it; <see langword="null"/> where it can't be done.</returns>
    public IDisposable? ShareWithChildren()
    {
        // The lock belongs to the open file, not to the process; and a second number for that isn't closed at the start of a program.
        return !OperatingSystem.IsWindows() && Duplicate(_handle) is >= 0 and var file ? new SafeFileHandle(file, ownsHandle: true) : null;
    }

    /// <summary>Lets go of the lock.</summary>
    public void Dispose()
    {
        // To close it wouldn't be enough: a program that another thread starts just now shares the file until it runs.
        if (!OperatingSystem.IsWindows() && !_handle.IsClosed)
        {
            _ = Lock(_handle, Unlock);
        }

        _handle.Dispose();
    }

    // Uneven, so that many who wait don't all wake at once.
    private static TimeSpan Longer(TimeSpan nap) =>
        (nap * 2 < LongestNap ? nap * 2 : LongestNap) * (0.75 + (Random.Shared.NextDouble() / 4));

    private static FileLock? TryLock(SafeFileHandle file, string path)
    {
        int error;
        do
        {
            if (Lock(file, ExclusiveOrNothing) == 0)
            {
                return new FileLock(file);
            }

            error = Marshal.GetLastPInvokeError();
        }
        while (error == Interrupted);
        file.Dispose();
        return error == WouldBlock ? null : throw new IOException($"'{path}' can't be locked (error {error})");
    }

    // The runtime's own way: on other systems, and to say what is wrong where the file can't be opened.
    private static FileLock? TryOpen(string path)
    {
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

        try
        {
            return new FileLock(new FileStream(path, options).SafeFileHandle);
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
    }

    /// <summary>Sharing violation on Windows, EWOULDBLOCK on Linux and macOS.</summary>
    private static bool IsHeld(IOException e) => e.HResult
        == (OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsMacOS() ? 35 : WouldBlock);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int OpenFile(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static partial int Duplicate(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(SafeFileHandle file, int operation);
}
