namespace Lanyard.Credentials.Files;

/// <summary>Where Lanyard keeps its own files.</summary>
/// <param name="Cache">What can be made again: sessions, validated project files, locks.</param>
/// <param name="Run">What belongs to running commands: the private files of their children.</param>
/// <param name="State">What can't be made again: earlier versions of the shared files.</param>
/// <param name="Aws">The <c>.aws</c> folder that the AWS CLI and SDKs share their caches in.</param>
public sealed record LanyardFolders(string Cache, string Run, string State, string Aws)
{
    /// <summary>
    /// Reads them from the environment: <c>LANYARD_HOME</c> holds all of ours; without it they are in the platform's cache, state
    /// and run-time folders.
    /// </summary>
    /// <param name="environment">The environment.</param>
    /// <param name="isWindows">Whether to follow the rules for Windows.</param>
    /// <exception cref="CredentialsException">No home folder is known.</exception>
    public static LanyardFolders From(IReadOnlyDictionary<string, string> environment, bool isWindows)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var home = Set("HOME") ?? (isWindows ? Set("USERPROFILE") : null);
        if (Set("LANYARD_HOME") is { } own)
        {
            return new LanyardFolders(Path.Combine(own, "cache"), Path.Combine(own, "run"), Path.Combine(own, "state"), Path.Combine(home ?? own, ".aws"));
        }

        if (home is null)
        {
            throw new CredentialsException(ErrorCodes.SettingInvalid, "no home folder is known: HOME is not set", "set HOME, or LANYARD_HOME");
        }

        var aws = Path.Combine(home, ".aws");

        var cache = Path.Combine(
            Absolute("XDG_CACHE_HOME") ?? (isWindows ? Set("LOCALAPPDATA") : null) ?? Path.Combine(home, ".cache"), "lanyard");
        var state = isWindows && Absolute("XDG_STATE_HOME") is null
            ? Path.Combine(cache, "state")
            : Path.Combine(Absolute("XDG_STATE_HOME") ?? Path.Combine(home, ".local", "state"), "lanyard");
        var run = Absolute("XDG_RUNTIME_DIR") is { } runtime ? Path.Combine(runtime, "lanyard") : Path.Combine(cache, "run");
        return new LanyardFolders(cache, run, state, aws);

        // The XDG specification: a path that isn't absolute is to be ignored.
        string? Absolute(string name) => Set(name) is { } path && Path.IsPathRooted(path) ? path : null;

        string? Set(string name) => environment.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
    }
}
