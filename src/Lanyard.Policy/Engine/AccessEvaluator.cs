using System.Collections.Immutable;

namespace Lanyard.Policy.Engine;

/// <summary>The policies on the caller's side.</summary>
/// <param name="Identity">The policies of the user and its groups, or of the role.</param>
/// <param name="Boundary">The permissions boundary, if there is one.</param>
/// <param name="Session">
/// The policies passed when the session was made. None limit nothing, but a <see cref="FederatedUser"/> has no permissions without them.
/// </param>
public sealed record CallerPolicies(
    ImmutableArray<AttachedPolicy> Identity, AttachedPolicy? Boundary = null, ImmutableArray<AttachedPolicy> Session = default)
{
    /// <summary>No policies at all.</summary>
    public static CallerPolicies None { get; } = new([]);
}

/// <summary>Decides whether a request is allowed.</summary>
public static class AccessEvaluator
{
    /// <summary>Decides on a request to a resource for which the caller's policies are enough in its own account.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caller">The policies on the caller's side.</param>
    /// <param name="resourcePolicy">The policy of the resource, if it has one.</param>
    /// <returns>The decision.</returns>
    public static Decision Evaluate(AccessRequest request, CallerPolicies caller, AttachedPolicy? resourcePolicy = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(caller);
        return Combination.Decide(request, Layers(request, caller, resourcePolicy, "resource policy"), resourceMustAllow: false);
    }

    internal static PolicyLayers Layers(AccessRequest request, CallerPolicies caller, AttachedPolicy? resourcePolicy, string resourceName)
    {
        const string Identity = "identity policies";
        var identity = PolicyLayer.Evaluate(Identity, caller.Identity, request);
        if (request.Principal is RootUser && !identity.Denies)
        {
            identity = PolicyLayer.Allowing(Identity, request, "the root user of an account may do everything there by default");
        }

        ImmutableArray<AttachedPolicy> session = caller.Session.IsDefault ? [] : caller.Session;
        var limitedBySession = session.Length > 0 || request.Principal is FederatedUser;
        return new PolicyLayers(
            PolicyLayer.Evaluate(resourceName, resourcePolicy is null ? [] : [resourcePolicy], request),
            identity,
            caller.Boundary is null ? null : PolicyLayer.Evaluate("permissions boundary", [caller.Boundary], request),
            !limitedBySession ? null : PolicyLayer.Evaluate("session policies", session, request));
    }
}
