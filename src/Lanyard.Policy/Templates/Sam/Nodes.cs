using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Templates.Sam;

/// <summary>Makes parts of templates.</summary>
internal static class Nodes
{
    public static JsonNode Text(string text) => JsonNode.OfText(JsonNodeKind.Text, text, Place.None);

    /// <summary>Gives the ARN of a policy that AWS manages, in the partition of the deployment.</summary>
    /// <param name="name">Its name, with the path.</param>
    public static JsonNode PolicyOfAws(string name) => Object(("Fn::Sub", Text($"arn:${{AWS::Partition}}:iam::aws:policy/{name}")));

    public static JsonNode List(params IEnumerable<JsonNode> items) => JsonNode.OfItems(Place.None, [.. items]);

    /// <summary>Makes an object of the members that are there.</summary>
    public static JsonNode Object(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var made = ImmutableArray.CreateBuilder<JsonMember>();
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                made.Add(Member(name, value));
            }
        }

        return JsonNode.OfMembers(Place.None, made.ToImmutable());
    }

    public static JsonMember Member(string name, JsonNode value) => new(new PolicyText(name, value.Place), value);

    public static JsonNode Ref(string logicalId) => Object(("Ref", Text(logicalId)));

    public static JsonNode Attribute(string logicalId, string attribute) => Object(("Fn::GetAtt", List(Text(logicalId), Text(attribute))));

    /// <summary>Gives the object without some members.</summary>
    public static JsonNode Without(this JsonNode node, params ReadOnlySpan<string> names)
    {
        var kept = ImmutableArray.CreateBuilder<JsonMember>();
        foreach (var member in node.Members)
        {
            if (!names.Contains(member.Name.Value))
            {
                kept.Add(member);
            }
        }

        return JsonNode.OfMembers(node.Place, kept.ToImmutable());
    }

    /// <summary>Gives the object with members added, or put in the place of those of their names.</summary>
    public static JsonNode With(this JsonNode node, params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var result = node;
        foreach (var (name, value) in members)
        {
            result = value is null ? result : JsonNode.OfMembers(result.Place, result.Without(name).Members.Add(Member(name, value)));
        }

        return result;
    }

    /// <summary>Gives one object over another: lists are joined, objects merged, the rest replaced.</summary>
    public static JsonNode Over(this JsonNode over, JsonNode? under)
    {
        if (under is null || over.Kind != under.Kind)
        {
            return over;
        }

        return over.Kind switch
        {
            JsonNodeKind.Object when !IntrinsicFunctions.IsFunction(over.Members.FirstOrDefault()?.Name.Value ?? "") => JsonNode.OfMembers(over.Place,
            [
                .. under.Members.Where(m => over.Find(m.Name.Value) is null),
                .. over.Members.Select(m => m with { Value = m.Value.Over(under.Find(m.Name.Value)) }),
            ]),
            JsonNodeKind.Array => JsonNode.OfItems(over.Place, [.. under.Items, .. over.Items]),
            _ => over,
        };
    }

    /// <summary>Gives a map of tags with the one that SAM puts on what it makes.</summary>
    /// <param name="tags">The tags; <see langword="null"/> for none.</param>
    /// <param name="key">Its key, such as <c>lambda:createdBy</c>.</param>
    public static JsonNode CreatedBySam(JsonNode? tags, string key) => tags is null or { Kind: JsonNodeKind.Object } ? (tags ?? Object()).With((key, Text("SAM"))) : tags;

    /// <summary>Gives a map of tags as CloudFormation's list of them.</summary>
    public static JsonNode? TagList(JsonNode? tags) => tags is null ? null
        : tags.Kind == JsonNodeKind.Object && tags.Members.Length > 0 ? List(tags.Members.Select(t => Object(("Key", Text(t.Name.Value)), ("Value", t.Value))))
        : tags;
}
