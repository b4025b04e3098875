namespace Lanyard.Policy.Engine;

/// <summary>What each layer says of a request.</summary>
/// <param name="Present">The layers that apply.</param>
/// <param name="Allowing">Those that allow.</param>
/// <param name="Denying">Those that deny.</param>
/// <param name="ResourceReach">How the resource's policy names the caller where it allows.</param>
internal readonly record struct LayerAnswers(
    PolicyLayers Present, PolicyLayers Allowing, PolicyLayers Denying, PrincipalReach ResourceReach);

/// <summary>How the caller stands to the resource.</summary>
internal enum Relation
{
    /// <summary>The caller has no account that could give it policies: a service, a federated identity, somebody anonymous.</summary>
    NoAccount,

    /// <summary>Both are of one account.</summary>
    SameAccount,

    /// <summary>Both are of one account, and the resource's policy must agree all the same, as with roles and KMS keys.</summary>
    SameAccountBothAgree,

    /// <summary>They are of two accounts.</summary>
    CrossAccount,
}

/// <summary>Combines the answers of the layers into a verdict. It knows nothing of patterns and conditions.</summary>
internal static class Combination
{
    private const PolicyLayers Guards = PolicyLayers.ServiceControl | PolicyLayers.ResourceControl | PolicyLayers.Endpoint;
    private const PolicyLayers Limits = PolicyLayers.Boundary | PolicyLayers.Session;
    private const PolicyLayers CallerSide = PolicyLayers.Identity | Limits;

    public static Verdict Decide(in LayerAnswers answers, Relation relation)
    {
        if (answers.Denying != PolicyLayers.None)
        {
            return new Verdict(Outcome.ExplicitDeny, answers.Denying);
        }

        var needed = (Guards & answers.Present) | Grants(answers, relation);
        var missing = needed & ~answers.Allowing;
        return missing == PolicyLayers.None ? new Verdict(Outcome.Allowed, needed) : new Verdict(Outcome.ImplicitDeny, missing);
    }

    /// <summary>The layers whose allow the request needs to be granted.</summary>
    private static PolicyLayers Grants(in LayerAnswers answers, Relation relation)
    {
        var callerSide = CallerSide & answers.Present;
        return (relation, answers.ResourceReach) switch
        {
            (Relation.NoAccount, _) => PolicyLayers.Resource,
            (Relation.CrossAccount, _) => callerSide | PolicyLayers.Resource,

            // The policy of the resource alone is enough when it names the caller, or its role or user within the limits; naming the
            // account only hands the choice to the identity policies.
            (_, PrincipalReach.Direct) => PolicyLayers.Resource,
            (_, PrincipalReach.Issuer) => PolicyLayers.Resource | (Limits & answers.Present),
            (Relation.SameAccountBothAgree, _) => callerSide | PolicyLayers.Resource,
            _ => callerSide,
        };
    }
}
