namespace Lanyard.Policy.Documents;

/// <summary>Reads JSON that stands as a string in another text, as the AWS CLI prints policies of buckets, keys and queues.</summary>
public static class JsonInText
{
    /// <summary>Reads it.</summary>
    /// <param name="node">The string.</param>
    /// <param name="text">The JSON text around it, which its place counts in; <see langword="null"/> where that isn't JSON.</param>
    /// <returns>
    /// The object in the string, its places in the text around it, all at the string itself where they can't be told; <see langword="null"/>
    /// where it holds no JSON object.
    /// </returns>
    public static JsonNode? Read(JsonNode node, string? text)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (node.Kind != JsonNodeKind.Text || !node.Text.AsSpan().TrimStart().StartsWith("{"))
        {
            return null;
        }

        try
        {
            return Move(JsonTextReader.Read(node.Text, null, PolicyDocument.MaxLength), node.Place, text is null ? null : OffsetsOf(node, text));
        }
        catch (PolicyDocumentException)
        {
            return null;
        }
    }

    // Where each character of the string stands in the text; null where the string isn't written there as it is.
    private static int[]? OffsetsOf(JsonNode node, string text)
    {
        var (at, end) = (node.Place.Start.Offset, node.Place.End.Offset);
        if (end > text.Length || text[at] != '"')
        {
            return null;
        }

        var offsets = new int[node.Text.Length + 1];
        at++;
        for (var i = 0; i < offsets.Length; i++)
        {
            if (at >= end)
            {
                return null;
            }

            offsets[i] = at;
            at += text[at] != '\\' ? 1 : text[at + 1] == 'u' ? 6 : 2;
        }

        return at == end ? offsets : null;
    }

    private static JsonNode Move(JsonNode node, Place around, int[]? offsets)
    {
        return MoveNode(node);

        JsonNode MoveNode(JsonNode from) => from.Kind switch
        {
            JsonNodeKind.Object => JsonNode.OfMembers(MovePlace(from.Place), [.. from.Members.Select(MoveMember)]),
            JsonNodeKind.Array => JsonNode.OfItems(MovePlace(from.Place), [.. from.Items.Select(MoveNode)]),
            _ => JsonNode.OfText(from.Kind, from.Text, MovePlace(from.Place)),
        };

        JsonMember MoveMember(JsonMember from) => new(new PolicyText(from.Name.Value, MovePlace(from.Name.Place)), MoveNode(from.Value));

        Place MovePlace(Place from) => offsets is null ? around with { Path = from.Path } : new Place(MovePosition(from.Start), MovePosition(from.End), from.Path);

        // A string of JSON stands on one line.
        TextPosition MovePosition(TextPosition from)
        {
            var offset = offsets![from.Offset];
            return new TextPosition(around.Start.Line, around.Start.Column + offset - around.Start.Offset, offset);
        }
    }
}
