using System.Collections.Immutable;
using System.Globalization;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Templates;

/// <summary>
/// Does what CloudFormation does with <c>Fn::ForEach</c> of the transform <c>AWS::LanguageExtensions</c>: writes a part of the template once for each item of a list. The
/// transform's other functions are computed where values are. See "Fn::ForEach", AWS CloudFormation Template Reference.
/// </summary>
/// <param name="parameter">Gives what is known of a parameter's value; <see langword="null"/> for nothing.</param>
public sealed class LanguageExtensions(Func<string, string?> parameter)
{
    private const string Name = "AWS::LanguageExtensions";
    private const string Loop = "Fn::ForEach::";

    // CloudFormation takes 1 MB, after its transforms too.
    private const int MostCharacters = 4_000_000;

    // And 500 resources.
    private const int MostResources = 1_000;

    private readonly ImmutableArray<string>.Builder _notes = ImmutableArray.CreateBuilder<string>();
    private long _length;
    private int _resources;
    private JsonNode? _root;

    /// <summary>Gets what wasn't written out, in words.</summary>
    public ImmutableArray<string> Notes => _notes.ToImmutable();

    /// <summary>Tells whether a template asks for it.</summary>
    /// <param name="root">The template.</param>
    public static bool IsIn(JsonNode root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return root.Find("Transform") is { } transform && (transform.Text == Name || transform.Items.Any(item => item.Text == Name));
    }

    /// <summary>Expands a template. A list that isn't known gives one item, of which nothing is known.</summary>
    /// <param name="root">The template.</param>
    public JsonNode Expand(JsonNode root)
    {
        ArgumentNullException.ThrowIfNull(root);
        _root = root;
        return JsonNode.OfMembers(root.Place, [.. root.Members.SelectMany(section => section.Name.Value == "Resources" && section.Value.Kind == JsonNodeKind.Object
            ? [section with { Value = JsonNode.OfMembers(section.Value.Place, [.. section.Value.Members.SelectMany(m => Members(m, areResources: true))]) }]
            : Members(section, areResources: false))]);
    }

    private JsonNode Expanded(JsonNode node) => node.Kind switch
    {
        JsonNodeKind.Array when node.Items.Length > 0 => JsonNode.OfItems(node.Place, [.. node.Items.Select(Expanded)]),
        JsonNodeKind.Object => JsonNode.OfMembers(node.Place, [.. node.Members.SelectMany(m => Members(m, areResources: false))]),
        _ => node,
    };

    private IEnumerable<JsonMember> Members(JsonMember member, bool areResources)
    {
        if (!IsLoop(member) || member.Value.Items is not [{ Kind: JsonNodeKind.Text } identifier, var collection, { Kind: JsonNodeKind.Object } part])
        {
            return [member with { Value = Expanded(member.Value) }];
        }

        var items = Items(collection);
        if (items.Count == 0)
        {
            return [];
        }

        // Loops in loops make a lot of a little. What is too much is one item of which nothing is known, which stands for all.
        var (length, resources) = (Length(part), areResources ? part.Members.Count(m => !IsLoop(m)) : 0);
        if (_length + (items.Count * length) > MostCharacters || _resources + ((long)items.Count * resources) > MostResources)
        {
            var note = string.Create(CultureInfo.InvariantCulture, $"{member.Name.Value} on line {member.Name.Place.Start.Line} makes more than is written out, {MostResources} resources and {MostCharacters} characters (CloudFormation takes 500 resources and 1 MB): all its items are one, with stars for what differs");
            if (!_notes.Contains(note))
            {
                _notes.Add(note);
            }

            items = [Placeholder.Mark.ToString()];
        }

        (_length, _resources) = (_length + (items.Count * length), _resources + (items.Count * resources));
        return items.SelectMany(item => Replaced(part, identifier.Text, item).Members.SelectMany(m => Members(m, areResources))).ToArray();
    }

    private static bool IsLoop(JsonMember member) => member.Name.Value.StartsWith(Loop, StringComparison.Ordinal);

    // About what it takes to write a part out.
    private static long Length(JsonNode node) => 8 + node.Text.Length + node.Items.Sum(Length) + node.Members.Sum(member => member.Name.Value.Length + Length(member.Value));

    private IReadOnlyList<string> Items(JsonNode collection)
    {
        if (collection.Kind == JsonNodeKind.Array)
        {
            return [.. collection.Items.SelectMany(item => item.Kind is JsonNodeKind.Text or JsonNodeKind.Number or JsonNodeKind.Boolean ? [item.Text] : Items(item))];
        }

        var known = collection.Members is [var function] ? function switch
        {
            { Name.Value: "Ref", Value.Kind: JsonNodeKind.Text } => parameter(function.Value.Text)?.Split(',').Select(item => item.Trim()).ToArray(),
            { Name.Value: "Fn::FindInMap", Value.Items: [{ Kind: JsonNodeKind.Text } map, { Kind: JsonNodeKind.Text } first, { Kind: JsonNodeKind.Text } second, ..] } =>
                _root?.Find("Mappings")?.Find(map.Text)?.Find(first.Text)?.Find(second.Text) is { Kind: JsonNodeKind.Array } list ? [.. list.Items.Select(item => item.Text)] : null,
            _ => null,
        } : null;
        return known is null || known.Any(item => Placeholder.IsIn(item)) ? [Placeholder.Mark.ToString()] : known;
    }

    private static JsonNode Replaced(JsonNode node, string identifier, string item) => node.Kind switch
    {
        JsonNodeKind.Object when node.Members is [{ Name.Value: "Ref", Value: { Kind: JsonNodeKind.Text } name }] && name.Text == identifier => JsonNode.OfText(JsonNodeKind.Text, item, node.Place),
        JsonNodeKind.Object => JsonNode.OfMembers(node.Place, [.. node.Members.Select(m => new JsonMember(new PolicyText(Replaced(m.Name.Value, identifier, item), m.Name.Place), Replaced(m.Value, identifier, item)))]),
        JsonNodeKind.Array => JsonNode.OfItems(node.Place, [.. node.Items.Select(i => Replaced(i, identifier, item))]),
        JsonNodeKind.Text => JsonNode.OfText(JsonNodeKind.Text, Replaced(node.Text, identifier, item), node.Place),
        _ => node,
    };

    // `&{…}` takes letters and digits alone, which is what logical ids may hold.
    private static string Replaced(string text, string identifier, string item) => text
        .Replace($"${{{identifier}}}", item, StringComparison.Ordinal)
        .Replace($"&{{{identifier}}}", string.Concat(item.Where(c => char.IsAsciiLetterOrDigit(c) || c == Placeholder.Mark)), StringComparison.Ordinal);
}
