using System.Collections.Immutable;

namespace Lanyard.Policy.Documents;

/// <summary>Where a document is put, as far as AWS limits its size by it.</summary>
public enum PolicyPlace
{
    /// <summary>A managed policy of IAM.</summary>
    Managed,

    /// <summary>The inline policies of a user, all together.</summary>
    InlineUser,

    /// <summary>The inline policies of a group, all together.</summary>
    InlineGroup,

    /// <summary>The inline policies of a role, all together.</summary>
    InlineRole,

    /// <summary>A permissions boundary, which is a managed policy.</summary>
    Boundary,

    /// <summary>The policies passed when a session is made, all together.</summary>
    Session,

    /// <summary>A service control policy.</summary>
    ServiceControl,

    /// <summary>A resource control policy.</summary>
    ResourceControl,

    /// <summary>The trust policy of a role.</summary>
    Trust,

    /// <summary>The policy of a resource.</summary>
    Resource,
}

/// <summary>How AWS counts the size of a document.</summary>
public enum SizeUnit
{
    /// <summary>Characters; white space between the elements of the JSON isn't counted.</summary>
    CharactersWithoutWhiteSpace,

    /// <summary>Characters, white space included.</summary>
    Characters,

    /// <summary>Bytes of UTF-8, white space included.</summary>
    Bytes,
}

/// <summary>How large a document may be in one place.</summary>
/// <param name="Place">The place.</param>
/// <param name="ResourceType">Of <see cref="PolicyPlace.Resource"/> the CloudFormation type; otherwise <see langword="null"/>.</param>
/// <param name="Limit">The largest size that is taken.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Attached">
/// How many documents, each up to the limit, can be in the place and are taken together. 1 where there is one document, or where the limit is
/// for all of them together, so that nothing is gained by splitting.
/// </param>
/// <param name="Source">The page that says so, and what it says beside the number.</param>
/// <param name="AsOf">When the page was read.</param>
public sealed record PolicyQuota(PolicyPlace Place, string? ResourceType, int Limit, SizeUnit Unit, int Attached, string Source, DateOnly AsOf);

/// <summary>The sizes that AWS takes policy documents up to: the one table of them.</summary>
public static class PolicyQuotas
{
    private const string IamQuotas = "IAM User Guide, \"IAM and AWS STS quotas\"";
    private const string OrganizationsQuotas = "Organizations User Guide, \"Quotas and service limits for AWS Organizations\"";
    private static readonly DateOnly Read = new(2026, 11, 28);

    /// <summary>All of them.</summary>
    public static ImmutableArray<PolicyQuota> All { get; } =
    [
        Of(PolicyPlace.Managed, 6_144, SizeUnit.CharactersWithoutWhiteSpace, 10, $"{IamQuotas}; a role, user or group has 10, more on request but for groups"),
        Of(PolicyPlace.InlineUser, 2_048, SizeUnit.CharactersWithoutWhiteSpace, 1, $"{IamQuotas}; the sum of all inline policies"),
        Of(PolicyPlace.InlineGroup, 5_120, SizeUnit.CharactersWithoutWhiteSpace, 1, $"{IamQuotas}; the sum of all inline policies"),
        Of(PolicyPlace.InlineRole, 10_240, SizeUnit.CharactersWithoutWhiteSpace, 1, $"{IamQuotas}; the sum of all inline policies"),
        Of(PolicyPlace.Boundary, 6_144, SizeUnit.CharactersWithoutWhiteSpace, 1, $"{IamQuotas}; one boundary a user or role"),
        Of(PolicyPlace.Session, 2_048, SizeUnit.Characters, 1, $"{IamQuotas}; inline and managed session policies together, and packed they have a limit of their own"),
        Of(PolicyPlace.ServiceControl, 10_240, SizeUnit.Characters, 10, $"{OrganizationsQuotas}; doubled from 5,120 and 5 attached on 15 May 2026"),
        Of(PolicyPlace.ResourceControl, 5_120, SizeUnit.Characters, 5, OrganizationsQuotas),
        Of(PolicyPlace.Trust, 2_048, SizeUnit.CharactersWithoutWhiteSpace, 1, $"{IamQuotas}; up to 8,192 on request (quota L-C07B4B0D)"),
        OfResource("AWS::S3::Bucket", 20_480, "Amazon S3 User Guide, \"Bucket policies\": 20 KB"),
        OfResource("AWS::SQS::Queue", 8_192, "Amazon SQS Developer Guide, \"Amazon SQS policy quotas\""),
        OfResource("AWS::KMS::Key", 32_768, "AWS KMS Developer Guide, \"Resource quotas\": key policy document size"),
        OfResource("AWS::SecretsManager::ResourcePolicy", 20_480, "AWS Secrets Manager User Guide, \"AWS Secrets Manager quotas\": length of a resource-based policy"),
        OfResource("AWS::Lambda::Function", 20_480, "AWS Lambda Developer Guide, \"Lambda quotas\": function resource-based policy, 20 KB"),
    ];

    /// <summary>Gives the quota of a place.</summary>
    /// <param name="place">The place.</param>
    /// <param name="resourceType">Of <see cref="PolicyPlace.Resource"/> the CloudFormation type.</param>
    /// <returns>The quota; <see langword="null"/> where none is known, as for most types of resources.</returns>
    public static PolicyQuota? Find(PolicyPlace place, string? resourceType = null)
    {
        foreach (var quota in All)
        {
            if (quota.Place == place && (place != PolicyPlace.Resource || quota.ResourceType == resourceType))
            {
                return quota;
            }
        }

        return null;
    }

    private static PolicyQuota Of(PolicyPlace place, int limit, SizeUnit unit, int attached, string source) =>
        new(place, null, limit, unit, attached, source, Read);

    private static PolicyQuota OfResource(string type, int limit, string source) =>
        new(PolicyPlace.Resource, type, limit, SizeUnit.Bytes, 1, source, Read);
}
