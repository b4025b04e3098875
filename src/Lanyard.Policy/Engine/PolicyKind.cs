namespace Lanyard.Policy.Engine;

/// <summary>What a policy is attached to, which decides the elements it takes.</summary>
public enum PolicyKind
{
    /// <summary>A user, group or role: <c>Resource</c> is needed, <c>Principal</c> is not taken.</summary>
    Identity,

    /// <summary>A user or role as its permissions boundary; the elements of an identity's policy.</summary>
    Boundary,

    /// <summary>A session, passed when it was made; the elements of an identity's policy.</summary>
    Session,

    /// <summary>A root, organizational unit or account as a service control policy; the elements of an identity's policy.</summary>
    ServiceControl,

    /// <summary>
    /// A root, organizational unit or account as a resource control policy: <c>Principal</c> must be <c>"*"</c>, and neither
    /// <c>NotPrincipal</c> nor <c>NotAction</c> is taken.
    /// </summary>
    ResourceControl,

    /// <summary>A resource: <c>Principal</c> is needed; without <c>Resource</c> it means the resource it is attached to.</summary>
    Resource,

    /// <summary>A role, saying who may assume it: <c>Principal</c> is needed; <c>NotPrincipal</c> and <c>Resource</c> are refused.</summary>
    Trust,

    /// <summary>A VPC endpoint; without <c>Principal</c> it means everybody.</summary>
    Endpoint,
}
