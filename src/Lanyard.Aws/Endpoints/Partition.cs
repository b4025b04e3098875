namespace Lanyard.Aws.Endpoints;

/// <summary>A group of regions that shares accounts, ARNs and domain names, such as <c>aws</c> or <c>aws-cn</c>.</summary>
/// <param name="Id">The partition as it stands in ARNs.</param>
/// <param name="RegionPrefixes">What the names of its regions begin with.</param>
/// <param name="DnsSuffix">The domain of its endpoints.</param>
/// <param name="DualStackDnsSuffix">The domain of its endpoints that answer IPv4 and IPv6.</param>
public sealed record Partition(string Id, IReadOnlyList<string> RegionPrefixes, string DnsSuffix, string DualStackDnsSuffix)
{
    /// <summary>All partitions, the standard one last: it takes every region that no other claims.</summary>
    public static IReadOnlyList<Partition> All { get; } =
    [
        new("aws-cn", ["cn-"], "amazonaws.com.cn", "api.amazonwebservices.com.cn"),
        new("aws-us-gov", ["us-gov-"], "amazonaws.com", "api.aws"),
        new("aws-iso-b", ["us-isob-"], "sc2s.sgov.gov", "api.aws.scloud"),
        new("aws-iso-e", ["eu-isoe-"], "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
        new("aws-iso-f", ["us-isof-", "eu-isof-"], "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
        new("aws-iso", ["us-iso-"], "c2s.ic.gov", "api.aws.ic.gov"),
        new("aws-eusc", ["eusc-"], "amazonaws.eu", "api.amazonwebservices.eu"),
        new("aws", [""], "amazonaws.com", "api.aws"),
    ];

    /// <summary>Finds the partition of a region.</summary>
    public static Partition OfRegion(string region)
    {
        ArgumentNullException.ThrowIfNull(region);
        return All.First(p => p.RegionPrefixes.Any(prefix => region.StartsWith(prefix, StringComparison.Ordinal)));
    }
}
