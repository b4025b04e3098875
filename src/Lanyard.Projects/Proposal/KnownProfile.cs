namespace Lanyard.Projects.Proposal;

/// <summary>A profile of this machine, as far as a stage could be reached through it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Account">The account it leads to; null where only a call would tell.</param>
/// <param name="Region">Its Region, if it has one.</param>
/// <param name="Way">How it gets its credentials.</param>
/// <param name="Place">Where it stands, for a person to look.</param>
public sealed record KnownProfile(string Name, string? Account, string? Region, ProfileWay Way, string Place);

/// <summary>How a profile gets its credentials. A closed set: the nested records are all there is.</summary>
public abstract record ProfileWay
{
    private ProfileWay()
    {
    }

    /// <summary>A permission set of IAM Identity Center.</summary>
    /// <param name="StartUrl">The access portal.</param>
    /// <param name="Region">The Region that Identity Center lives in.</param>
    /// <param name="Name">The permission set.</param>
    public sealed record PermissionSet(string StartUrl, string Region, string Name) : ProfileWay;

    /// <summary>A role that is assumed with another profile's credentials.</summary>
    /// <param name="Arn">The role's ARN.</param>
    /// <param name="Source">The other profile; null where the credentials come from elsewhere.</param>
    /// <param name="HasOwnSettings">Whether assuming it takes what only the profile knows: an MFA device, an external id.</param>
    public sealed record Role(string Arn, string? Source, bool HasOwnSettings) : ProfileWay;

    /// <summary>Any other.</summary>
    /// <param name="What">What it is, for messages: <c>access keys</c>, <c>a program</c>.</param>
    public sealed record Other(string What) : ProfileWay;
}
