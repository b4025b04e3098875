using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Templates;

/// <summary>Finds the policies of a Serverless file: lists of statements that the framework makes policies of, and its CloudFormation resources.</summary>
internal static class ServerlessPolicies
{
    private const string RestApi = "AWS::ApiGateway::RestApi";

    /// <summary>Finds them.</summary>
    /// <param name="root">The file.</param>
    /// <param name="walk">Makes policies of its parts.</param>
    public static IEnumerable<FoundPolicy> Find(JsonNode root, PolicyWalk walk)
    {
        var provider = root.Find("provider")!;
        List<FoundPolicy?> found =
        [
            List(provider.Find("iamRoleStatements"), "provider.iamRoleStatements", PolicyKind.Identity, null),
            List(provider.Find("iam")?.Find("role")?.Find("statements"), "provider.iam.role.statements", PolicyKind.Identity, null),
            List(provider.Find("resourcePolicy"), "provider.resourcePolicy", PolicyKind.Resource, RestApi),
            List(provider.Find("apiGateway")?.Find("resourcePolicy"), "provider.apiGateway.resourcePolicy", PolicyKind.Resource, RestApi),
            .. Functions(root).Select(function => List(function.Value.Find("iamRoleStatements"), $"functions.{function.Name.Value}.iamRoleStatements", PolicyKind.Identity, null)),
            .. Templates(root.Find("resources")).SelectMany(template => walk.Template(template, "")),
        ];
        return found.OfType<FoundPolicy>();

        FoundPolicy? List(JsonNode? statements, string name, PolicyKind kind, string? resourceType) =>
            statements is { Kind: JsonNodeKind.Array, Items.IsEmpty: false } ? walk.Statements(statements, name, kind, resourceType) : null;
    }

    private static IEnumerable<JsonMember> Functions(JsonNode root) => Several(root.Find("functions")).SelectMany(functions => functions.Members);

    private static IEnumerable<JsonNode> Templates(JsonNode? resources) => Several(resources);

    // One mapping, or a list of them.
    private static IEnumerable<JsonNode> Several(JsonNode? node) => node is null ? [] : node.Kind == JsonNodeKind.Array ? node.Items : [node];
}
