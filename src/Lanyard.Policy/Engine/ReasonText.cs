using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Engine;

/// <summary>Puts reasons into words.</summary>
internal static class ReasonText
{
    public static RenderedReason Of(Reason reason, AccessRequest request, AccessPolicies policies, Verdict verdict)
    {
        var layer = LayerName(reason, policies);
        var set = LayerWalk.Find(policies, reason.Layer, reason.Level);
        if (reason.Statement is not { } found || set is null)
        {
            var message = reason.Kind == ReasonKind.Rule ? Rule(verdict.Rule) : Missing(reason, set, request);
            return new RenderedReason(reason.Kind, layer, null, null, null, null, message);
        }

        var policy = set.Policies[found.Policy];
        var statement = policy.Document.Statements[found.Statement];
        var (element, place, key) = ElementOf(reason, statement);
        var sid = statement.Sid is { Value.Length: > 0 } text ? $" ({text.Value})" : "";
        var target = set.Target is null ? "" : $" of {set.Target}";
        var where = $"{policy.Name}{target}, statement {statement.Index + 1}{sid}, {place.Start}";
        return new RenderedReason(reason.Kind, layer, policy, statement, element, place, $"{where}: {Says(reason, request, element, key)}");
    }

    /// <summary>The layer of a reason, as users see it; <see langword="null"/> for none.</summary>
    public static string LayerName(Reason reason, AccessPolicies policies)
    {
        var target = LayerWalk.Find(policies, reason.Layer, reason.Level)?.Target;
        return reason.Layer switch
        {
            PolicyLayers.ResourceControl => $"rcp:{target}",
            PolicyLayers.ServiceControl => $"scp:{target}",
            PolicyLayers.Endpoint => "endpoint",
            PolicyLayers.Resource => "resource",
            PolicyLayers.Identity => "identity",
            PolicyLayers.Boundary => "boundary",
            PolicyLayers.Session => "session",
            _ => "rule",
        };
    }

    private static string Says(Reason reason, AccessRequest request, string element, string? key) => reason.Kind switch
    {
        ReasonKind.Allows => $"allows {request.Action} on {request.ResourceArn}",
        ReasonKind.Denies => $"denies {request.Action} on {request.ResourceArn}",
        ReasonKind.Delegates => "Principal is the account, whose own policies must allow the caller",
        _ when reason.Element == StatementElement.Resource && request.TakesNoResource =>
            $"{element} doesn't match the request: the action takes no resource, so only \"*\" matches",
        _ => $"{element} doesn't match the request"
            + (key is not null && request.Context.Find(key) is null ? $", which has no {key}" : ""),
    };

    private static string Rule(StandingRule rule) => rule switch
    {
        StandingRule.NeedsNoPermission => "the action needs no permission, and no policy can take it away",
        StandingRule.RootAssumesNoRole => "the root user of an account can't assume roles; use a user or a role of the account",
        _ => "the root user of an account may do everything there by default",
    };

    private static string Missing(Reason reason, PolicySet? set, AccessRequest request)
    {
        var (name, isThere) = (NameOf(reason, set, request), set is { Policies.Length: > 0 });
        var needed = $"{request.Action} on {request.ResourceArn}";
        var why = reason.Layer switch
        {
            PolicyLayers.Resource when request.Principal.Account is null => ", and the caller has no policies of its own",
            PolicyLayers.Resource when request.ResourceAccount is { } owner && owner != request.Principal.Account =>
                $", and account {owner}, which owns the resource, must allow it too",
            PolicyLayers.Resource => ", and nobody gets in without it",
            _ => "",
        };
        return isThere ? $"no statement of the {name} allows {needed}{why}" : $"there is no {name} to allow {needed}{why}";
    }

    private static string NameOf(Reason reason, PolicySet? set, AccessRequest request) => reason.Layer switch
    {
        PolicyLayers.ServiceControl => set is { Policies.Length: > 0 } ? $"SCPs of {set.Target}" : $"SCP of {set?.Target}",
        PolicyLayers.Endpoint => "VPC endpoint policy",
        PolicyLayers.Resource => !ServiceRules.ResourceMustAllow(request) ? "resource policy"
            : request.Service.Equals("kms", StringComparison.OrdinalIgnoreCase) ? "key policy" : "role trust policy",
        PolicyLayers.Boundary => "permissions boundary",
        PolicyLayers.Session => set is { Policies.Length: > 0 } ? "session policies" : "session policy",
        _ => set is { Policies.Length: > 0 } ? "identity policies" : "identity policy",
    };

    private static (string Name, Place Place, string? Key) ElementOf(Reason reason, Statement statement)
    {
        switch (reason.Element)
        {
            case StatementElement.Resource:
                return (statement.Resource!.Name, statement.Resource.Key.Place, null);
            case StatementElement.Principal:
                return (statement.Principal!.Name, statement.Principal.Key.Place, null);
            case StatementElement.Condition:
                var (block, test) = statement.Conditions.SelectMany(block => block.Tests.Select(test => (block, test))).ElementAt(reason.Condition);
                return ($"Condition {block.Operator.Name} {test.Key.Value}", test.Key.Place, test.Key.Value);
            default:
                return ("Effect", statement.EffectPlace, null);
        }
    }
}
