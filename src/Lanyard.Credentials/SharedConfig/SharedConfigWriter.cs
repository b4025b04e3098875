using System.Security.Cryptography;
using System.Text;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.SharedConfig.Editing;
using Lanyard.Credentials.SharedConfig.History;

namespace Lanyard.Credentials.SharedConfig;

/// <summary>
/// Puts an edited shared file on disk, whole or not at all, and only over the bytes it was edited from. Ours take turns by a lock;
/// other programs know nothing of it, so the file is compared once more just before it is replaced.
/// </summary>
public static class SharedConfigWriter
{
    private const int Attempts = 5;
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Reads a file, edits it and writes it, while no other process of ours does the same.</summary>
    /// <param name="path">The file; it need not exist. A symbolic link is followed, and stays.</param>
    /// <param name="kind">Which of the two files it is.</param>
    /// <param name="lockFolder">The folder for lock files, made if need be.</param>
    /// <param name="edit">
    /// What to change, as with <see cref="SharedConfigEditor"/>. Called again if another program changed the file meanwhile.
    /// </param>
    /// <param name="history">Where the file is kept as it was, for undo; null not to keep it.</param>
    /// <param name="command">What is done, for the list of versions.</param>
    /// <returns>The file as it is now.</returns>
    /// <exception cref="SharedConfigChangedException">Another program keeps changing the file.</exception>
    /// <exception cref="SharedConfigException">
    /// The file can't be read, understood or written, is marked read-only, or is being edited for more than 30 seconds.
    /// </exception>
    public static SharedConfigFile Edit(
        string path, SharedConfigFileKind kind, string lockFolder, Func<SharedConfigFile, SharedConfigText> edit,
        SharedConfigHistory? history = null, string command = "")
    {
        ArgumentNullException.ThrowIfNull(edit);
        return WithLock(path, lockFolder, () =>
        {
            for (int attempt = 1; ; attempt++)
            {
                var read = SharedConfigReader.Read(SharedConfigDisk.Read(path), path, kind);
                var edited = SharedConfigReader.Read(edit(read), path, kind); // before it is written: never leave a file nobody can read
                string? kept = history is null || edited.Text.Bytes.SequenceEqual(read.Text.Bytes) ? null : history.Keep(command, Change(read, edited.Text));
                try
                {
                    Replace(path, read.Text, edited.Text);
                    return edited;
                }
                catch (SharedConfigException e)
                {
                    if (kept is not null)
                    {
                        history!.Forget(kept);
                    }

                    if (e is not SharedConfigChangedException || attempt == Attempts)
                    {
                        throw;
                    }

                    // Edited afresh, from what the other program wrote.
                }
            }
        });
    }

    /// <summary>Writes a file that was read and edited earlier, such as before a question to the user.</summary>
    /// <param name="read">The file as it was read.</param>
    /// <param name="edited">Its new text.</param>
    /// <param name="lockFolder">The folder for lock files, made if need be.</param>
    /// <exception cref="SharedConfigChangedException">It is not what was read any more. Nothing was written.</exception>
    /// <exception cref="SharedConfigException">
    /// The new text breaks the grammar, or the file can't be written, is marked read-only, or is being edited for more than 30 seconds.
    /// </exception>
    public static void Write(SharedConfigFile read, SharedConfigText edited, string lockFolder)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(edited);
        _ = SharedConfigReader.Read(edited, read.Path, read.Kind);
        WithLock(read.Path, lockFolder, () =>
        {
            Replace(read.Path, read.Text, edited);
            return true;
        });
    }

    /// <summary>The change of one file, the other left out.</summary>
    private static SharedConfigChange Change(SharedConfigFile read, SharedConfigText edited)
    {
        bool isConfig = read.Kind == SharedConfigFileKind.Config;
        var other = SharedConfigReader.Read(SharedConfigText.Empty, "", isConfig ? SharedConfigFileKind.Credentials : SharedConfigFileKind.Config);
        return isConfig
            ? new(new(read, other), new(edited, other.Text, []))
            : new(new(other, read), new(other.Text, edited, []));
    }

    /// <summary>Replaces a file, if it still is what was read.</summary>
    internal static void Replace(string path, SharedConfigText expected, SharedConfigText edited)
    {
        CheckUnchanged();
        if (edited.Bytes.SequenceEqual(expected.Bytes))
        {
            return;
        }

        Guarded(path, () =>
        {
            CheckNotReadOnly(path);
            AtomicFile.Write(path, edited.Bytes, CheckUnchanged);
            return true;
        });

        void CheckUnchanged()
        {
            if (!SharedConfigDisk.Read(path).Bytes.SequenceEqual(expected.Bytes))
            {
                throw new SharedConfigChangedException(path);
            }
        }
    }

    /// <summary>Makes sure that files may be written, before the first of them is.</summary>
    internal static void CheckWritable(IEnumerable<string> paths)
    {
        string? first = null;
        foreach (string path in paths)
        {
            CheckNamed(path);
            string real = Guarded(path, () =>
            {
                CheckNotReadOnly(path);
                return AtomicFile.RealPath(path);
            });
            if (real == first)
            {
                throw new SharedConfigException(
                    "AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE lead to the same file, and this would change it as both; "
                    + "let them name two files", path)
                { Problem = SharedConfigProblem.Request };
            }

            first = real;
        }
    }

    /// <summary>Holds the locks of several files, always taken in the same order, until it is disposed.</summary>
    internal static IDisposable Lock(string lockFolder, IEnumerable<string> paths)
    {
        ArgumentException.ThrowIfNullOrEmpty(lockFolder);
        var held = new HeldLocks();
        try
        {
            foreach (var (file, path) in paths.Where(p => p.Length > 0)
                .Select(path => (File: Guarded(path, () => LockFile(path, lockFolder)), path))
                .DistinctBy(l => l.File).OrderBy(l => l.File, StringComparer.Ordinal))
            {
                held.Add(Guarded(path, () => FileLock.TryAcquire(file, LockTimeout)) ?? throw new SharedConfigException(
                    $"{path} has been in another lanyard command's hands for {LockTimeout.TotalSeconds} seconds; "
                    + "try again when it is done", path)
                { Problem = SharedConfigProblem.NotWritten });
            }

            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private static void CheckNotReadOnly(string path)
    {
        string target = AtomicFile.RealPath(path);
        if (File.Exists(target) && IsReadOnly(target))
        {
            throw new SharedConfigException(
                $"{path} is marked read-only, so it is left alone; allow writing with: chmod u+w '{target}'", path)
            { Problem = SharedConfigProblem.NotWritten };
        }
    }

    private static bool IsReadOnly(string target) => OperatingSystem.IsWindows()
        ? File.GetAttributes(target).HasFlag(FileAttributes.ReadOnly)
        : !File.GetUnixFileMode(target).HasFlag(UnixFileMode.UserWrite);

    private static T WithLock<T>(string path, string lockFolder, Func<T> action)
    {
        ArgumentNullException.ThrowIfNull(path);
        CheckNamed(path);
        using var held = Lock(lockFolder, [path]);
        return Guarded(path, action);
    }

    private static void CheckNamed(string path)
    {
        if (path.Length == 0)
        {
            throw new SharedConfigException("there is no file to write: AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE is set to nothing, "
                + "or no home folder is known; unset the variable, or name a file in it")
            { Problem = SharedConfigProblem.NotWritten };
        }
    }

    private static T Guarded<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SharedConfigException($"{path} can't be written: {e.Message}", path, e) { Problem = SharedConfigProblem.NotWritten };
        }
    }

    /// <summary>One lock a real file, whatever links lead to it.</summary>
    private static string LockFile(string path, string lockFolder)
    {
        string real = AtomicFile.RealPath(path);
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(OperatingSystem.IsWindows() ? real.ToUpperInvariant() : real));
        return Path.Combine(lockFolder, $"config-{Convert.ToHexStringLower(hash.AsSpan(0, 8))}.lock");
    }

    private sealed class HeldLocks : IDisposable
    {
        private readonly List<FileLock> _locks = [];

        public void Add(FileLock held) => _locks.Add(held);

        public void Dispose() => _locks.ForEach(held => held.Dispose());
    }
}
