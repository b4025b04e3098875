using Lanyard.Credentials.Files;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>
/// Everything of a machine that an SDK looks at before it decides where credentials come from. The SDKs disagree on where the files
/// are and how to read them, so files are opened by path, when a dialect asks for one.
/// </summary>
/// <param name="Environment">The environment variables.</param>
/// <param name="Open">Opens a file. It is asked for the shared files, and for tokens that lie beside them.</param>
/// <param name="ExplicitProfile">The profile given in code or by <c>--profile</c>, or null.</param>
/// <param name="IsWindows">Whether to follow the rules for Windows.</param>
/// <param name="Now">The time, that tokens and keys are held against.</param>
public sealed record DialectMachine(
    IReadOnlyDictionary<string, string> Environment, Func<string, MachineFile> Open, string? ExplicitProfile, bool IsWindows, DateTimeOffset Now)
{
    /// <summary>Gets a variable, or null when it is unset; some SDKs tell an empty one from none.</summary>
    public string? SetVariable(string name) => Environment.TryGetValue(name, out var value) ? value : null;

    /// <summary>Gets a variable, or null when it is unset or empty.</summary>
    public string? Variable(string name) => Environment.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>Gets the home folder as most SDKs find it, without a slash at its end; null where none is known.</summary>
    public string? Home => Variable("HOME") ?? (IsWindows
        ? Variable("USERPROFILE") ?? (Variable("HOMEPATH") is { } path ? Variable("HOMEDRIVE") + path : null)
        : null);

    /// <summary>Opens files of the disk, each once: a plan sees one state of the machine.</summary>
    public static Func<string, MachineFile> OpenOnce()
    {
        var opened = new Dictionary<string, MachineFile>(StringComparer.Ordinal);
        return path =>
        {
            if (!opened.TryGetValue(path, out var file))
            {
                opened.Add(path, file = MachineFile.Read(path));
            }

            return file;
        };
    }
}

/// <summary>What became of opening a file.</summary>
public enum MachineFileState
{
    /// <summary>There is no such file.</summary>
    Missing,

    /// <summary>It is a folder.</summary>
    Folder,

    /// <summary>It is there and can't be read, or is far too large.</summary>
    Unreadable,

    /// <summary>It was read.</summary>
    Read,
}

/// <summary>A file of the machine as it was when it was opened. It may hold secrets, so it prints nothing of its content.</summary>
/// <param name="State">What became of opening it.</param>
/// <param name="Text">Its bytes; empty unless it was read.</param>
public sealed record MachineFile(MachineFileState State, SharedConfigText Text)
{
    /// <summary>No such file.</summary>
    public static MachineFile Missing { get; } = new(MachineFileState.Missing, SharedConfigText.Empty);

    /// <summary>Opens a file of the disk.</summary>
    public static MachineFile Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0)
        {
            return Missing;
        }

        try
        {
            return Directory.Exists(path) ? new MachineFile(MachineFileState.Folder, SharedConfigText.Empty)
                : !File.Exists(path) ? Missing
                : WholeFile.Read(path, SharedConfigDisk.MaxBytes) is { } bytes ? new MachineFile(MachineFileState.Read, SharedConfigText.FromOwned(bytes))
                : new MachineFile(MachineFileState.Unreadable, SharedConfigText.Empty);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Missing;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new MachineFile(MachineFileState.Unreadable, SharedConfigText.Empty);
        }
    }
}
