using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Scenarios;

/// <summary>Reads the policies of a scenario. A list left out, or empty, means that no policy of that type applies.</summary>
internal static class PoliciesReader
{
    public static AccessPolicies Read(ScenarioMembers members, ScenarioRequest request, string path)
    {
        var resourceKind = ServiceRules.IsRoleTrust(request.Action, request.Resource) ? PolicyKind.Trust : PolicyKind.Resource;
        return new AccessPolicies
        {
            Identity = Set(members.Items("identityPolicies"), PolicyKind.Identity, path) ?? PolicySet.Empty,
            Boundary = Set(members.Items("permissionsBoundaries"), PolicyKind.Boundary, path),
            Session = Set(members.Items("sessionPolicies"), PolicyKind.Session, path),
            ServiceControl = Levels(members.Items("serviceControlPolicies"), PolicyKind.ServiceControl, path),
            ResourceControl = Levels(members.Items("resourceControlPolicies"), PolicyKind.ResourceControl, path),
            Resource = members.Find("resourcePolicy") is { } policy
                ? PolicySet.Of(ReadPolicy(policy, resourceKind, resourceKind == PolicyKind.Trust ? "role trust policy" : "resource policy", path))
                : null,
            Endpoint = Set(members.Items("vpcEndpointPolicies"), PolicyKind.Endpoint, path),
        };
    }

    private static PolicySet? Set(ImmutableArray<JsonNode> items, PolicyKind kind, string path) =>
        items.IsEmpty ? null : PolicySet.Of(ReadAll(items, kind, path));

    private static ImmutableArray<PolicySet> Levels(ImmutableArray<JsonNode> items, PolicyKind kind, string path) =>
    [
        .. items.Select(item =>
        {
            var members = ScenarioMembers.Of(item, kind == PolicyKind.ServiceControl ? "a target of SCPs" : "a target of RCPs", path, ["target", "policies"]);
            members.Required("policies");
            return new PolicySet([.. ReadAll(members.Items("policies"), kind, path)], members.RequiredText("target"));
        }),
    ];

    private static IEnumerable<AttachedPolicy> ReadAll(ImmutableArray<JsonNode> items, PolicyKind kind, string path) =>
        items.Select(item => ReadPolicy(item, kind, item.Place.Path.Parent?.Name is { } list ? $"{list}[{item.Place.Path.Index}]" : "policy", path));

    // A document stands alone, or beside its name.
    private static AttachedPolicy ReadPolicy(JsonNode node, PolicyKind kind, string name, string path)
    {
        if (node.Find("policy") is null && node.Find("name") is null)
        {
            return new AttachedPolicy(name, kind, PolicyDocumentReader.Read(node, path));
        }

        var members = ScenarioMembers.Of(node, "a policy with a name", path, ["name", "policy"]);
        return new AttachedPolicy(members.Text("name") ?? name, kind, PolicyDocumentReader.Read(members.Required("policy"), path));
    }
}
