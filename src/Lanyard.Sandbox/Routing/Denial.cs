using Lanyard.Policy.Engine;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Routing;

/// <summary>The end of AWS's access denied messages: "Troubleshoot access denied error messages", IAM User Guide.</summary>
internal static class Denial
{
    public static string Why(Verdict verdict, string action) => verdict.Outcome == Outcome.ExplicitDeny
        ? $"with an explicit deny in {(IsVowel(First(verdict.Layers)) ? "an" : "a")} {First(verdict.Layers)}"
        : $"because no {First(verdict.Layers)} allows the {action} action";

    /// <summary>
    /// The same where an SCP or RCP denies; else empty. "Enhanced access denied error messages with policy ARNs", AWS Security Blog: the
    /// policy is named, if it is of the caller's own organization and the resource's.
    /// </summary>
    public static string ByOrganization(OrganizationState organizations, AccessRequest request, Explanation explanation)
    {
        const PolicyLayers OfOrganization = PolicyLayers.ServiceControl | PolicyLayers.ResourceControl;
        var verdict = explanation.Verdict;
        if (verdict.IsAllowed || (verdict.Layers & OfOrganization) == 0
            || request.Principal.Account is not { } account || organizations.Of(account) is not { } organization || organizations.Of(request.ResourceAccount) != organization)
        {
            return "";
        }

        var denying = explanation.Reasons.FirstOrDefault(r => r.Kind == ReasonKind.Denies && (r.Layer & OfOrganization) != 0);
        return Why(verdict, request.Action) + (denying.Statement is not null && explanation.Render(denying).Policy is { } policy && organizations.Find(policy) is { } found ? $": {found.Arn}" : "");
    }

    private static bool IsVowel(string name) => name[0] is 'i';

    // More than one may lack an allow; AWS names one.
    private static string First(PolicyLayers layers) => layers switch
    {
        _ when layers.HasFlag(PolicyLayers.ServiceControl) => "service control policy",
        _ when layers.HasFlag(PolicyLayers.ResourceControl) => "resource control policy",
        _ when layers.HasFlag(PolicyLayers.Endpoint) => "VPC endpoint policy",
        _ when layers.HasFlag(PolicyLayers.Identity) => "identity-based policy",
        _ when layers.HasFlag(PolicyLayers.Boundary) => "permissions boundary",
        _ when layers.HasFlag(PolicyLayers.Session) => "session policy",
        _ => "resource-based policy",
    };
}
