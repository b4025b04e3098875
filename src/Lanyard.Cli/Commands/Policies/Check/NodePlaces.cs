using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Cli.Commands.Policies.Check;

/// <summary>Says what of a document stands at a place.</summary>
internal static class NodePlaces
{
    /// <summary>Whether a place is that of a member's name.</summary>
    public static bool IsName(ImmutableArray<JsonNode> documents, Place place) => place.Path is { Name: { } name, Parent: { } parent }
        && documents.Any(document => NodeAt(document, parent)?.Members.Any(member => member.Name.Value == name && member.Name.Place.Start == place.Start && member.Name.Place.End == place.End) == true);

    /// <summary>Gives the part of a string that a place is, without the quotes; null where it is all of it, or no part of one.</summary>
    public static (int Start, int Length)? Substring(ImmutableArray<JsonNode> documents, Place place)
    {
        foreach (var document in documents)
        {
            if (NodeAt(document, place.Path) is { Kind: JsonNodeKind.Text } node)
            {
                var (start, end) = (place.Start.Offset - node.Place.Start.Offset - 1, place.End.Offset - node.Place.Start.Offset - 1);
                if (start >= 0 && end <= node.Text.Length && node.Place.End.Offset - node.Place.Start.Offset == node.Text.Length + 2)
                {
                    return (start, end - start);
                }
            }
        }

        return null;
    }

    private static JsonNode? NodeAt(JsonNode document, DocumentPath path) => path.Parent is not { } parent ? document
        : NodeAt(document, parent) is not { } owner ? null
        : path.Name is { } name ? owner.Find(name)
        : owner.Items.FirstOrDefault(item => item.Place.Path.Index == path.Index);
}
