namespace Lanyard.Policy.Engine;

/// <summary>Decides whether a caller may assume a role.</summary>
public static class TrustEvaluator
{
    /// <summary>
    /// Decides on <c>sts:AssumeRole</c> and its kin. The role's trust policy must always agree. In the role's own account that is enough
    /// when it names the caller; when it names the account, and from another account, the caller's policies must agree too. Services
    /// and federated identities need the trust policy alone.
    /// </summary>
    /// <param name="request">
    /// The request, with the role's ARN as its resource. <c>sts:TagSession</c> and <c>sts:SetSourceIdentity</c> are requests of their
    /// own, to be judged beside the first one.
    /// </param>
    /// <param name="trustPolicy">The role's trust policy.</param>
    /// <param name="caller">The policies on the caller's side; <see cref="CallerPolicies.None"/> for those who have none.</param>
    /// <returns>The decision.</returns>
    /// <exception cref="ArgumentException"><paramref name="trustPolicy"/> is attached as another kind.</exception>
    public static Decision Evaluate(AccessRequest request, AttachedPolicy trustPolicy, CallerPolicies caller)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(trustPolicy);
        ArgumentNullException.ThrowIfNull(caller);
        if (trustPolicy.Kind != PolicyKind.Trust)
        {
            throw new ArgumentException($"{trustPolicy.Name} is not attached as a trust policy", nameof(trustPolicy));
        }

        var layers = AccessEvaluator.Layers(request, caller, trustPolicy, "role trust policy");
        var decision = Combination.Decide(request, layers, resourceMustAllow: true);
        if (request.Principal is not RootUser || decision.Outcome == Outcome.ExplicitDeny)
        {
            return decision;
        }

        const string NoRoot = "the root user of an account can't assume roles; use a user or a role of the account";
        return new Decision(Outcome.ImplicitDeny, [new Reason(ReasonKind.AllowMissing, null, null, null, null, NoRoot)]);
    }
}
