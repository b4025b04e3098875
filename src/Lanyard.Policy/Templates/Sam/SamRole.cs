using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Templates.Sam;

/// <summary>The role that SAM makes for a function or state machine that names none.</summary>
internal static class SamRole
{
    /// <summary>Adds the role, and gives what stands in the resource's role property.</summary>
    /// <param name="made">The resources.</param>
    /// <param name="id">The logical id of the function or state machine.</param>
    /// <param name="properties">Its properties.</param>
    /// <param name="managed">The names of AWS's policies that it gets by itself.</param>
    public static JsonNode Add(SamResources made, string id, JsonNode properties, params IEnumerable<string> managed)
    {
        if (properties.Find("Role") is { } given)
        {
            return given;
        }

        var policies = properties.Find("Policies");
        IReadOnlyList<JsonNode> all = policies is null ? [] : policies.Kind == JsonNodeKind.Array ? policies.Items : [policies];
        var arns = managed.Select(Nodes.PolicyOfAws).Concat(all.Where(IsManaged)).ToArray();
        var inline = all.Where(p => !IsManaged(p)).Select((policy, at) => Nodes.Object(("PolicyName", Nodes.Text($"{id}RolePolicy{at}")), ("PolicyDocument", policy))).ToArray();
        made.Add(id + "Role", "AWS::IAM::Role", Nodes.Object(
            ("ManagedPolicyArns", arns.Length == 0 ? null : Nodes.List(arns)), ("Policies", inline.Length == 0 ? null : Nodes.List(inline)),
            ("Path", properties.Find("RolePath")), ("PermissionsBoundary", properties.Find("PermissionsBoundary")), ("Tags", Nodes.TagList(properties.Find("Tags")))));
        return Nodes.Attribute(id + "Role", "Arn");
    }

    /// <summary>Gives properties with one policy more, of which nothing is known but that it is there.</summary>
    public static JsonNode WithUnknown(JsonNode properties)
    {
        var policies = properties.Find("Policies");
        IEnumerable<JsonNode> all = policies is null ? [] : policies.Kind == JsonNodeKind.Array ? policies.Items : [policies];
        return properties.With(("Policies", Nodes.List([.. all, Nodes.Object(("Statement", Nodes.List(Nodes.Object())))])));
    }

    // A name or ARN, or what gives one; policies and SAM's policy templates are objects of their own.
    private static bool IsManaged(JsonNode policy) =>
        policy.Kind == JsonNodeKind.Text || policy.Members is [var only] && (only.Name.Value is "Ref" or "Fn::Sub" or "Fn::Join" or "Fn::ImportValue");
}
