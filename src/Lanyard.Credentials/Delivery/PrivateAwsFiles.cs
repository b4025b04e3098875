using System.Text;
using Lanyard.Aws.Endpoints;
using Lanyard.Credentials.Files;

namespace Lanyard.Credentials.Delivery;

/// <summary>
/// A pair of AWS files made for one child, in a folder of their own that only the user can enter. Their profiles run
/// <c>lanyard credential-process --plan</c>, or hold the child's keys where it knows no process. A lock beside the folder is held by their
/// maker, and by the child, as long as one of them lives, so that what a killed command left is told apart.
/// </summary>
public sealed class PrivateAwsFiles : IDisposable
{
    private const int IdLength = 32;
    private static readonly TimeSpan LongestSweep = TimeSpan.FromSeconds(5);
    private readonly string _folder;
    private FileLock? _lock;

    private PrivateAwsFiles(string folder, string planId, string profile)
    {
        _folder = folder;
        PlanId = planId;
        Profile = profile;
    }

    /// <summary>Gets the id by which the child's <c>credential_process</c> finds its plan.</summary>
    public string PlanId { get; }

    /// <summary>Gets the profile's name in the files.</summary>
    public string Profile { get; }

    /// <summary>Gets the config file.</summary>
    public string ConfigFile => Path.Combine(_folder, "config");

    /// <summary>Gets the credentials file; it is empty, or holds the child's keys.</summary>
    public string CredentialsFile => Path.Combine(_folder, "credentials");

    /// <summary>Makes files in which the child's own profiles lead to its credentials, and every other profile of the user's asks Lanyard too.</summary>
    /// <param name="runFolder">The folder for the files of running commands.</param>
    /// <param name="plan">What the profiles lead to, as it is stored, and the name of its file.</param>
    /// <param name="region">The region; null leaves the original profile's.</param>
    /// <param name="profiles">The profiles.</param>
    /// <param name="command">The program, and its arguments before <c>credential-process</c>, that the profiles run.</param>
    /// <exception cref="CredentialsException">The files can't be written, or the region is none.</exception>
    public static PrivateAwsFiles Create(
        string runFolder, (string FileName, byte[] Json) plan, string? region, ChildProfiles profiles, IReadOnlyList<string> command)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        if (region is not null && !EndpointResolver.IsRegion(region))
        {
            throw new CredentialsException(ErrorCodes.SettingInvalid, "the region is not a region name", "correct the region in the profile, AWS_REGION or --region");
        }

        var id = NewId();
        string[] process = [.. command, "credential-process", "--plan", id];
        var config = PrivateAwsText.Config(profiles, region, other => ProcessLine.Write(other is null ? process : [.. process, "--asked", other]));
        return Write(runFolder, id, profiles.Name, (config, PrivateAwsText.Credentials(profiles)), plan);
    }

    /// <summary>Removes the folders of commands that were killed. One that still runs holds its lock.</summary>
    /// <param name="runFolder">The folder for the files of running commands.</param>
    public static void Sweep(string runFolder)
    {
        try
        {
            foreach (var left in Left(runFolder))
            {
                left.Dispose();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next start tries again.
        }
    }

    /// <summary>Gives the folders of commands that were killed, and leaves them there.</summary>
    /// <param name="runFolder">The folder for the files of running commands.</param>
    /// <exception cref="IOException">They can't be looked at.</exception>
    /// <exception cref="UnauthorizedAccessException">They can't be looked at.</exception>
    public static IReadOnlyList<string> Dead(string runFolder)
    {
        var dead = new List<string>();
        foreach (var left in Left(runFolder))
        {
            dead.Add(left._folder);
            left._lock!.Dispose();
        }

        return dead;
    }

    /// <summary>Lets what is started until the result is disposed of hold the lock too, so that the files outlive a Lanyard that is killed.</summary>
    public IDisposable? ShareWithChild() => _lock?.ShareWithChildren();

    /// <summary>Removes the files.</summary>
    public void Dispose()
    {
        try
        {
            if (Directory.Exists(_folder))
            {
                Directory.Delete(_folder, recursive: true);
            }

            // Nobody waits for this lock, and the name is never used again, so that it can go with the folder.
            _lock?.Dispose();
            File.Delete(LockOf(Path.GetDirectoryName(_folder)!, PlanId));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only the user can enter the folder, and the next start tries again.
            _lock?.Dispose();
        }
    }

    // Each with its lock, while nobody else makes a folder or sweeps.
    private static IEnumerable<PrivateAwsFiles> Left(string runFolder)
    {
        if (!Directory.Exists(runFolder) || FileLock.TryAcquire(TurnOf(runFolder)) is not { } sweeping)
        {
            yield break;
        }

        using (sweeping)
        {
            foreach (var id in Directory.EnumerateFileSystemEntries(runFolder).Select(e => Path.GetFileNameWithoutExtension(e)).Distinct().ToArray())
            {
                if (id.Length == IdLength && id.All(char.IsAsciiHexDigitLower) && FileLock.TryAcquire(LockOf(runFolder, id)) is { } left)
                {
                    yield return new PrivateAwsFiles(Path.Combine(runFolder, id), id, ChildProfiles.Default) { _lock = left };
                }
            }
        }
    }

    // Beside the child's folder, whose files anybody may read.
    private static string LockOf(string runFolder, string id) => Path.Combine(runFolder, id + ".lock");

    // Beside the folder, which is empty when nothing runs.
    private static string TurnOf(string runFolder) => runFolder.TrimEnd(Path.DirectorySeparatorChar) + ".lock";

    // 122 bits from the system's own generator, for which OpenSSL isn't loaded.
    private static string NewId() => Guid.NewGuid().ToString("N");

    private static PrivateAwsFiles Write(string runFolder, string id, string profile, (string Config, string Credentials) text, (string FileName, byte[] Json) plan)
    {
        var made = new PrivateAwsFiles(Path.Combine(runFolder, id), id, profile);
        try
        {
            // Nobody sweeps between the making of the folder and of its lock.
            using (FileLock.TryAcquire(TurnOf(runFolder), LongestSweep))
            {
                made._lock = FileLock.TryAcquire(LockOf(runFolder, id));
            }

            AtomicFile.WriteTransient(made.ConfigFile, Encoding.UTF8.GetBytes(text.Config));
            AtomicFile.WriteTransient(made.CredentialsFile, Encoding.UTF8.GetBytes(text.Credentials));
            AtomicFile.WriteTransient(Path.Combine(made._folder, plan.FileName), plan.Json);
            return made;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            made.Dispose();
            throw new CredentialsException(ErrorCodes.FileNotWritable, $"the child's private files can't be written to {runFolder}: {e.Message}", $"make {runFolder} writable, or set LANYARD_HOME to a folder that is");
        }
    }
}
