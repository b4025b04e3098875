namespace Lanyard.Policy.Engine;

/// <summary>Decides whether a request is allowed.</summary>
public static class AccessEvaluator
{
    /// <summary>Decides, without saying why; see <see cref="Explanation"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="policies">The policies around it.</param>
    /// <returns>The verdict.</returns>
    public static Verdict Decide(AccessRequest request, AccessPolicies policies)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(policies);
        if (request.Rule == StandingRule.NeedsNoPermission)
        {
            return new Verdict(Outcome.Allowed, PolicyLayers.None, request.Rule);
        }

        var verdict = Combination.Decide(Ask(request, policies), request.Relation);
        return request.Rule == StandingRule.RootAssumesNoRole && verdict.Outcome != Outcome.ExplicitDeny
            ? new Verdict(Outcome.ImplicitDeny, PolicyLayers.None, request.Rule)
            : verdict;
    }

    /// <summary>Whether a layer reaches the caller and the resource of a request.</summary>
    internal static bool Applies(PolicyLayers layer, AccessRequest request) => layer switch
    {
        // "Service control policies": they reach the users, roles and root users of an account, no service and nobody else's callers.
        PolicyLayers.ServiceControl => request.Principal is { Account: not null, IsServiceLinked: false },
        PolicyLayers.ResourceControl => request.IsCoveredByResourceControl && !request.Principal.IsServiceLinked,
        PolicyLayers.Identity or PolicyLayers.Boundary or PolicyLayers.Session => request.Principal.Account is not null,
        _ => true,
    };

    private static LayerAnswers Ask(AccessRequest request, AccessPolicies policies)
    {
        var sum = new Sum(request, policies.Boundary is not null);
        if (Applies(PolicyLayers.Identity, request))
        {
            sum.Add(PolicyLayers.Identity, policies.Identity);
            sum.Add(PolicyLayers.Boundary, policies.Boundary);
            sum.Add(PolicyLayers.Session, policies.Session ?? (request.Principal is FederatedUser ? PolicySet.Empty : null));
        }

        if (Applies(PolicyLayers.ServiceControl, request))
        {
            foreach (var level in policies.ServiceControl)
            {
                sum.Add(PolicyLayers.ServiceControl, level);
            }
        }

        if (Applies(PolicyLayers.ResourceControl, request))
        {
            foreach (var level in policies.ResourceControl)
            {
                sum.Add(PolicyLayers.ResourceControl, level);
            }
        }

        sum.Add(PolicyLayers.Resource, policies.Resource);
        sum.Add(PolicyLayers.Endpoint, policies.Endpoint);
        return sum.Answers;
    }

    /// <summary>Takes the answers of the sets together, layer by layer; of SCPs and RCPs every level must allow.</summary>
    private struct Sum(AccessRequest request, bool isBounded)
    {
        private PolicyLayers _present;
        private PolicyLayers _lacking;
        private PolicyLayers _denying;
        private PrincipalReach _resourceReach;

        public readonly LayerAnswers Answers => new(_present, _present & ~_lacking, _denying, _resourceReach);

        public void Add(PolicyLayers layer, PolicySet? set)
        {
            if (set is null)
            {
                return;
            }

            var answer = set.Match(request, isBounded);
            _present |= layer;
            _denying |= answer.Deny is null ? PolicyLayers.None : layer;
            _lacking |= answer.Reach != PrincipalReach.None || AllowsByDefault(layer, request) ? PolicyLayers.None : layer;
            _resourceReach = layer == PolicyLayers.Resource ? answer.Reach : _resourceReach;
        }
    }

    /// <summary>
    /// Whether a layer allows without a statement: the root user may do everything in its account, and AWS's own RCP that allows
    /// everything is attached everywhere.
    /// </summary>
    internal static bool AllowsByDefault(PolicyLayers layer, AccessRequest request) =>
        layer == PolicyLayers.ResourceControl || (layer == PolicyLayers.Identity && request.Principal is RootUser);
}
