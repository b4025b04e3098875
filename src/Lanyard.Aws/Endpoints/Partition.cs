namespace Lanyard.Aws.Endpoints;

/// <summary>A group of regions that shares accounts, ARNs and domain names, such as <c>aws</c> or <c>aws-cn</c>.</summary>
/// <param name="Id">The partition as it stands in ARNs.</param>
/// <param name="RegionPrefix">What the names of its regions begin with.</param>
/// <param name="DnsSuffix">The domain of its endpoints.</param>
/// <param name="DualStackDnsSuffix">The domain of its endpoints that answer IPv4 and IPv6.</param>
public sealed record Partition(string Id, string RegionPrefix, string DnsSuffix, string DualStackDnsSuffix)
{
    private static readonly Partition[] Known =
    [
        new("aws-cn", "cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn"),
        new("aws-us-gov", "us-gov-", "amazonaws.com", "api.aws"),
        new("aws-iso-b", "us-isob-", "sc2s.sgov.gov", "api.aws.scloud"),
        new("aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
        new("aws-iso-f", "us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
        new("aws-iso-f", "eu-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
        new("aws-iso", "us-iso-", "c2s.ic.gov", "api.aws.ic.gov"),
        new("aws-eusc", "eusc-", "amazonaws.eu", "api.amazonwebservices.eu"),
        new("aws", "", "amazonaws.com", "api.aws"),
    ];

    /// <summary>All partitions, one twice that has two prefixes, and the standard one last: it takes every region that no other claims.</summary>
    public static IReadOnlyList<Partition> All => Known;

    /// <summary>Finds the partition of a region.</summary>
    public static Partition OfRegion(string region)
    {
        ArgumentNullException.ThrowIfNull(region);
        foreach (var partition in Known)
        {
            if (region.StartsWith(partition.RegionPrefix, StringComparison.Ordinal))
            {
                return partition;
            }
        }

        throw new InvalidOperationException("the last partition takes every region");
    }
}
