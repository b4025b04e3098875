using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Templates;

/// <summary>
/// Does what CloudFormation does with <c>AWS::Include</c>: puts a text that stands elsewhere into the template. See "AWS::Include transform", AWS CloudFormation
/// User Guide.
/// </summary>
/// <param name="read">Gives what stands at a location: a path or an address; <see langword="null"/> where it isn't at hand.</param>
public sealed class TemplateIncludes(Func<string, JsonNode?> read)
{
    private const string Name = "AWS::Include";
    private const string Function = "Fn::Transform";
    private const int Deepest = 64;
    private const int Most = 1000;

    private readonly ImmutableArray<string>.Builder _inS3 = ImmutableArray.CreateBuilder<string>();
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly ImmutableArray<string>.Builder _notes = ImmutableArray.CreateBuilder<string>();
    private int _count;

    /// <summary>Gets the locations that are in S3.</summary>
    public ImmutableArray<string> InS3 => _inS3.ToImmutable();

    /// <summary>Gets what isn't at hand, in words.</summary>
    public ImmutableArray<string> Notes => _notes.ToImmutable();

    /// <summary>Gets whether there was anything to include.</summary>
    public bool IsUsed { get; private set; }

    /// <summary>Puts in all that a template includes.</summary>
    /// <param name="root">The template.</param>
    public JsonNode Expand(JsonNode root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var expanded = Expand(root, 0);

        // At the top it is one of the template's transforms.
        foreach (var transform in root.Find("Transform") switch { null => [], { Kind: JsonNodeKind.Array } list => list.Items, var one => [one] })
        {
            if (transform.Find("Name")?.Text == Name && Included(transform, 0) is { Kind: JsonNodeKind.Object } part)
            {
                expanded = Joined(expanded, part);
            }
        }

        return expanded;
    }

    private JsonNode Expand(JsonNode node, int depth)
    {
        switch (node.Kind)
        {
            case JsonNodeKind.Array when node.Items.Length > 0:
                return JsonNode.OfItems(node.Place, [.. node.Items.Select(item => Expand(item, depth))]);
            case JsonNodeKind.Object when depth < Deepest:
                var members = ImmutableArray.CreateBuilder<JsonMember>(node.Members.Length);
                foreach (var member in node.Members)
                {
                    if (member.Name.Value != Function || member.Value.Find("Name")?.Text != Name)
                    {
                        members.Add(member with { Value = Expand(member.Value, depth + 1) });
                        continue;
                    }

                    var part = Included(member.Value, depth);
                    if (part is not null && part.Kind != JsonNodeKind.Object && node.Members.Length == 1)
                    {
                        return part;
                    }

                    members.AddRange(part?.Members ?? []);
                }

                return JsonNode.OfMembers(node.Place, members.ToImmutable());
            default:
                return node;
        }
    }

    // What a transform includes, and what that includes in turn. A text within itself is left out there, and so is what comes after very many.
    private JsonNode? Included(JsonNode transform, int depth)
    {
        IsUsed = true;
        var location = transform.Find("Parameters")?.Find("Location") is { Kind: JsonNodeKind.Text } text ? text.Text : null;
        if (location?.StartsWith("s3://", StringComparison.Ordinal) == true)
        {
            _inS3.Add(location);
        }

        if (location is not null && (_open.Contains(location) || _count == Most))
        {
            Note(_count == Most ? $"the template includes more than {Most} texts: what {location} adds further isn't in the policy" : $"{location} includes itself: what it adds within itself isn't in the policy");
            return null;
        }

        var part = location is null ? null : read(location);
        if (part is null)
        {
            Note($"the template includes {location ?? "what a parameter names"}, which isn't at hand: what it adds isn't in the policy");
            return null;
        }

        _count++;
        _open.Add(location!);
        var expanded = Expand(part, depth + 1);
        _open.Remove(location!);
        return expanded;
    }

    private void Note(string note)
    {
        if (!_notes.Contains(note))
        {
            _notes.Add(note);
        }
    }

    private static JsonNode Joined(JsonNode root, JsonNode part) => JsonNode.OfMembers(root.Place,
    [
        .. root.Members.Select(m => part.Find(m.Name.Value) is { Kind: JsonNodeKind.Object } more && m.Value.Kind == JsonNodeKind.Object
            ? m with { Value = JsonNode.OfMembers(m.Value.Place, [.. m.Value.Members, .. more.Members]) } : m),
        .. part.Members.Where(m => root.Find(m.Name.Value) is null),
    ]);
}
