using System.Collections.Immutable;

namespace Lanyard.Sandbox.State;

/// <summary>A permission set at one moment.</summary>
/// <param name="Id">Its id, <c>ps-…</c>.</param>
/// <param name="Name">Its name, which is the role name in profiles.</param>
/// <param name="SessionDuration">How long its sessions last, as it was written: an ISO 8601 duration.</param>
/// <param name="Created">When it was made.</param>
internal sealed record PermissionSet(string Id, string Name, string SessionDuration, DateTimeOffset Created)
{
    public string? Description { get; init; }

    public string? RelayState { get; init; }

    /// <summary>Gets the inline policy as it was given; <see langword="null"/> for none.</summary>
    public string? InlinePolicy { get; init; }

    /// <summary>Gets the ARNs of AWS's own policies.</summary>
    public ImmutableArray<string> ManagedPolicies { get; init; } = [];

    /// <summary>Gets the policies that each account is to have for itself.</summary>
    public ImmutableArray<PolicyReference> CustomerPolicies { get; init; } = [];

    /// <summary>Gets the permissions boundary; <see langword="null"/> for none.</summary>
    public BoundaryReference? Boundary { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Gets a number that grows with each change that accounts don't have until it is provisioned.</summary>
    public int Revision { get; init; }
}

/// <summary>A policy of an account by its path and name.</summary>
internal sealed record PolicyReference(string Name, string Path)
{
    public string ArnIn(IamAccount account) => $"arn:{account.Partition}:iam::{account.Id}:policy{Path}{Name}";
}

/// <summary>A permissions boundary: one of AWS's own policies, or one that each account is to have for itself.</summary>
internal sealed record BoundaryReference(string? ManagedPolicyArn, PolicyReference? CustomerPolicy);

/// <summary>Who is assigned.</summary>
internal enum CenterPrincipal
{
    /// <summary>A person.</summary>
    User,

    /// <summary>All people of a group.</summary>
    Group,
}

/// <summary>A permission set that somebody has in an account. Whoever is deleted leaves it behind.</summary>
internal sealed record AccountAssignment(string AccountId, string PermissionSetId, CenterPrincipal Type, string PrincipalId);

/// <summary>What an account has of a permission set.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="PermissionSetId">The permission set.</param>
/// <param name="RoleId">The unique id of the role that was made for it.</param>
/// <param name="Revision">How new it is.</param>
/// <param name="SessionDuration">How long its sessions last there.</param>
internal sealed record ProvisionedSet(string AccountId, string PermissionSetId, string RoleId, int Revision, TimeSpan SessionDuration);

/// <summary>What an operation that goes on after its answer does.</summary>
internal enum CenterTask
{
    /// <summary>CreateAccountAssignment.</summary>
    Assign,

    /// <summary>DeleteAccountAssignment.</summary>
    Unassign,

    /// <summary>ProvisionPermissionSet.</summary>
    Provision,
}

/// <summary>How an operation that goes on after its answer ended.</summary>
/// <param name="RequestId">What it is asked for by.</param>
/// <param name="Task">What it did.</param>
/// <param name="PermissionSetArn">The permission set.</param>
/// <param name="AccountId">The account; <see langword="null"/> for all that have the permission set.</param>
/// <param name="Created">When it began.</param>
/// <param name="Failure">Why it failed; <see langword="null"/> where it didn't.</param>
internal sealed record CenterOperation(string RequestId, CenterTask Task, string PermissionSetArn, string? AccountId, DateTimeOffset Created, string? Failure)
{
    /// <summary>Gets the assignment; <see langword="null"/> for a provisioning.</summary>
    public AccountAssignment? Assignment { get; init; }
}

/// <summary>A role that a person may take through a permission set.</summary>
/// <param name="Role">The role.</param>
/// <param name="Duration">How long a session lasts.</param>
/// <param name="User">The person.</param>
/// <param name="PermissionSet">The permission set's name.</param>
internal sealed record AssignedRole(Role Role, TimeSpan Duration, DirectoryUser User, string PermissionSet)
{
    /// <summary>Gives the principal of a session.</summary>
    public Caller Session(DateTimeOffset now) => Role.Session(Role.Key.Partition, User.UserName, now) with { StoreUserId = User.Id };
}
