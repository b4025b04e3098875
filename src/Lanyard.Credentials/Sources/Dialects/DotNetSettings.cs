using System.Globalization;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>
/// The settings of a profile that have nothing to do with credentials. The AWS SDK for .NET reads them at the same time: one that it
/// doesn't understand makes the whole profile "not found", or is an error of its own.
/// </summary>
internal static class DotNetSettings
{
    private static readonly string[] AddressModes = ["IPv4", "IPv6"];

    // In the SDK's order, which decides whether a bad profile is missing or an error.
    private static readonly (string Name, Func<string, bool> IsGood)[] BeforeEndpoint =
    [
        ("endpoint_discovery_enabled", IsBool),
        ("s3_use_arn_region", IsBool),
        ("s3_disable_express_session_auth", IsBool),
        ("s3_us_east_1_regional_endpoint", v => TryParseName(v, ["Legacy", "Regional"], out _)),
        ("s3_disable_multiregion_access_points", IsBool),
        ("retry_mode", v => TryParseName(v, ["Standard", "Adaptive"], out _)),
        ("max_attempts", v => int.TryParse(v, NumberStyles.Integer, CultureInfo.InvariantCulture, out var count) && count > 0),
    ];

    private static readonly (string Name, Func<string, bool> IsGood)[] AfterSignIn =
    [
        ("use_dualstack_endpoint", IsBool),
        ("use_fips_endpoint", IsBool),
        ("disable_request_compression", IsBool),
        ("disable_clock_skew_correction", IsBool),
        ("request_min_compression_size_bytes", v => long.TryParse(v, NumberStyles.Integer, CultureInfo.InvariantCulture, out var size) && size is >= 0 and <= 10485760),
        ("account_id_endpoint_mode", v => TryParseName(v, ["PREFERRED", "REQUIRED", "DISABLED"], out _)),
        ("request_checksum_calculation", v => TryParseName(v, ["WHEN_SUPPORTED", "WHEN_REQUIRED"], out _)),
        ("response_checksum_validation", v => TryParseName(v, ["WHEN_SUPPORTED", "WHEN_REQUIRED"], out _)),
    ];

    /// <summary>Checks what is read before the sign-in.</summary>
    /// <param name="profile">The profile's name.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="hasConfig">Whether there is a config file, in which <c>services</c> is looked up.</param>
    /// <returns>The setting that makes the profile missing; null where there is none.</returns>
    /// <exception cref="DotNetError">A setting is an error of its own.</exception>
    public static MergedProperty? FirstBadOne(string profile, Dictionary<string, MergedProperty> settings, bool hasConfig)
    {
        if (Bad(settings, "toolkit_artifact_guid", v => Guid.TryParse(v, out _)) is { } key)
        {
            return key;
        }

        var ignoresEndpoints = false;
        if (settings.TryGetValue("ignore_configured_endpoint_urls", out var ignore) && !bool.TryParse(ignore.Value, out ignoresEndpoints))
        {
            return ignore;
        }

        if (!ignoresEndpoints && !hasConfig && settings.TryGetValue("services", out var services))
        {
            throw new DotNetError(
                "Object reference not set to an instance of an object.", $"{Place(services)} names services, and there is no config file to find them in", At(profile, services));
        }

        if (settings.TryGetValue("region", out var region) && RegionProblem(region.Value) is { } problem)
        {
            throw new DotNetError(problem, $"{Place(region)} names a region that can't be one", At(profile, region)) { IsClientError = true };
        }

        return FirstBad(settings, BeforeEndpoint) ?? MetadataEndpoint(profile, settings);
    }

    /// <summary>Checks what is read after the sign-in.</summary>
    /// <returns>The setting that makes the profile missing; null where there is none.</returns>
    public static MergedProperty? LastBadOne(Dictionary<string, MergedProperty> settings) => FirstBad(settings, AfterSignIn);

    /// <summary>Tells what is wrong with a region's name, in the SDK's words; null for nothing.</summary>
    public static string? RegionProblem(string region) => string.IsNullOrWhiteSpace(region) || region.Split('.').All(IsHostLabel)
        ? null
        : $"The specified '{region}' region is not a valid hostname component.";

    /// <summary>Reads the number of one of some names as .NET reads an enumeration: by name, several of them, or any number.</summary>
    public static bool TryParseName(string value, string[] names, out int number)
    {
        if (int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out number))
        {
            return true;
        }

        foreach (var part in value.Split(','))
        {
            var index = Array.FindIndex(names, n => n.Equals(part.Trim(), StringComparison.OrdinalIgnoreCase));
            if (index < 0)
            {
                return false;
            }

            number |= index;
        }

        return true;
    }

    /// <summary>Reads whether the metadata service is asked by its IPv6 address; null where the value is none.</summary>
    public static bool? IsIPv6(string value) => TryParseName(value, AddressModes, out var mode) ? mode == 1 : null;

    private static MergedProperty? MetadataEndpoint(string profile, Dictionary<string, MergedProperty> settings)
    {
        if (settings.TryGetValue("ec2_metadata_service_endpoint", out var endpoint) && !Uri.IsWellFormedUriString(endpoint.Value, UriKind.Absolute))
        {
            throw new DotNetError(
                $"Invalid value {endpoint.Value} for ec2_metadata_service_endpoint in profile {profile}. A well-formed Uri is expected.",
                $"{Place(endpoint)} names no address for the metadata service", At(profile, endpoint))
            {
                IsClientError = true,
            };
        }

        return Bad(settings, "ec2_metadata_service_endpoint_mode", v => IsIPv6(v) is not null);
    }

    private static MergedProperty? FirstBad(Dictionary<string, MergedProperty> settings, (string Name, Func<string, bool> IsGood)[] checks) =>
        checks.Select(c => Bad(settings, c.Name, c.IsGood)).FirstOrDefault(p => p is not null);

    private static MergedProperty? Bad(Dictionary<string, MergedProperty> settings, string name, Func<string, bool> isGood) =>
        settings.TryGetValue(name, out var property) && !isGood(property.Value) ? property : null;

    private static bool IsBool(string value) => bool.TryParse(value, out _);

    private static bool IsHostLabel(string label) => label.Length is > 0 and <= 63 && char.IsLetterOrDigit(label[0]) && char.IsLetterOrDigit(label[^1])
        && label.All(c => char.IsLetterOrDigit(c) || c == '-');

    private static Origin At(string profile, MergedProperty property) => new(profile, property.File, property.Line);

    private static string Place(MergedProperty property) => string.Create(CultureInfo.InvariantCulture, $"{property.File}:{property.Line}");
}
