using System.Diagnostics;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.Files;
using Lanyard.Sandbox.Journal;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Cli.Hosting;

/// <summary>What a sandbox is made of, and the file in which it goes on from one start to the next.</summary>
internal sealed class SandboxKeep : IDisposable
{
    private const int WouldBlock = 11;
    private const int LockViolation = unchecked((int)0x80070021);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly string Version = typeof(SandboxKeep).Assembly.GetName().Version!.ToString(3);

    private readonly FileLock? _lock;
    private readonly FileStream? _stream;

    private SandboxKeep(SandboxSeed seed, CallOrder? order, FileLock? held = null, FileStream? stream = null)
    {
        (Seed, Order, _lock, _stream) = (seed, order, held, stream);
    }

    /// <summary>Gets who and what is in the sandbox.</summary>
    public SandboxSeed Seed { get; }

    /// <summary>Gets what makes its calls repeatable; null where they needn't be.</summary>
    public CallOrder? Order { get; }

    /// <summary>Makes a sandbox of a seed, which nothing is kept of.</summary>
    public static SandboxKeep Of(SandboxSeed seed) => new(seed, null);

    /// <summary>Reads the seed, or opens the state.</summary>
    /// <param name="state">The file of the state, which is made where there is none; null to keep nothing.</param>
    /// <param name="seedFile">The seed file; null for the default seed, or for the one that the state began with.</param>
    /// <param name="isDeterministic">Whether ids and clock are to be the same each time.</param>
    /// <param name="handlers">The digest of the file of <c>--handlers</c>; null for none.</param>
    /// <param name="surroundings">The machine.</param>
    /// <exception cref="CredentialsException">A file can't be read or written, another sandbox keeps its state there, or it began otherwise.</exception>
    /// <exception cref="JournalException">The state can't be read.</exception>
    /// <exception cref="SandboxSeedException">The seed breaks a rule.</exception>
    public static SandboxKeep Open(string? state, string? seedFile, bool isDeterministic, string? handlers, Surroundings surroundings)
    {
        var (seed, text) = ReadSeed(seedFile, surroundings);
        if (state is null)
        {
            return new SandboxKeep(
                seed, isDeterministic ? new CallOrder(JournalHeader.CreateDeterministic(Version, text), surroundings.Time) : null);
        }

        // A link's lock is that of the file behind it.
        var path = Path.Combine(surroundings.CurrentDirectory, state);
        path = (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? path;
        try
        {
            var held = FileLock.TryAcquire(path + ".lock") ?? throw new CredentialsException(
                CliErrorCodes.StateInUse, $"another sandbox keeps its state in {path}", "stop that one, or name another file with --state");
            try
            {
                return Open(path, text, seedFile, isDeterministic, handlers, held, surroundings);
            }
            catch
            {
                held.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialsException(ErrorCodes.FileNotWritable, $"the sandbox's state can't be kept in {path}: {e.Message}", "name another file with --state");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Order?.Dispose();
        _stream?.Dispose();
        _lock?.Dispose();
    }

    private static SandboxKeep Open(string path, string? seed, string? seedFile, bool isDeterministic, string? handlers, FileLock held, Surroundings surroundings)
    {
        if (!File.Exists(path))
        {
            var begun = isDeterministic
                ? JournalHeader.CreateDeterministic(Version, seed)
                : JournalHeader.Create(Version, seed, surroundings.Time.GetUtcNow());
            AtomicFile.WritePrivate(path, (begun with { Handlers = handlers }).ToLine());
        }

        var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, OperatingSystem.IsMacOS() ? FileShare.None : FileShare.Read, bufferSize: 0);
        try
        {
            LockFile(stream, path);
            if (!OperatingSystem.IsWindows())
            {
                // One that was copied or cut by hand may be open to others.
                File.SetUnixFileMode(stream.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            var journal = CallJournal.Open(stream, path, line => surroundings.Error.WriteLine(line));
            var header = journal.Header;
            if (seedFile is not null && header.Seed?.Reveal() != seed)
            {
                throw new CredentialsException(
                    CliErrorCodes.StateMismatch, $"the sandbox in {path} began with another seed than {seedFile} is",
                    "leave --seed out to go on with its own seed, or begin anew: name a new file with --state");
            }

            if (isDeterministic && !header.IsDeterministic)
            {
                throw new CredentialsException(
                    CliErrorCodes.StateMismatch, $"the sandbox in {path} began without --deterministic",
                    "leave --deterministic out, or begin anew: name a new file with --state");
            }

            if (header.Handlers != handlers)
            {
                // What its stacks came to can't be found out again with others.
                throw new CredentialsException(
                    CliErrorCodes.StateMismatch, $"the sandbox in {path} began {(header.Handlers is null ? "without --handlers" : handlers is null ? "with --handlers" : "with another file for --handlers")}",
                    (header.Handlers is null ? "leave --handlers out" : "give it the file for --handlers that it began with") + ", or begin anew: name a new file with --state");
            }

            var own = header.Seed is { } text ? SandboxSeedFile.Read(text.Reveal(), $"the seed in {path}") : SandboxSeed.Default;
            return new SandboxKeep(own, new CallOrder(header, surroundings.Time, journal, Progress(surroundings)), held, stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    // The lock beside the file goes by its name, and a hard link gives it another: this one is the file's own. On macOS opening it is the lock.
    private static void LockFile(FileStream stream, string path)
    {
        if (OperatingSystem.IsMacOS())
        {
            return;
        }

        try
        {
            // A byte that no state reaches: to read the file is open to all.
            stream.Lock(long.MaxValue - 1, 1);
        }
        catch (IOException e) when (e.HResult is WouldBlock or LockViolation)
        {
            throw new CredentialsException(
                CliErrorCodes.StateInUse, $"another sandbox keeps its state in {path}, under another name of the file (a hard link)", "stop that one, or name another file with --state");
        }
        catch (IOException)
        {
            // A file system without locks: the one beside the file must do.
        }
    }

    private static (SandboxSeed Seed, string? Text) ReadSeed(string? file, Surroundings surroundings)
    {
        if (file is null)
        {
            return (SandboxSeed.Default, null);
        }

        var path = Path.Combine(surroundings.CurrentDirectory, file);
        try
        {
            var text = File.ReadAllText(path);
            return (SandboxSeedFile.Read(text, path), text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialsException(CliErrorCodes.SeedInvalid, $"the seed file {path} can't be read: {e.Message}", "check --seed");
        }
    }

    // Nobody wants to read of what takes less than a second.
    private static Action<long> Progress(Surroundings surroundings)
    {
        var said = Stopwatch.GetTimestamp();
        return done =>
        {
            if (Stopwatch.GetElapsedTime(said) > Patience)
            {
                said = Stopwatch.GetTimestamp();
                surroundings.Error.WriteLine($"Restoring the sandbox: {done} calls…");
            }
        };
    }
}
