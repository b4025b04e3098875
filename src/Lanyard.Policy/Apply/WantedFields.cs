using System.Collections.Immutable;
using System.Globalization;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Apply;

/// <summary>The members of one object of a document, read strictly: what it doesn't know is refused, with its place.</summary>
internal sealed class WantedFields
{
    private readonly JsonNode _node;
    private readonly string _what;

    /// <summary>Looks at an object.</summary>
    /// <param name="node">The object.</param>
    /// <param name="what">What it is, such as <c>a role</c>.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="known">The members it may have.</param>
    /// <exception cref="PolicyDocumentException">It is none, has a member twice, or one that isn't known.</exception>
    public WantedFields(JsonNode node, string what, string path, params string[] known)
    {
        (_node, _what, Path) = (node, what, path);
        if (node.Kind != JsonNodeKind.Object)
        {
            throw Bad(node.Place, $"{what} is an object, and this is {node.Description}");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in node.Members)
        {
            var name = member.Name.Value;
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                var near = known.FirstOrDefault(k => string.Equals(k, name, StringComparison.OrdinalIgnoreCase) || k.StartsWith(name, StringComparison.OrdinalIgnoreCase) || name.StartsWith(k, StringComparison.OrdinalIgnoreCase));
                throw Bad(member.Name.Place, $"{what} has no member `{name}`{(near is null ? $"; it has {string.Join(", ", known)}" : $"; did you mean `{near}`?")}");
            }

            if (!seen.Add(name))
            {
                throw Bad(member.Name.Place, $"`{name}` comes twice");
            }
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Makes the error of something that can't be.</summary>
    public PolicyDocumentException Bad(Place place, string problem) => new(problem, Path, place.Start);

    /// <summary>Gives a member; null where it is left out or null.</summary>
    public JsonNode? Find(string name) => _node.Find(name) is { Kind: not JsonNodeKind.Null } value ? value : null;

    /// <summary>Gives a text; a number counts as one, since YAML needs no quotes.</summary>
    public PolicyText? Text(string name, bool orNumber = false) => Find(name) is { } node ? TextOf(node, name, orNumber) : null;

    /// <summary>Gives a text that must be there.</summary>
    public PolicyText Need(string name) => Text(name) ?? throw Bad(_node.Place, $"{_what} needs `{name}`");

    /// <summary>Gives a whole number within bounds, as text.</summary>
    public string? Number(string name, int least, int most)
    {
        var node = Find(name);
        return node is null ? null
            : node.Kind == JsonNodeKind.Number && int.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? node.Text
            : throw Bad(node.Place, string.Create(CultureInfo.InvariantCulture, $"`{name}` is a whole number from {least} to {most}"));
    }

    /// <summary>Gives the items of a list; none where it is left out.</summary>
    public ImmutableArray<JsonNode> Items(string name) => Find(name) switch
    {
        null => [],
        { Kind: JsonNodeKind.Array } node => node.Items,
        var node => throw Bad(node.Place, $"`{name}` is a list, and this is {node.Description}"),
    };

    /// <summary>Gives a list of texts, none of which comes twice; null where it is left out.</summary>
    public ImmutableArray<PolicyText>? Texts(string name)
    {
        if (Find(name) is null)
        {
            return null;
        }

        ImmutableArray<PolicyText> texts = [.. Items(name).Select(item => TextOf(item, name, orNumber: false))];
        var twice = texts.GroupBy(t => t.Value, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? texts : throw Bad(twice.Last().Place, $"`{twice.Key}` comes twice in `{name}`");
    }

    /// <summary>Gives the members of an object by name; null where it is left out.</summary>
    public ImmutableArray<JsonMember>? Map(string name)
    {
        var node = Find(name);
        if (node is null)
        {
            return null;
        }

        if (node.Kind != JsonNodeKind.Object)
        {
            throw Bad(node.Place, $"`{name}` is an object, and this is {node.Description}");
        }

        var twice = node.Members.GroupBy(m => m.Name.Value, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? node.Members : throw Bad(twice.Last().Name.Place, $"`{twice.Key}` comes twice in `{name}`");
    }

    /// <summary>Gives the tags; null where they are left out.</summary>
    public ImmutableArray<(PolicyText Key, string Value)>? Tags() =>
        Map("tags") is { } members ? [.. members.Select(m => (m.Name, TextOf(m.Value, m.Name.Value, orNumber: true).Value))] : null;

    private PolicyText TextOf(JsonNode node, string name, bool orNumber) => node.Kind == JsonNodeKind.Text || (orNumber && node.Kind is JsonNodeKind.Number or JsonNodeKind.Boolean)
        ? new PolicyText(node.Text, node.Place)
        : throw Bad(node.Place, $"`{name}` is text, and this is {node.Description}");
}
