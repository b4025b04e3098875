namespace Lanyard.Policy.Engine;

/// <summary>The policy types that apply to a request, each with its own answer; those that don't apply are left out.</summary>
internal sealed record PolicyLayers(PolicyLayer Resource, PolicyLayer Identity, PolicyLayer? Boundary, PolicyLayer? Session)
{
    /// <summary>The layers that limit the identity policies and grant nothing.</summary>
    public IEnumerable<PolicyLayer> Limits => new[] { Boundary, Session }.OfType<PolicyLayer>();

    /// <summary>The layers on the caller's side, all of which must allow for the caller's side to allow.</summary>
    public IEnumerable<PolicyLayer> CallerSide => Limits.Prepend(Identity);

    public IEnumerable<PolicyLayer> All => CallerSide.Prepend(Resource);
}

/// <summary>Combines the answers of the policy types into a decision. It knows nothing of patterns and conditions.</summary>
internal static class Combination
{
    /// <summary>Decides.</summary>
    /// <param name="request">The request, for the accounts it touches.</param>
    /// <param name="layers">The answer of each policy type.</param>
    /// <param name="resourceMustAllow">Whether the resource's policy must agree even in the caller's own account, as for roles.</param>
    public static Decision Decide(AccessRequest request, PolicyLayers layers, bool resourceMustAllow)
    {
        if (layers.All.Any(layer => layer.Denies))
        {
            return new Decision(Outcome.ExplicitDeny, [.. layers.All.SelectMany(layer => layer.DenyReasons)]);
        }

        // A service, a federated identity or an anonymous caller has no account to give it policies.
        if (request.Principal.Account is not { } account)
        {
            return Need([layers.Resource]);
        }

        if (request.ResourceAccount is { } owner && owner != account)
        {
            return Need(layers.All);
        }

        // The policy of the resource alone is enough when it names the caller, or its role or user within the limits; naming the
        // account only hands the choice to the identity policies.
        return layers.Resource.Allow switch
        {
            PrincipalReach.Direct => Need([layers.Resource]),
            PrincipalReach.Issuer => Need(layers.Limits.Prepend(layers.Resource)),
            _ => Need(resourceMustAllow ? layers.All : layers.CallerSide),
        };
    }

    private static Decision Need(IEnumerable<PolicyLayer> needed)
    {
        var layers = needed.ToList();
        var missing = layers.Where(layer => !layer.Allows).ToList();
        return missing.Count == 0
            ? new Decision(Outcome.Allowed, [.. layers.SelectMany(layer => layer.AllowReasons)])
            : new Decision(
                Outcome.ImplicitDeny,
                [.. missing.SelectMany(layer => layer.MissingReasons), .. layers.SelectMany(layer => layer.DelegationReasons)]);
    }
}
