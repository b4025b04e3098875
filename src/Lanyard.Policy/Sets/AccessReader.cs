using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Sets;

/// <summary>
/// Reads the description of access that Access Analyzer's CheckAccessNotGranted takes: <c>{"actions": […], "resources": […]}</c>, or an array of
/// them. What is left out means all. A policy document is read as it is.
/// </summary>
public static class AccessReader
{
    private const string Expected = "access is {\"actions\": [\"…\"], \"resources\": [\"…\"]}, an array of these, or a policy document";

    /// <summary>Reads it as a policy document that allows the access.</summary>
    /// <param name="json">The JSON text.</param>
    /// <param name="path">The file it came from, for messages.</param>
    /// <exception cref="PolicyDocumentException">It is no such description.</exception>
    public static PolicyDocument Read(string json, string path)
    {
        var node = JsonTextReader.Read(json, path, PolicyDocument.MaxLength);
        if (node.Find("Statement") is not null)
        {
            return PolicyDocumentReader.Read(node, path);
        }

        ImmutableArray<JsonNode> all = node.Kind == JsonNodeKind.Array ? node.Items : [node];
        return all.IsEmpty
            ? throw new PolicyDocumentException($"the array is empty; {Expected}", path, node.Place.Start)
            : new PolicyDocument(path, null, null, [.. all.Select((one, index) => Read(one, index, path))]);
    }

    private static Statement Read(JsonNode node, int index, string path)
    {
        if (node.Kind != JsonNodeKind.Object || node.Members.IsEmpty)
        {
            throw new PolicyDocumentException(node.Kind == JsonNodeKind.Object ? $"this says nothing; {Expected}" : $"{Expected}, not {node.Description}", path, node.Place.Start);
        }

        if (node.Members.FirstOrDefault(member => member.Name.Value is not ("actions" or "resources")) is { } other)
        {
            throw new PolicyDocumentException($"\"{other.Name.Value}\" has no meaning here; {Expected}", path, other.Name.Place.Start);
        }

        return new Statement(
            index, node.Place, null, Effect.Allow, node.Place, null, Read(node, "actions", "Action", path), Read(node, "resources", "Resource", path), []);
    }

    private static TextListElement Read(JsonNode owner, string name, string element, string path)
    {
        if (owner.Find(name) is not { } node)
        {
            return new TextListElement(new PolicyText(element, owner.Place), [new PolicyText("*", owner.Place)]);
        }

        ImmutableArray<JsonNode> items = node.Kind == JsonNodeKind.Array ? node.Items : [node];
        var wrong = items.FirstOrDefault(item => item.Kind != JsonNodeKind.Text);
        return wrong is not null
            ? throw new PolicyDocumentException($"each of the {name} must be a string, not {wrong.Description}", path, wrong.Place.Start)
            : new TextListElement(new PolicyText(element, node.Place), [.. items.Select(item => new PolicyText(item.Text, item.Place))]);
    }
}
