using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Templates;

/// <summary>Takes out of a document what can't be judged, because only the deployment knows it.</summary>
internal static class KnownParts
{
    /// <summary>Gives what is left: statements whose effect, principals or conditions are known at least in part.</summary>
    /// <param name="document">The document, its functions resolved.</param>
    /// <returns>The document; <see langword="null"/> where nothing of it is known.</returns>
    public static JsonNode? Of(JsonNode document)
    {
        if (document.Find("Statement") is not { } statements || IsUnknown(statements))
        {
            return null;
        }

        var known = statements.Kind != JsonNodeKind.Array ? statements
            : JsonNode.OfItems(statements.Place, [.. statements.Items.SelectMany(Spread).Where(statement => !IsUnknown(statement) && !statement.Members.Any(HidesTheRest))]);
        return statements.Kind == JsonNodeKind.Object && statements.Members.Any(HidesTheRest) ? null
            : JsonNode.OfMembers(document.Place,
            [
                .. document.Members.Select(member => member.Name.Value switch
                {
                    "Statement" => member with { Value = known },
                    "Version" when IsUnknown(member.Value) => member with { Value = JsonNode.OfText(JsonNodeKind.Text, PolicyDocument.VersionWithVariables, member.Value.Place) },
                    _ => member,
                }),
            ]);
    }

    // A list of statements in the list, as Fn::If gives.
    private static IEnumerable<JsonNode> Spread(JsonNode statement) => statement.Kind == JsonNodeKind.Array ? statement.Items : [statement];

    private static bool HidesTheRest(JsonMember member) => member.Name.Value switch
    {
        "Effect" or "Principal" or "NotPrincipal" or "Condition" => IsUnknown(member.Value),
        _ => Placeholder.IsIn(member.Name.Value),
    } || (member.Name.Value == "Condition" && member.Value.Members.Any(block => IsUnknown(block.Value) || Placeholder.IsIn(block.Name.Value)));

    private static bool IsUnknown(JsonNode node) => node.Kind == JsonNodeKind.Text && Placeholder.IsIn(node.Text);
}
