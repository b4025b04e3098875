using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Templates;

/// <summary>
/// Finds the policies of a file: the file itself, what the AWS CLI prints around one, an array of them, or those in a CloudFormation, SAM
/// or Serverless template.
/// </summary>
public static class PolicyFinder
{
    /// <summary>Finds them.</summary>
    /// <param name="root">What the file holds.</param>
    /// <param name="text">The file's text where it is JSON, without a byte order mark; <see langword="null"/> for YAML.</param>
    /// <returns>The policies in the order of the text.</returns>
    public static ImmutableArray<FoundPolicy> Find(JsonNode root, string? text)
    {
        ArgumentNullException.ThrowIfNull(root);
        var found = IsTemplate(root) ? new PolicyWalk(text, false, isTemplate: true).Template(root, "")
            : IsServerless(root) ? ServerlessPolicies.Find(root, new PolicyWalk(text, true, isTemplate: true))
            : new PolicyWalk(text, false, isTemplate: false).Documents(root, "", "", (null, null));
        return [.. found.OrderBy(policy => policy.Place.Start.Offset)];
    }

    private static bool IsTemplate(JsonNode root) =>
        root.Find("Resources") is { Kind: JsonNodeKind.Object } resources && resources.Members.Any(member => member.Value.Find("Type") is { Kind: JsonNodeKind.Text });

    private static bool IsServerless(JsonNode root) => root.Find("service") is not null && root.Find("provider") is { Kind: JsonNodeKind.Object };
}

/// <summary>Walks through a file for policies.</summary>
/// <param name="text">The text where it is JSON.</param>
/// <param name="hasVariables">Whether it is a Serverless file.</param>
/// <param name="isTemplate">Whether there may be intrinsic functions.</param>
internal sealed class PolicyWalk(string? text, bool hasVariables, bool isTemplate)
{
    private static readonly string[] Elements = ["Effect", "Action", "NotAction", "Principal", "Resource", "NotResource"];

    /// <summary>Finds the policies of a template's resources.</summary>
    /// <param name="template">The template.</param>
    /// <param name="prefix">What names start with.</param>
    public IEnumerable<FoundPolicy> Template(JsonNode template, string prefix)
    {
        var resources = template.Find("Resources")?.Members ?? [];
        var boundaries = resources.Select(resource => resource.Value.Find("Properties")?.Find("PermissionsBoundary")?.Find("Ref")?.Text).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var resource in resources)
        {
            if (resource.Value.Find("Type") is not { Kind: JsonNodeKind.Text } type || resource.Value.Find("Properties") is not { } properties)
            {
                continue;
            }

            var name = prefix + resource.Name.Value;
            if (type.Text == "AWS::Events::EventBusPolicy" && properties.Find("Statement") is { Kind: JsonNodeKind.Object } statement)
            {
                if (Statements(statement, $"{name}.Statement", PolicyKind.Resource, "AWS::Events::EventBus") is { } only)
                {
                    yield return only;
                }

                continue;
            }

            var policyType = properties.Find("Type") is { Kind: JsonNodeKind.Text } own ? own.Text : null;
            foreach (var property in properties.Members)
            {
                if (PolicyProperties.Of(type.Text, property.Name.Value, policyType) is { } use)
                {
                    use = type.Text == "AWS::IAM::ManagedPolicy" && boundaries.Contains(resource.Name.Value) ? (PolicyKind.Boundary, null) : use;
                    foreach (var policy in Documents(property.Value, $"{name}.{property.Name.Value}", property.Name.Value, use))
                    {
                        yield return policy;
                    }
                }
            }
        }
    }

    /// <summary>Finds the policies in a part of the file.</summary>
    /// <param name="node">The part.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="member">The member that it is the value of.</param>
    /// <param name="use">What is known of the policies in it.</param>
    public IEnumerable<FoundPolicy> Documents(JsonNode node, string name, string member, (PolicyKind? Kind, string? ResourceType) use)
    {
        if (member == "AssumeRolePolicyDocument")
        {
            use = (PolicyKind.Trust, null);
        }

        switch (node.Kind)
        {
            case JsonNodeKind.Object when IsDocument(node):
                return Found(node, name, use) is { } whole ? [whole] : [];
            case JsonNodeKind.Object when isTemplate && node.Members is [var function] && IntrinsicFunctions.IsFunction(function.Name.Value):
                return function.Name.Value == "Fn::If" ? function.Value.Items.SelectMany(item => Documents(item, name, member, use)) : FromText(node, name, use);
            case JsonNodeKind.Object:
                var kind = KindNamed(node.Find("PolicySummary")?.Find("Type")?.Text ?? node.Find("Type")?.Text);
                return node.Members.SelectMany(inner => Documents(
                    inner.Value, name.Length == 0 ? inner.Name.Value : $"{name}.{inner.Name.Value}", inner.Name.Value, kind is null ? use : (kind, null)));
            case JsonNodeKind.Array:
                return node.Items.SelectMany((item, index) => Documents(item, $"{name}[{index}]", member, use));
            case JsonNodeKind.Text:
                return FromText(node, name, use);
            default:
                return [];
        }
    }

    /// <summary>Makes a policy of a list of statements that a tool makes one of.</summary>
    /// <param name="statements">The list, or a single statement.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="kind">What it is attached to.</param>
    /// <param name="resourceType">The resource's type, if it has one.</param>
    public FoundPolicy? Statements(JsonNode statements, string name, PolicyKind kind, string? resourceType)
    {
        var version = JsonNode.OfText(JsonNodeKind.Text, PolicyDocument.VersionWithVariables, statements.Place);
        var document = JsonNode.OfMembers(statements.Place,
        [
            new JsonMember(new PolicyText("Version", statements.Place), version),
            new JsonMember(new PolicyText("Statement", statements.Place), statements),
        ]);
        return Found(document, name, (kind, resourceType)) is { } found ? found with { IsEditable = false } : null;
    }

    private static PolicyKind? KindNamed(string? type) => type switch
    {
        "SERVICE_CONTROL_POLICY" => PolicyKind.ServiceControl,
        "RESOURCE_CONTROL_POLICY" => PolicyKind.ResourceControl,
        _ => null,
    };

    private static bool IsDocument(JsonNode node)
    {
        if (node.Find("Statement") is not { } statements)
        {
            return false;
        }

        ImmutableArray<JsonNode> items = statements.Kind == JsonNodeKind.Array ? statements.Items : [statements];
        return (statements.Kind == JsonNodeKind.Array && items.IsEmpty)
            || items.Any(item => item.Members.Any(member => Elements.Contains(member.Name.Value) || IntrinsicFunctions.IsFunction(member.Name.Value)));
    }

    private IEnumerable<FoundPolicy> FromText(JsonNode node, string name, (PolicyKind? Kind, string? ResourceType) use)
    {
        var plain = isTemplate ? new IntrinsicFunctions(takesFirst: true, hasVariables).Resolve(node, node.Place.Path) : node;
        return plain is not null && JsonInText.Read(plain, node.Kind == JsonNodeKind.Text ? text : null) is { } inner && IsDocument(inner)
            ? [new FoundPolicy([inner], use.Kind, use.ResourceType, name, node.Place)]
            : [];
    }

    private FoundPolicy? Found(JsonNode node, string name, (PolicyKind? Kind, string? ResourceType) use)
    {
        var first = new IntrinsicFunctions(takesFirst: true, hasVariables);
        var variants = ImmutableArray.CreateBuilder<JsonNode>();
        if (Resolved(first) is { } one)
        {
            variants.Add(one);
        }

        if (first.HasChosen && Resolved(new IntrinsicFunctions(takesFirst: false, hasVariables)) is { } other)
        {
            variants.Add(other);
        }

        return variants.Count == 0 ? null
            : new FoundPolicy(variants.ToImmutable(), use.Kind, use.ResourceType, name, node.Place) { IsEditable = text is not null && !first.HasChosen };

        JsonNode? Resolved(IntrinsicFunctions functions) =>
            functions.Resolve(node, DocumentPath.Root) is { } whole ? isTemplate ? KnownParts.Of(whole) : whole : null;
    }
}
