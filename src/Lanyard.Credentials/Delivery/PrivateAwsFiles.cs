using System.Security.Cryptography;
using System.Text;
using Lanyard.Aws.Endpoints;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Delivery;

/// <summary>
/// A pair of AWS files made for one child, in a folder of their own that only the user can enter. They hold no secret: the
/// profile in them runs <c>lanyard credential-process --plan</c>.
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
    private readonly string _folder;

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

    /// <summary>Makes files without a profile, for a child that is served by an endpoint.</summary>
    /// <param name="runFolder">The folder for the files of running commands.</param>
    /// <exception cref="CredentialsException">The files can't be written.</exception>
    public static PrivateAwsFiles CreateEmpty(string runFolder) => Write(runFolder, NewId(), DefaultProfile, "", null);

    /// <summary>Makes files in which a profile, and <c>default</c>, lead to a stored plan.</summary>
    /// <param name="runFolder">The folder for the files of running commands.</param>
    /// <param name="plan">What the profile leads to, as it is stored, and the name of its file.</param>
    /// <param name="region">The region; null leaves the original profile's.</param>
    /// <param name="original">The profile whose region, endpoints and <c>services</c> stay; null where there is none.</param>
    /// <param name="files">The files that the original profile is from.</param>
    /// <param name="command">The program, and its arguments before <c>credential-process</c>, that the profile runs.</param>
    /// <exception cref="CredentialsException">The files can't be written, or the region is none.</exception>
    public static PrivateAwsFiles Create(
        string runFolder, (string FileName, byte[] Json) plan, string? region, MergedProfile? original, SharedConfigSnapshot files,
        IReadOnlyList<string> command)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (region is not null && !EndpointResolver.IsRegion(region))
        {
            throw new CredentialsException(ErrorCodes.SettingInvalid, "the region is not a region name", "correct the region in the profile, AWS_REGION or --region");
        }

        var id = NewId();
        var settings = Settings(region, original)
            + $"credential_process = {ProcessLine.Write([.. command, "credential-process", "--plan", id])}\n";
        var profile = original?.Name ?? DefaultProfile;
        var text = new StringBuilder($"[default]\n{settings}");
        if (profile != DefaultProfile)
        {
            text.Append("\n[profile ").Append(profile).Append("]\n").Append(settings);
        }

        if (original?.Get("services") is { } name && files.Services.TryGetValue(name, out var services))
        {
            text.Append('\n').Append(Lines(files.Config, services));
        }

        return Write(runFolder, id, profile, text.ToString(), plan);
    }

    /// <summary>Removes the files.</summary>
    public void Dispose()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // They hold no secret, and only the user can enter the folder.
        }
    }

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

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

    private static PrivateAwsFiles Write(string runFolder, string id, string profile, string config, (string FileName, byte[] Json)? plan)
    {
        var made = new PrivateAwsFiles(Path.Combine(runFolder, id), id, profile);
        try
        {
            AtomicFile.WritePrivate(made.ConfigFile, Encoding.UTF8.GetBytes(config));
            AtomicFile.WritePrivate(made.CredentialsFile, []);
            if (plan is { } stored)
            {
                AtomicFile.WritePrivate(Path.Combine(made._folder, stored.FileName), stored.Json);
            }

            return made;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            made.Dispose();
            throw new CredentialsException(ErrorCodes.FileNotWritable, $"the child's private files can't be written to {runFolder}: {e.Message}", $"make {runFolder} writable, or use --via env");
        }
    }
}
