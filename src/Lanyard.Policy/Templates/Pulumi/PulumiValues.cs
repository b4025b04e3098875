using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Templates.Sam;

namespace Lanyard.Policy.Templates.Pulumi;

/// <summary>
/// The inputs of Pulumi's resources in the form of a template's properties: what is read from another resource is a function as in a template, and what
/// only the deployment knows a <see cref="Placeholder.Mark"/>, the random ends of names included, which are others at each run.
/// </summary>
internal sealed partial class PulumiValues
{
    // An object with this key is no plain one, but a secret, a file, or a value that isn't there yet.
    private const string Signature = "4dabf18193072939515e22adb298388d";
    private const int LongWord = 8;
    private const int HashLength = 6;

    // What a program is told that runs without an account.
    private const string NoAccount = "000000000000";

    // What Pulumi writes for a value that isn't known before the deployment, by its kind.
    private static readonly FrozenSet<string> Unknowns = FrozenSet.Create(
        StringComparer.Ordinal,
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9", "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", "3eeb2bf0-c639-47a8-9e75-3b44932eb421", "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58", "e48ece36-62e2-4504-bad9-02848725956a", "dd056dcd-154b-4c76-9bd3-c8f88648b5ff");

    private static readonly string Mark = Placeholder.Mark.ToString();

    private readonly Dictionary<string, string> _byUrn = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> _words;
    private readonly string[] _longWords;
    private readonly string[] _hashed;
    private readonly string[] _parts;

    /// <param name="resources">The resources of AWS.</param>
    /// <param name="all">The names and types of all, components included.</param>
    /// <param name="stackName">Project and stack, or app and stage, whose words are not random.</param>
    public PulumiValues(ImmutableArray<PulumiResource> resources, IReadOnlyList<(string Name, string Type)> all, string? stackName)
    {
        _parts = stackName?.Split('-') ?? [];
        foreach (var resource in resources)
        {
            _ids.Add(resource.Id);
            if (resource.State.Find("urn")?.Text is { } urn)
            {
                _byUrn[urn] = resource.Id;
            }
        }

        // SST names a subscriber by a hash of the ARN that it is to listen to, whose random end is another at each run.
        _hashed = [.. all.Where(one => one.Type.StartsWith("sst:aws:", StringComparison.Ordinal) && one.Type.EndsWith("Subscriber", StringComparison.Ordinal) && Hash().IsMatch(one.Name)).Select(one => one.Name)];
        _words = all.Select(one => one.Name).SelectMany(name => new[] { NotAlphanumeric().Replace(name, ""), NotAlphanumeric().Replace(name[(name.LastIndexOfAny(['-', '_']) + 1)..], "") })
            .Where(word => word.Length > 0).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _longWords = [.. _words.Where(word => word.Length > LongWord).Order(StringComparer.OrdinalIgnoreCase)];
    }

    public static bool IsUnknown(string text) => Unknowns.Contains(text);

    /// <summary>Gives the properties of a resource.</summary>
    public JsonNode Of(PulumiResource resource)
    {
        var dependencies = resource.State.Find("propertyDependencies");
        return JsonNode.OfMembers(resource.State.Place,
        [
            .. (resource.State.Find("inputs")?.Members ?? [])
                .Where(m => !m.Name.Value.StartsWith("__", StringComparison.Ordinal))
                .Select(m => (m.Name, Value: Value(m.Value, m.Name.Value, dependencies?.Find(m.Name.Value)))).Where(m => m.Value is not null).Select(m => new JsonMember(m.Name, m.Value!)),
        ]);
    }

    private JsonNode? Value(JsonNode node, string property, JsonNode? dependencies) => node.Kind switch
    {
        JsonNodeKind.Null => null,
        JsonNodeKind.Text => IsUnknown(node.Text) ? Unknown(property, dependencies) : Text(node),
        JsonNodeKind.Object when node.Find(Signature) is not null => Nodes.Text(Mark),
        JsonNodeKind.Object => JsonNode.OfMembers(node.Place, [.. node.Members.Where(m => !m.Name.Value.StartsWith("__", StringComparison.Ordinal))
            .Select(m => (m.Name, Value: Value(m.Value, m.Name.Value, dependencies))).Where(m => m.Value is not null).Select(m => new JsonMember(m.Name, m.Value!))]),
        JsonNodeKind.Array => JsonNode.OfItems(node.Place, [.. node.Items.Select(item => Value(item, property, dependencies)).OfType<JsonNode>()]),
        _ => node,
    };

    // A property that waits for one resource alone is its ARN, or its id.
    private JsonNode Unknown(string property, JsonNode? dependencies)
    {
        var on = (dependencies?.Items ?? []).Select(urn => _byUrn.GetValueOrDefault(urn.Text)).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        return on is not [var id] ? Nodes.Text(Mark)
            : property.EndsWith("Id", StringComparison.Ordinal) || property.EndsWith("Ids", StringComparison.Ordinal) ? Nodes.Ref(id)
            : Nodes.Attribute(id, "arn");
    }

    private JsonNode Text(JsonNode node)
    {
        var text = WithoutRandom(node.Text.Replace(NoAccount, Mark, StringComparison.Ordinal));
        var parts = new List<JsonNode>();
        var done = 0;
        foreach (var found in StandIn().Matches(text).Where(m => _ids.Contains(m.Groups["name"].Value)))
        {
            if (found.Index > done)
            {
                parts.Add(Nodes.Text(WithoutHash(text[done..found.Index])));
            }

            var id = found.Groups["name"].Value;
            parts.Add(found.Groups["arn"].Success ? Nodes.Attribute(id, "arn") : Nodes.Ref(id));
            done = found.Index + found.Length;
        }

        if (done < text.Length && parts.Count > 0)
        {
            parts.Add(Nodes.Text(WithoutHash(text[done..])));
        }

        return parts switch
        {
            [] => JsonNode.OfText(JsonNodeKind.Text, WithoutHash(text), node.Place),
            [var whole] => whole,
            _ => Nodes.Object(("Fn::Join", Nodes.List(Nodes.Text(""), Nodes.List(parts)))),
        };
    }

    // SST ends names with eight letters of its own, Pulumi with seven hexadecimal digits; what stands before is the name of something in the program, perhaps cut.
    private string WithoutRandom(string text) => Random().Replace(text, found => IsName(found.Groups["word"].Value) && !_parts.Contains(found.Groups["random"].Value) ? found.Value[..^found.Groups["random"].Length] + Mark : found.Value);

    private string WithoutHash(string text) => _hashed.Aggregate(text, (changed, name) => changed.Replace(name, name[..^HashLength] + Mark, StringComparison.Ordinal));

    private bool IsName(string word) => _words.Contains(word) || (word.Length >= LongWord && Array.Exists(_longWords, name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase)));

    [GeneratedRegex("[A-Z][abcdefhkmnorstuvwxz]{5}$")]
    private static partial Regex Hash();

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotAlphanumeric();

    [GeneratedRegex("(?<word>[A-Za-z0-9]+)[-_](?<random>[abcdefhkmnorstuvwxz]{8}|[0-9a-f]{7})(?![A-Za-z0-9])", RegexOptions.ExplicitCapture)]
    private static partial Regex Random();

    // What a program that runs without AWS is given for the ARNs and ids of its resources.
    [GeneratedRegex(@"(?<arn>arn:aws:[a-z0-9-]*:[a-z0-9-]*:([0-9]{12}|\uE000):)(?<name>[A-Za-z0-9_-]+)(?=$|[^A-Za-z0-9_:-]|:\*)|(?<=^|[/:,])(?<name>[A-Za-z0-9_-]+)-id(?=$|[/:,])", RegexOptions.ExplicitCapture)]
    private static partial Regex StandIn();
}
