using System.Text;
using Lanyard.Aws.Endpoints;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Delivery;

/// <summary>
/// A pair of AWS files made for one child, in a folder of their own that only the user can enter. They hold no secret: the
/// profiles in them run <c>lanyard credential-process --plan</c>. A lock beside the folder is held as long as its maker lives, so that what
/// a killed command left is told apart.
/// </summary>
public sealed class PrivateAwsFiles : IDisposable
{
    // Settings of the original profile that say where and how to call AWS, not as whom.
    private static readonly string[] KeptSettings =
    [
        "region", "output", "endpoint_url", "services", "ca_bundle", "use_fips_endpoint", "use_dualstack_endpoint",
        "sts_regional_endpoints", "retry_mode", "max_attempts", "defaults_mode", "s3", "ignore_configured_endpoint_urls",
    ];

    private const string DefaultProfile = "default";
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

    /// <summary>Gets the credentials file; it is empty.</summary>
    public string CredentialsFile => Path.Combine(_folder, "credentials");

    /// <summary>Makes files in which a profile leads to a stored plan, and every other profile of the user's asks Lanyard too.</summary>
    /// <param name="runFolder">The folder for the files of running commands.</param>
    /// <param name="plan">What the profile leads to, as it is stored, and the name of its file.</param>
    /// <param name="region">The region; null leaves the original profile's.</param>
    /// <param name="original">The profile whose name, region, endpoints and <c>services</c> stay; null where there is none.</param>
    /// <param name="files">The files that the original profile is from.</param>
    /// <param name="command">The program, and its arguments before <c>credential-process</c>, that the profiles run.</param>
    /// <param name="way">Which of them lead to the plan.</param>
    /// <exception cref="CredentialsException">The files can't be written, or the region is none.</exception>
    public static PrivateAwsFiles Create(
        string runFolder, (string FileName, byte[] Json) plan, string? region, MergedProfile? original, SharedConfigSnapshot files,
        IReadOnlyList<string> command, PrivateProfiles way = PrivateProfiles.DefaultAndNamed)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (region is not null && !EndpointResolver.IsRegion(region))
        {
            throw new CredentialsException(ErrorCodes.SettingInvalid, "the region is not a region name", "correct the region in the profile, AWS_REGION or --region");
        }

        var id = NewId();
        var settings = Settings(region, original);
        var ask = $"credential_process = {ProcessLine.Write([.. command, "credential-process", "--plan", id])}\n";
        var profile = original?.Name ?? DefaultProfile;
        var text = new StringBuilder();
        if (way == PrivateProfiles.DefaultAndNamed || !IsRegionAlone(settings))
        {
            text.Append("[default]\n").Append(settings).Append(way == PrivateProfiles.DefaultAndNamed ? ask : "");
        }

        if (profile != DefaultProfile)
        {
            text.Append("\n[profile ").Append(profile).Append("]\n").Append(settings).Append(way == PrivateProfiles.None ? "" : ask);
        }

        // A profile that isn't there would only be "not found" to a tool; asked for by name, Lanyard can say why.
        foreach (var other in files.Profiles.Values.Where(p => p.Name != DefaultProfile && p.Name != profile && IsPlain(p.Name)).OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            text.Append("\n[profile ").Append(other.Name).Append("]\n").Append(Settings(null, other))
                .Append("credential_process = ").Append(ProcessLine.Write([.. command, "credential-process", "--plan", id, "--asked", other.Name])).Append('\n');
        }

        foreach (var services in files.Profiles.Values.Select(p => p.Get("services")).Append(original?.Get("services")).OfType<string>().Distinct().Order(StringComparer.Ordinal))
        {
            if (files.Services.TryGetValue(services, out var section))
            {
                text.Append('\n').Append(Lines(files.Config, section));
            }
        }

        return Write(runFolder, id, profile, text.ToString(), plan);
    }

    /// <summary>Removes the folders of commands that were killed. One that still runs holds its lock.</summary>
    /// <param name="runFolder">The folder for the files of running commands.</param>
    public static void Sweep(string runFolder)
    {
        try
        {
            if (!Directory.Exists(runFolder) || FileLock.TryAcquire(TurnOf(runFolder)) is not { } sweeping)
            {
                // Nothing there, or somebody makes a folder or sweeps just now.
                return;
            }

            using (sweeping)
            {
                foreach (var id in Directory.EnumerateFileSystemEntries(runFolder).Select(e => Path.GetFileNameWithoutExtension(e)).Distinct().ToArray())
                {
                    if (id.Length == IdLength && id.All(char.IsAsciiHexDigitLower) && FileLock.TryAcquire(LockOf(runFolder, id)) is { } left)
                    {
                        new PrivateAwsFiles(Path.Combine(runFolder, id), id, DefaultProfile) { _lock = left }.Dispose();
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // They hold no secret, and the next start tries again.
        }
    }

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
            // They hold no secret, and only the user can enter the folder.
            _lock?.Dispose();
        }
    }

    // Beside the child's folder, whose files anybody may read.
    private static string LockOf(string runFolder, string id) => Path.Combine(runFolder, id + ".lock");

    // Beside the folder, which is empty when nothing runs.
    private static string TurnOf(string runFolder) => runFolder.TrimEnd(Path.DirectorySeparatorChar) + ".lock";

    // The region is in the environment too. A default profile that gives no credentials would keep osls 4 from asking the endpoint.
    private static bool IsRegionAlone(string settings) =>
        settings.Length == 0 || (settings.StartsWith("region = ", StringComparison.Ordinal) && settings.IndexOf('\n', StringComparison.Ordinal) == settings.Length - 1);

    private static bool IsPlain(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || "_-./@+:=".Contains(c, StringComparison.Ordinal));

    // 122 bits from the system's own generator, for which OpenSSL isn't loaded.
    private static string NewId() => Guid.NewGuid().ToString("N");

    private static string Settings(string? region, MergedProfile? original)
    {
        var text = new StringBuilder();
        foreach (var key in KeptSettings)
        {
            if (key == "region" && region is not null)
            {
                text.Append("region = ").Append(region).Append('\n');
            }
            else if (original is not null && original.TryGet(key, out var property))
            {
                // A value of several lines, as below `s3 =`, needs them indented again.
                text.Append(key).Append(property.Value.StartsWith('\n') ? " =" : " = ").Append(property.Value.Replace("\n", "\n  ", StringComparison.Ordinal)).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>Gives a section's own lines as they stand in the file.</summary>
    private static string Lines(SharedConfigFile file, ConfigSection section)
    {
        var text = new StringBuilder();
        foreach (var line in file.Text.Lines.Skip(section.Line - 1))
        {
            var content = file.Text.Content(line);
            if (line.Number > section.Line && content.StartsWith("["u8))
            {
                break;
            }

            text.Append(Encoding.UTF8.GetString(content)).Append('\n');
        }

        return text.ToString();
    }

    // The folder is new and goes with the command: there is nothing to replace, and nothing to bring over a power cut.
    private static void WriteNew(string path, ReadOnlySpan<byte> content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, options);
        stream.Write(content);
    }

    private static PrivateAwsFiles Write(string runFolder, string id, string profile, string config, (string FileName, byte[] Json) plan)
    {
        var made = new PrivateAwsFiles(Path.Combine(runFolder, id), id, profile);
        try
        {
            // Nobody sweeps between the making of the folder and of its lock.
            using (FileLock.TryAcquire(TurnOf(runFolder), LongestSweep))
            {
                made._lock = FileLock.TryAcquire(LockOf(runFolder, id));
            }

            AtomicFile.CreateFolder(made._folder);
            WriteNew(made.ConfigFile, Encoding.UTF8.GetBytes(config));
            WriteNew(made.CredentialsFile, []);
            WriteNew(Path.Combine(made._folder, plan.FileName), plan.Json);
            return made;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            made.Dispose();
            throw new CredentialsException(ErrorCodes.FileNotWritable, $"the child's private files can't be written to {runFolder}: {e.Message}", $"make {runFolder} writable, or use --via env");
        }
    }
}

/// <summary>Which profiles of a child's private files lead to its credentials.</summary>
public enum PrivateProfiles
{
    /// <summary>The default and the named one.</summary>
    DefaultAndNamed,

    /// <summary>The named one: what asks for no profile is served by an endpoint, before which a default profile would go.</summary>
    Named,

    /// <summary>None: what the credentials come from can't be asked by the child.</summary>
    None,
}
