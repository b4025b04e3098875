namespace Lanyard.Aws.Endpoints;

/// <summary>Where a service is called, and for which region the call is signed.</summary>
/// <param name="Url">The base address.</param>
/// <param name="SigningRegion">The region of the credential scope.</param>
public sealed record Endpoint(Uri Url, string SigningRegion);

/// <summary>Finds a service's endpoint. See "AWS service endpoints" and "Service-specific endpoints" in the SDKs and Tools Reference Guide.</summary>
public static class EndpointResolver
{
    // The regions that the SDKs' `legacy` mode sends to the global endpoint.
    private static readonly HashSet<string> LegacyStsRegions = new(StringComparer.Ordinal)
    {
        "ap-northeast-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1", "eu-north-1",
        "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
    };

    /// <summary>Finds the endpoint.</summary>
    /// <param name="service">The service to call.</param>
    /// <param name="region">The region, such as <c>eu-west-1</c>.</param>
    /// <param name="settings">What the user set.</param>
    /// <exception cref="ArgumentException">The region can't be part of a host name.</exception>
    public static Endpoint Resolve(AwsService service, string region, EndpointSettings settings)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(settings);
        if (!IsRegion(region))
        {
            throw new ArgumentException($"`{region}` is not a region name", nameof(region));
        }

        if (settings.ByService.TryGetValue(service.SettingsKey, out var own))
        {
            return new Endpoint(own, region);
        }

        if (settings.ForAll is { } all)
        {
            return new Endpoint(all, region);
        }

        if (service == AwsService.Sts && settings is { UseFips: false, UseDualStack: false }
            && (region == "aws-global" || (settings.LegacyGlobalSts && LegacyStsRegions.Contains(region))))
        {
            return new Endpoint(new Uri("https://sts.amazonaws.com"), "us-east-1");
        }

        var partition = Partition.OfRegion(region);

        // In GovCloud the plain names are the FIPS endpoints.
        var plain = !settings.UseFips || (partition.Id == "aws-us-gov" && !settings.UseDualStack);
        var prefix = plain ? service.EndpointPrefix : service.EndpointPrefix + "-fips";
        var suffix = settings.UseDualStack ? partition.DualStackDnsSuffix : partition.DnsSuffix;
        return new Endpoint(new Uri($"https://{prefix}.{region}.{suffix}"), region);
    }

    /// <summary>Tells whether a text can be a region: letters, digits and inner hyphens, as in a host label.</summary>
    public static bool IsRegion(string? text) =>
        text is { Length: > 1 and < 64 } && char.IsAsciiLetter(text[0]) && !text.EndsWith('-')
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
