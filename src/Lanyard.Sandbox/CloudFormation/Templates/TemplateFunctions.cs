using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Sandbox.CloudFormation.Templates;

/// <summary>Refuses functions that there aren't, and those that are given what they don't take, before anything is made. See "Intrinsic function reference", AWS CloudFormation User Guide.</summary>
/// <param name="root">The template, its transforms run.</param>
internal sealed class TemplateFunctions(JsonNode root)
{
    private const string Supported = "Fn::Base64, Fn::GetAtt, Fn::GetAZs, Fn::ImportValue, Fn::Join, Fn::Split, Fn::FindInMap, Fn::Select, Ref, Fn::Equals, Fn::If, Fn::Not, Condition, Fn::And, Fn::Or, "
        + "Fn::Contains, Fn::EachMemberEquals, Fn::EachMemberIn, Fn::ValueOf, Fn::ValueOfAll, Fn::RefAll, Fn::Sub, Fn::Cidr";

    // Those come with transforms, which are run by then.
    private static readonly ImmutableArray<string> Known = [.. Supported.Split(", "), "Fn::Transform", "Fn::Length", "Fn::ToJsonString", "Fn::ForEach"];

    /// <summary>Refuses them.</summary>
    /// <exception cref="ServiceFault">There is one.</exception>
    public void Require()
    {
        foreach (var resource in Members("Resources"))
        {
            Walk(resource.Value.Find("Properties"), "Resources");
        }

        foreach (var output in Members("Outputs"))
        {
            Walk(output.Value.Find("Value"), "Outputs");
            Walk(output.Value.Find("Export"), "Outputs");
            RequireCondition(output.Value.Find("Condition"), "Outputs");
        }
    }

    private void Walk(JsonNode? node, string block)
    {
        if (node is { Kind: JsonNodeKind.Object, Members: [{ } only] } && (only.Name.Value == "Ref" || only.Name.Value.StartsWith("Fn::", StringComparison.Ordinal)))
        {
            Check(only.Name.Value, only.Value, block);
        }

        foreach (var inner in (node?.Members ?? []).Select(m => m.Value).Concat(node?.Items ?? []))
        {
            Walk(inner, block);
        }
    }

    private void Check(string function, JsonNode argument, string block)
    {
        switch (function, argument)
        {
            case ("Ref", { Kind: not JsonNodeKind.Text }):
                throw Faults.Validation("Template error: every Ref object must have a single String value.");
            case ("Fn::GetAtt", _) when !IsAttribute(argument):
                throw Faults.Validation("Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute");
            case ("Fn::If", { Items: [var condition, _, _] }):
                RequireCondition(condition, block);
                break;
            case ("Fn::FindInMap", { Items: [{ Kind: JsonNodeKind.Text } map, _, _] }) when root.Find("Mappings")?.Find(map.Text) is null:
                throw Faults.Validation($"Template error: Mapping named '{map.Text}' is not present in the 'Mappings' section of template.");
            default:
                if (!Known.Contains(function))
                {
                    throw Faults.Validation($"Encountered unsupported function: {function} Supported functions are: [{Supported}]");
                }

                break;
        }
    }

    private static bool IsAttribute(JsonNode argument) => argument switch
    {
        { Kind: JsonNodeKind.Text } => argument.Text.IndexOf('.', StringComparison.Ordinal) > 0 && argument.Text[^1] != '.',
        { Items: [{ Kind: JsonNodeKind.Text, Text.Length: > 0 }, { } attribute] } => attribute.Kind == JsonNodeKind.Object || attribute.Text.Length > 0,
        _ => false,
    };

    private void RequireCondition(JsonNode? name, string block)
    {
        if (name is { Kind: JsonNodeKind.Text } && root.Find("Conditions")?.Find(name.Text) is null)
        {
            throw Faults.Validation($"Template format error: Unresolved condition dependency {name.Text} in the {block} block of the template");
        }
    }

    private ImmutableArray<JsonMember> Members(string section) => root.Find(section)?.Members ?? [];
}
