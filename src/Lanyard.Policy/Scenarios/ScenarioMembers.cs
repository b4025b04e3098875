using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Scenarios;

/// <summary>The members of one object of a scenario. A slip in a name would change the answer, so unknown names are refused.</summary>
internal sealed class ScenarioMembers
{
    private readonly JsonNode _node;
    private readonly string _what;
    private readonly string _path;

    private ScenarioMembers(JsonNode node, string what, string path) => (_node, _what, _path) = (node, what, path);

    /// <summary>Takes an object apart.</summary>
    /// <param name="node">The object.</param>
    /// <param name="what">What it is, for messages.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="known">The names it may have.</param>
    /// <param name="ignored">Names that may be there and mean nothing.</param>
    public static ScenarioMembers Of(JsonNode node, string what, string path, string[] known, params string[] ignored)
    {
        if (node.Kind != JsonNodeKind.Object)
        {
            throw Error(path, node.Place, $"{what} must be an object, not {node.Description}");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, _) in node.Members)
        {
            if (!seen.Add(name.Value))
            {
                throw Error(path, name.Place, $"\"{name.Value}\" is twice in {what}; keep one");
            }

            if (!known.Contains(name.Value) && !ignored.Contains(name.Value) && !name.Value.StartsWith('$'))
            {
                throw Error(path, name.Place, $"{what} has no \"{name.Value}\"; it may have {string.Join(", ", known)}");
            }
        }

        return new ScenarioMembers(node, what, path);
    }

    /// <summary>An error at a place of a scenario.</summary>
    public static PolicyDocumentException Error(string path, Place place, string problem) => new(problem, path, place.Start);

    /// <summary>A member; <see langword="null"/> when it is left out or <c>null</c>.</summary>
    public JsonNode? Find(string name) => _node.Find(name) is { Kind: not JsonNodeKind.Null } found ? found : null;

    /// <summary>A member that must be there.</summary>
    public JsonNode Required(string name) => Find(name) ?? throw Error(_path, _node.Place, $"{_what} needs \"{name}\"");

    /// <summary>The items of a member; none when it is left out.</summary>
    public ImmutableArray<JsonNode> Items(string name) => Find(name) is not { } found ? []
        : found.Kind == JsonNodeKind.Array ? found.Items
        : throw Error(_path, found.Place, $"\"{name}\" must be an array, not {found.Description}");

    /// <summary>A text; <see langword="null"/> when it is left out.</summary>
    public string? Text(string name) => Find(name) is { } found ? TextOf(found, name) : null;

    /// <summary>A text that must be there.</summary>
    public string RequiredText(string name) => TextOf(Required(name), name);

    private string TextOf(JsonNode node, string name) => node.Kind == JsonNodeKind.Text ? node.Text
        : throw Error(_path, node.Place, $"\"{name}\" must be a string, not {node.Description}");
}
