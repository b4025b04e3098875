using Lanyard.Credentials.Delivery;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Vault;

namespace Lanyard.Cli.Commands.Doctor;

/// <summary>Looks at the files and folders that hold secrets, as they are on the disk.</summary>
/// <param name="folders">Where Lanyard, and the AWS CLI and SDKs, keep their files.</param>
/// <param name="locations">Where the shared files are.</param>
/// <param name="environment">The environment.</param>
/// <param name="projectFile">The project's <c>lanyard.yaml</c>; null where there is none.</param>
internal sealed class DoctorPaths(
    LanyardFolders folders, SharedConfigLocations locations, IReadOnlyDictionary<string, string> environment, string? projectFile = null)
{
    /// <summary>The most entries that are looked at below one folder.</summary>
    private const int MostBelow = 5000;

    private static readonly EnumerationOptions Below = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        MaxRecursionDepth = 8,
    };

    private string[] SharedCaches =>
    [
        Path.Combine(folders.Aws, "sso", "cache"), Path.Combine(folders.Aws, "cli", "cache"),
        environment.TryGetValue("AWS_LOGIN_CACHE_DIRECTORY", out var login) && login.Length > 0 ? login : Path.Combine(folders.Aws, "login", "cache"),
    ];

    private string[] OwnFolders => [folders.Cache, folders.State, folders.Run];

    /// <summary>Gives what there is, each path once.</summary>
    /// <param name="configHasSecrets">Whether secrets stand in the config file.</param>
    public IReadOnlyCollection<PathFacts> Look(bool configHasSecrets)
    {
        var found = new Dictionary<string, PathFacts>(StringComparer.Ordinal);
        Add(found, locations.CredentialsFile, PathRole.Secrets);
        Add(found, locations.ConfigFile, configHasSecrets ? PathRole.Secrets : PathRole.Settings);
        Add(found, folders.Aws, PathRole.Folder);
        foreach (var cache in SharedCaches)
        {
            Add(found, cache, PathRole.Folder);
            foreach (var file in In(cache, "*.json", recursive: false))
            {
                Add(found, file, PathRole.Secrets);
            }
        }

        foreach (var own in OwnFolders)
        {
            Add(found, own, PathRole.Folder);
            foreach (var path in In(own, "*", recursive: true))
            {
                Add(found, path, Directory.Exists(path) ? PathRole.Folder : PathRole.Secrets);
            }
        }

        Add(found, VaultBackends.FilePath(environment, folders), PathRole.Secrets);
        if (environment.TryGetValue(VaultPassphrase.FileVariable, out var passphrase))
        {
            Add(found, passphrase, PathRole.Secrets);
        }

        return found.Values;
    }

    /// <summary>Gives the temporary files that nobody will rename any more.</summary>
    public IReadOnlyList<LeftoverFiles> Leftovers(DateTimeOffset now)
    {
        var beside = new[] { locations.ConfigFile, locations.CredentialsFile, VaultBackends.FilePath(environment, folders), projectFile ?? "" }.Where(p => p.Length > 0).Select(p => Path.GetDirectoryName(RealPath(p))!)
            .Concat(SharedCaches).SelectMany(folder => In(folder, ".lanyard-*.tmp", recursive: false));
        return [.. beside.Concat(OwnFolders.SelectMany(own => In(own, ".lanyard-*.tmp", recursive: true)))
            .Distinct(StringComparer.Ordinal)
            .Where(file => File.GetLastWriteTimeUtc(file) < (now - LeftoverCheck.FileAge).UtcDateTime)
            .GroupBy(file => Path.GetDirectoryName(file)!)
            .Select(group => new LeftoverFiles(group.Key, [.. group]))];
    }

    /// <summary>Gives the folders of commands that were killed, as the next <c>exec</c> would find them.</summary>
    public IReadOnlyList<string> DeadRunFolders()
    {
        try
        {
            return [.. PrivateAwsFiles.Dead(folders.Run).Where(Directory.Exists)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The permissions that are in the way are findings of their own.
            return [];
        }
    }

    private static IEnumerable<string> In(string folder, string pattern, bool recursive) => Directory.Exists(folder)
        ? Directory.EnumerateFileSystemEntries(folder, pattern, recursive ? Below : new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint }).Take(MostBelow)
        : [];

    private static void Add(Dictionary<string, PathFacts> to, string path, PathRole role)
    {
        if (OperatingSystem.IsWindows() || path.Length == 0 || path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal))
        {
            return;
        }

        try
        {
            var real = RealPath(path);
            if (!to.ContainsKey(real) && (role == PathRole.Folder ? Directory.Exists(real) : File.Exists(real)))
            {
                to.Add(real, new PathFacts(real, role, File.GetUnixFileMode(real), FileOwner.UserOf(real)));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or in a folder that can't be entered: what needs it says so.
        }
    }

    private static string RealPath(string path)
    {
        try
        {
            return AtomicFile.RealPath(path);
        }
        catch (IOException)
        {
            return Path.GetFullPath(path);
        }
    }
}
