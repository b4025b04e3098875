using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Apply;

/// <summary>What shall be in IAM. Whatever it doesn't name is left alone.</summary>
/// <param name="Path">The file it was read from, for messages.</param>
/// <param name="Account">The account it is for, 12 digits; null for whichever the caller is in.</param>
/// <param name="Entities">The identity providers, managed policies, groups, users and roles.</param>
public sealed record WantedIam(string Path, PolicyText? Account, ImmutableArray<WantedEntity> Entities)
{
    /// <summary>The roles that IAM Identity Center manages, which nobody else can change.</summary>
    public IEnumerable<WantedEntity> Reserved => Entities.Where(e => e.Kind == IamKind.Role && PermissionSet.IsReserved(e.Name.Value));
}

/// <summary>The kinds of things that are applied.</summary>
public enum IamKind
{
    /// <summary>An OpenID Connect identity provider.</summary>
    Provider,

    /// <summary>A managed policy of the account.</summary>
    Policy,

    /// <summary>A group.</summary>
    Group,

    /// <summary>A user.</summary>
    User,

    /// <summary>A role.</summary>
    Role,
}

/// <summary>One thing that shall be in IAM. What is null or empty isn't said, and stays as it is.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name; a provider's is its address.</param>
public sealed record WantedEntity(IamKind Kind, PolicyText Name)
{
    /// <summary>The path, from <c>/</c> to <c>/</c>.</summary>
    public string? EntityPath { get; init; }

    /// <summary>The description.</summary>
    public string? Description { get; init; }

    /// <summary>A managed policy's document, or a role's trust policy.</summary>
    public PolicyDocument? Document { get; init; }

    /// <summary>Whom a generated policy is for, such as <c>deployer</c>; null where it isn't said.</summary>
    public PolicyText? For { get; init; }

    /// <summary>The longest session of a role, in seconds.</summary>
    public string? MaxSession { get; init; }

    /// <summary>The permissions boundary: an ARN, or the name of a policy of the same document.</summary>
    public PolicyText? Boundary { get; init; }

    /// <summary>The managed policies that are attached: ARNs, or names of policies of the same document; null where none are named.</summary>
    public ImmutableArray<PolicyText>? Attached { get; init; }

    /// <summary>The inline policies by name; null where none are named.</summary>
    public ImmutableArray<(PolicyText Name, PolicyDocument Document)>? Inline { get; init; }

    /// <summary>The groups of a user; null where none are named.</summary>
    public ImmutableArray<PolicyText>? Groups { get; init; }

    /// <summary>The tags; null where none are named.</summary>
    public ImmutableArray<(PolicyText Key, string Value)>? Tags { get; init; }

    /// <summary>The audiences of a provider; null where none are named.</summary>
    public ImmutableArray<PolicyText>? Audiences { get; init; }

    /// <summary>The thumbprints of a provider's certificates; empty where IAM may find them itself.</summary>
    public ImmutableArray<PolicyText> Thumbprints { get; init; } = [];

    /// <summary>The name under which a user's new access key goes into the vault; null where it shall have none.</summary>
    public PolicyText? AccessKey { get; init; }

    /// <summary>Whether it must be there already.</summary>
    public bool MustExist { get; init; }
}
