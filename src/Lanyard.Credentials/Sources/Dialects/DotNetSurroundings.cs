using System.Text;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>
/// What the AWS SDK for .NET works out once for the whole process, from the environment and the profile that <c>AWS_PROFILE</c> names: its
/// own settings and the region. Where the settings can't be loaded no client of a service can be made, nor the metadata service asked.
/// </summary>
/// <param name="machine">The machine.</param>
internal sealed class DotNetSurroundings(DialectMachine machine)
{
    /// <summary>The error that every use of the SDK's own settings ends with, once they couldn't be loaded.</summary>
    public const string Broken = "The type initializer for 'Amazon.Runtime.Internal.FallbackInternalConfigurationFactory' threw an exception.";

    private const string EndpointVariable = "AWS_EC2_METADATA_SERVICE_ENDPOINT";

    private DotNetFiles? _files;
    private (string? WhyBroken, Source.InstanceMetadata Metadata)? _settings;

    /// <summary>Gets the profile's name: <c>AWS_PROFILE</c>, as it is, unless it is blank.</summary>
    public string ProfileName => machine.SetVariable("AWS_PROFILE") is { } name && !string.IsNullOrWhiteSpace(name) ? name : "default";

    /// <summary>Gets the machine.</summary>
    public DialectMachine Machine => machine;

    /// <summary>Gets the files.</summary>
    /// <exception cref="DotNetError">One can't be read.</exception>
    public DotNetFiles Files => _files ??= DotNetFiles.Open(machine);

    /// <summary>Gets why the SDK's own settings can't be loaded; null where they can.</summary>
    public string? WhyBroken => (_settings ??= Load()).WhyBroken;

    /// <summary>Gets the metadata service. The SDK asks version 2 alone.</summary>
    public Source.InstanceMetadata Metadata => (_settings ??= Load()).Metadata;

    /// <summary>Gets whether the metadata service may be asked.</summary>
    public bool MetadataIsOff => "true".Equals(machine.SetVariable("AWS_EC2_METADATA_DISABLED"), StringComparison.OrdinalIgnoreCase);

    /// <summary>Gives the region that roles are assumed in; null where neither the environment nor the profile sets one.</summary>
    /// <exception cref="DotNetError">It can't be a region.</exception>
    public string? Region()
    {
        if (machine.Variable("AWS_REGION") is { } region)
        {
            return DotNetSettings.RegionProblem(region) is { } problem
                ? throw new DotNetError(problem, "AWS_REGION can't be a region", Origin.OfVariable("AWS_REGION")) { IsClientError = true }
                : region;
        }

        try
        {
            return DotNetProfile.Find(Files, ProfileName, out _)?.Get("region");
        }
        catch (DotNetError e) when (!e.IsClientError && !e.IsCrash)
        {
            return null;
        }
    }

    /// <summary>Gives the region, and where it can't be one nothing.</summary>
    public string? RegionOrNone()
    {
        try
        {
            return Region();
        }
        catch (DotNetError)
        {
            return null;
        }
    }

    /// <summary>Reads a file as text, as the SDK does.</summary>
    /// <returns>The text; null where it can't be read.</returns>
    public string? ReadText(string path)
    {
        var file = machine.Open(path);
        if (file.State != MachineFileState.Read)
        {
            return null;
        }

        using var reader = new StreamReader(new MemoryStream(file.Text.Bytes.ToArray()), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    private (string? WhyBroken, Source.InstanceMetadata Metadata) Load()
    {
        if (machine.Variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") is { } ignore && !bool.TryParse(ignore, out _))
        {
            return ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is neither true nor false", Standard(isIPv6: false));
        }

        var endpoint = machine.Variable(EndpointVariable);
        if (endpoint is not null && !Uri.IsWellFormedUriString(endpoint, UriKind.Absolute))
        {
            return ($"{EndpointVariable} is no address", Standard(isIPv6: false));
        }

        DotNetProfile? profile;
        try
        {
            profile = DotNetProfile.Find(Files, ProfileName, out _);
        }
        catch (DotNetError e) when (!e.IsCrash)
        {
            return (e.Why, Standard(isIPv6: false));
        }

        var mode = machine.Variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE") is { } text ? DotNetSettings.IsIPv6(text) : null;
        mode ??= profile?.Get("ec2_metadata_service_endpoint_mode") is { } set ? DotNetSettings.IsIPv6(set) : null;
        return (null, endpoint is not null ? At(endpoint, Origin.OfVariable(EndpointVariable))
            : profile?.Get("ec2_metadata_service_endpoint") is { } own ? At(own, profile.At("ec2_metadata_service_endpoint"))
            : Standard(mode == true));
    }

    private static Source.InstanceMetadata At(string endpoint, Origin at) => new(new Uri(endpoint)) { AllowsV1 = false, Origin = at };

    private static Source.InstanceMetadata Standard(bool isIPv6) =>
        new(new Uri(isIPv6 ? "http://[fd00:ec2::254]" : "http://169.254.169.254")) { AllowsV1 = false };
}
