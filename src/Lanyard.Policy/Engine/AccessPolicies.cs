using System.Collections.Immutable;

namespace Lanyard.Policy.Engine;

/// <summary>The types of policies, each a layer of a decision.</summary>
[Flags]
public enum PolicyLayers
{
    /// <summary>No layer.</summary>
    None = 0,

    /// <summary>The resource control policies of the resource's account.</summary>
    ResourceControl = 1,

    /// <summary>The service control policies of the caller's account.</summary>
    ServiceControl = 2,

    /// <summary>The policies of the VPC endpoint that the request goes through.</summary>
    Endpoint = 4,

    /// <summary>The policy of the resource.</summary>
    Resource = 8,

    /// <summary>The policies of the user and its groups, or of the role.</summary>
    Identity = 16,

    /// <summary>The caller's permissions boundary.</summary>
    Boundary = 32,

    /// <summary>The policies passed when the caller's session was made.</summary>
    Session = 64,
}

/// <summary>All the policies around a request. Those of a type that doesn't apply are left out.</summary>
public sealed record AccessPolicies
{
    /// <summary>No policies at all.</summary>
    public static AccessPolicies None { get; } = new();

    /// <summary>The policies of the user and its groups, or of the role.</summary>
    public PolicySet Identity { get; init; } = PolicySet.Empty;

    /// <summary>The permissions boundary of the user or role; <see langword="null"/> without one.</summary>
    public PolicySet? Boundary { get; init; }

    /// <summary>
    /// The policies passed when the session was made; <see langword="null"/> when none were. A <see cref="FederatedUser"/> has no
    /// permissions without them.
    /// </summary>
    public PolicySet? Session { get; init; }

    /// <summary>The SCPs of the caller's account, a set for each target from the root down. One that is empty allows nothing.</summary>
    public ImmutableArray<PolicySet> ServiceControl { get; init; } = [];

    /// <summary>The RCPs of the resource's account, a set for each target. AWS's own that allows everything is taken as attached to each.</summary>
    public ImmutableArray<PolicySet> ResourceControl { get; init; } = [];

    /// <summary>The policy of the resource, of a role its trust policy; <see langword="null"/> without one.</summary>
    public PolicySet? Resource { get; init; }

    /// <summary>The policies of the VPC endpoint that the request goes through; <see langword="null"/> when it goes through none.</summary>
    public PolicySet? Endpoint { get; init; }
}
