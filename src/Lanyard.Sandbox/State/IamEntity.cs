using System.Collections.Immutable;
using Lanyard.Aws.Secrets;

namespace Lanyard.Sandbox.State;

/// <summary>What every entity of IAM is known by.</summary>
/// <param name="Partition">The partition, such as <c>aws</c>.</param>
/// <param name="AccountId">The account; <c>aws</c> for AWS's own policies.</param>
/// <param name="Type">The first word of its ARN's resource, such as <c>role</c>.</param>
/// <param name="Path">The path, <c>/</c> or <c>/…/</c>.</param>
/// <param name="Name">The name, without the path.</param>
/// <param name="Id">The unique id, such as <c>AROA…</c>. It outlives the name, and never comes again.</param>
/// <param name="Created">When it was made.</param>
internal sealed record EntityKey(string Partition, string AccountId, string Type, string Path, string Name, string Id, DateTimeOffset Created)
{
    public string Arn => $"arn:{Partition}:iam::{AccountId}:{Type}{Path}{Name}";
}

/// <summary>An entity of IAM at one moment.</summary>
/// <param name="Key">What it is known by.</param>
internal abstract record IamEntity(EntityKey Key)
{
    public string AccountId => Key.AccountId;

    public string Arn => Key.Arn;

    public string Name => Key.Name;

    public string Id => Key.Id;

    /// <summary>Gets the tags. Keys that differ in upper and lower case alone are one ("Rules for tagging", IAM User Guide).</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);
}

/// <summary>A user, group or role.</summary>
/// <param name="Key">What it is known by.</param>
internal abstract record PolicyHolder(EntityKey Key) : IamEntity(Key)
{
    public ImmutableSortedDictionary<string, StoredPolicy> Inline { get; init; } = ImmutableSortedDictionary.Create<string, StoredPolicy>(StringComparer.Ordinal);

    /// <summary>Gets the ARNs of the managed policies.</summary>
    public ImmutableArray<string> Attached { get; init; } = [];

    /// <summary>Gets the ARN of the permissions boundary. Groups have none.</summary>
    public string? Boundary { get; init; }
}

/// <summary>An IAM user.</summary>
/// <param name="Key">What it is known by.</param>
internal sealed record User(EntityKey Key) : PolicyHolder(Key)
{
    public LoginProfile? Login { get; init; }

    /// <summary>Gives the user as who signs with its access key.</summary>
    public Caller Caller => new(CallerKind.User, AccountId, Arn, Id, Arn, Name);
}

/// <summary>A group of users.</summary>
/// <param name="Key">What it is known by.</param>
internal sealed record Group(EntityKey Key) : PolicyHolder(Key)
{
    /// <summary>Gets the unique ids of the users in it.</summary>
    public ImmutableArray<string> MemberIds { get; init; } = [];
}

/// <summary>A role, from the seed, made for a permission set, or by a call.</summary>
/// <param name="Key">What it is known by.</param>
/// <param name="Trust">The trust policy; <see langword="null"/> for a role that AssumeRole can't reach.</param>
/// <param name="MaxSessionDuration">The longest session.</param>
internal sealed record Role(EntityKey Key, StoredPolicy? Trust, TimeSpan MaxSessionDuration) : PolicyHolder(Key)
{
    public string? Description { get; init; }

    public RoleUse? LastUse { get; init; }

    /// <summary>Gets whether AWS alone may change it, as the roles of permission sets.</summary>
    public bool IsProtected => Key.Path.StartsWith("/aws-reserved/", StringComparison.Ordinal) || IsServiceLinked;

    /// <summary>Gets whether it is a service's own.</summary>
    public bool IsServiceLinked => Key.Path.StartsWith("/aws-service-role/", StringComparison.Ordinal);

    /// <summary>Gives the principal of a session of this role.</summary>
    public Caller Session(string partition, string sessionName, DateTimeOffset now) => new(
        CallerKind.RoleSession, AccountId, $"arn:{partition}:sts::{AccountId}:assumed-role/{Name}/{sessionName}",
        $"{Id}:{sessionName}", Arn, sessionName)
    { IssuedAt = now };
}

/// <summary>When and where a session of a role last called.</summary>
internal sealed record RoleUse(DateTimeOffset Time, string Region);

/// <summary>A user's password for the console.</summary>
internal sealed record LoginProfile(DateTimeOffset Created, bool MustChange, Secret Password);

/// <summary>An instance profile.</summary>
/// <param name="Key">What it is known by.</param>
/// <param name="RoleId">The unique id of its role; <see langword="null"/> without one.</param>
internal sealed record InstanceProfile(EntityKey Key, string? RoleId) : IamEntity(Key);

/// <summary>One version of a managed policy.</summary>
internal sealed record PolicyVersion(string Id, StoredPolicy Policy, DateTimeOffset Created);

/// <summary>A managed policy, of an account or of AWS.</summary>
/// <param name="Key">What it is known by.</param>
/// <param name="Versions">The versions, the oldest first.</param>
/// <param name="DefaultVersionId">The one that counts.</param>
internal sealed record ManagedPolicy(EntityKey Key, ImmutableArray<PolicyVersion> Versions, string DefaultVersionId) : IamEntity(Key)
{
    public string? Description { get; init; }

    public DateTimeOffset Updated { get; init; }

    /// <summary>Gets the number of the newest version there ever was: numbers never come again.</summary>
    public int LastNumber { get; init; } = 1;

    public bool IsOfAws => AccountId == "aws";

    public PolicyVersion Default => Versions.First(v => v.Id == DefaultVersionId);
}

/// <summary>An OpenID Connect identity provider. Its name is the issuer without <c>https://</c>.</summary>
/// <param name="Key">What it is known by.</param>
/// <param name="ClientIds">The audiences.</param>
/// <param name="Thumbprints">The thumbprints of certificates.</param>
internal sealed record OidcProvider(EntityKey Key, ImmutableArray<string> ClientIds, ImmutableArray<string> Thumbprints) : IamEntity(Key);

/// <summary>A virtual MFA device. Its ARN is its serial number.</summary>
/// <param name="Key">What it is known by.</param>
/// <param name="Codes">What knows its codes.</param>
internal sealed record MfaDevice(EntityKey Key, MfaCodes Codes) : IamEntity(Key)
{
    /// <summary>Gets the unique id of the user that it is enabled for; <see langword="null"/> where it is for none.</summary>
    public string? UserId { get; init; }

    public DateTimeOffset? EnabledAt { get; init; }
}

/// <summary>The rules for the passwords of an account's users.</summary>
internal sealed record PasswordPolicy
{
    public int MinimumLength { get; init; } = 6;

    public bool RequiresSymbols { get; init; }

    public bool RequiresNumbers { get; init; }

    public bool RequiresUppercase { get; init; }

    public bool RequiresLowercase { get; init; }

    public bool LetsUsersChange { get; init; }

    public int? MaxAge { get; init; }

    public int? ReusePrevention { get; init; }

    public bool HasHardExpiry { get; init; }
}
