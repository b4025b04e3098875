using System.Text.Json;

namespace Lanyard.NaivePolicy;

/// <summary>
/// Decides a scenario the way the flow charts of the AWS documentation are drawn, slowly and without a single type of the product, so
/// that the product can be compared with it. Where the charts are is said beside each step:
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html, and for two
/// accounts reference_policies_evaluation-logic-cross-account.html.
/// </summary>
public static class NaiveSimulator
{
    /// <summary>
    /// The decision on one scenario, given as the JSON text that <c>lanyard policy simulate</c> reads: <c>allowed</c>,
    /// <c>explicitDeny</c> or <c>implicitDeny</c>.
    /// </summary>
    public static string Decide(string scenario)
    {
        using JsonDocument document = JsonDocument.Parse(scenario);
        return Decide(document.RootElement);
    }

    /// <summary>The same for a scenario that is parsed already.</summary>
    public static string Decide(JsonElement scenario)
    {
        var request = new NaiveRequest(scenario.GetProperty("request"));

        // STS API reference: this call needs no permission, and a policy that denies it changes nothing.
        if (request.Action.Equals("sts:GetCallerIdentity", StringComparison.OrdinalIgnoreCase))
        {
            return "allowed";
        }

        // Who is limited by which organization policies: service-linked roles by none, services and strangers by no SCP.
        List<List<JsonElement>> serviceControls = request.Principal.HasAccount && !request.Principal.IsServiceLinkedRole ? Levels(scenario, "serviceControlPolicies") : [];
        List<List<JsonElement>> resourceControls = request.Principal.IsServiceLinkedRole ? [] : Levels(scenario, "resourceControlPolicies");
        List<JsonElement> identity = Policies(scenario, "identityPolicies");
        List<JsonElement> boundary = Policies(scenario, "permissionsBoundaries");
        List<JsonElement> session = Policies(scenario, "sessionPolicies");
        List<JsonElement> endpoint = Policies(scenario, "vpcEndpointPolicies");
        List<JsonElement> resource = scenario.TryGetProperty("resourcePolicy", out JsonElement one) && one.ValueKind == JsonValueKind.Object ? [Unwrapped(one)] : [];
        bool hasBoundary = boundary.Count > 0;

        // Deny evaluation: one applicable Deny anywhere ends it.
        if (Any("Deny", identity, request, hasBoundary, anyPrincipal: true)
            || Any("Deny", boundary, request, hasBoundary, anyPrincipal: true)
            || Any("Deny", session, request, hasBoundary, anyPrincipal: true)
            || serviceControls.Exists(level => Any("Deny", level, request, hasBoundary, anyPrincipal: true))
            || resourceControls.Exists(level => Any("Deny", level, request, hasBoundary, anyPrincipal: false))
            || Any("Deny", resource, request, hasBoundary, anyPrincipal: false)
            || Any("Deny", endpoint, request, hasBoundary, anyPrincipal: false))
        {
            return "explicitDeny";
        }

        // RCPs: the full-access policy that can't be detached allows at each level. SCPs: each level has to allow by itself.
        if (serviceControls.Exists(level => !Any("Allow", level, request, hasBoundary, anyPrincipal: true)))
        {
            return "implicitDeny";
        }

        if (endpoint.Count > 0 && !Any("Allow", endpoint, request, hasBoundary, anyPrincipal: false))
        {
            return "implicitDeny";
        }

        // STS API reference, AssumeRole: not with the credentials of a root user.
        if (request.Principal.Kind == PrincipalKind.Root && request.Action.Equals("sts:AssumeRole", StringComparison.OrdinalIgnoreCase))
        {
            return "implicitDeny";
        }

        Grant granted = BestGrant(resource, request, hasBoundary);
        if (!request.Principal.HasAccount)
        {
            // A service, a federated identity that hasn't a role yet, or nobody: the resource's side alone speaks.
            return Said(granted != Grant.None);
        }

        bool identityAllows = request.Principal.Kind == PrincipalKind.Root || Any("Allow", identity, request, hasBoundary, anyPrincipal: true);
        bool boundaryAllows = !hasBoundary || Any("Allow", boundary, request, hasBoundary, anyPrincipal: true);

        // Without a session policy a role session has all that its role has, a federated user session nothing.
        bool sessionAllows = session.Count == 0 ? request.Principal.Kind != PrincipalKind.FederatedUser : Any("Allow", session, request, hasBoundary, anyPrincipal: true);
        bool ownSideAllows = identityAllows && boundaryAllows && sessionAllows;

        if (request.Principal.Account != request.ResourceAccount)
        {
            return Said(ownSideAllows && granted != Grant.None);
        }

        if (granted == Grant.Direct || (granted == Grant.Role && boundaryAllows && sessionAllows))
        {
            return "allowed";
        }

        // Trust policies and key policies must speak for themselves, or hand the question to the account.
        return Said(ownSideAllows && (!request.ResourcePolicyDecides || granted == Grant.Account));
    }

    private static string Said(bool allowed) => allowed ? "allowed" : "implicitDeny";

    private static Grant BestGrant(List<JsonElement> policies, NaiveRequest request, bool hasBoundary)
    {
        Grant best = Grant.None;
        foreach (JsonElement policy in policies)
        {
            foreach (JsonElement statement in NaiveStatement.Of(policy))
            {
                if (statement.GetProperty("Effect").GetString() == "Allow" && NaiveStatement.Applies(policy, statement, request))
                {
                    Grant grant = NaivePrincipals.Grant(statement, request.Principal, hasBoundary);
                    best = grant > best ? grant : best;
                }
            }
        }

        return best;
    }

    private static bool Any(string effect, List<JsonElement> policies, NaiveRequest request, bool hasBoundary, bool anyPrincipal) => policies.Exists(
        policy => NaiveStatement.Of(policy).Exists(
            statement => statement.GetProperty("Effect").GetString() == effect
                && (anyPrincipal || NaivePrincipals.Grant(statement, request.Principal, hasBoundary) != Grant.None)
                && NaiveStatement.Applies(policy, statement, request)));

    private static List<List<JsonElement>> Levels(JsonElement scenario, string name) =>
        scenario.TryGetProperty(name, out JsonElement levels) ? [.. levels.EnumerateArray().Select(level => Policies(level, "policies"))] : [];

    private static List<JsonElement> Policies(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out JsonElement list) ? [.. list.EnumerateArray().Select(Unwrapped)] : [];

    private static JsonElement Unwrapped(JsonElement policy) => policy.TryGetProperty("policy", out JsonElement inner) ? inner : policy;
}
