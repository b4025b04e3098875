using System.Collections.Immutable;

namespace Lanyard.Policy.Documents;

/// <summary>The JSON type of a node.</summary>
public enum JsonNodeKind
{
    /// <summary>An object.</summary>
    Object,

    /// <summary>An array.</summary>
    Array,

    /// <summary>A string.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary><c>null</c>.</summary>
    Null,
}

/// <summary>A JSON value that knows its place; an object keeps its members as written, also one that comes twice.</summary>
public sealed class JsonNode
{
    internal JsonNode(JsonNodeKind kind, string text, Place place, ImmutableArray<JsonMember> members, ImmutableArray<JsonNode> items) =>
        (Kind, Text, Place, Members, Items) = (kind, text, place, members, items);

    /// <summary>Makes an object of what was read in another notation, or changed.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="members">Its members.</param>
    public static JsonNode OfMembers(Place place, ImmutableArray<JsonMember> members) => new(JsonNodeKind.Object, "", place, members, []);

    /// <summary>Makes an array, as <see cref="OfMembers"/> an object.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="items">Its items.</param>
    public static JsonNode OfItems(Place place, ImmutableArray<JsonNode> items) => new(JsonNodeKind.Array, "", place, [], items);

    /// <summary>Makes a value that holds no others.</summary>
    /// <param name="kind">Its JSON type.</param>
    /// <param name="text">Its text; empty for null.</param>
    /// <param name="place">Where it is.</param>
    public static JsonNode OfText(JsonNodeKind kind, string text, Place place) => new(kind, text, place, [], []);

    /// <summary>The JSON type.</summary>
    public JsonNodeKind Kind { get; }

    /// <summary>A string with its escapes resolved; a number or Boolean as written; empty for the others.</summary>
    public string Text { get; }

    /// <summary>Where it is.</summary>
    public Place Place { get; }

    /// <summary>The members of an object, in their order; none of anything else.</summary>
    public ImmutableArray<JsonMember> Members { get; }

    /// <summary>The items of an array; none of anything else.</summary>
    public ImmutableArray<JsonNode> Items { get; }

    /// <summary>What it is, for messages.</summary>
    public string Description => Kind switch
    {
        JsonNodeKind.Object => "an object",
        JsonNodeKind.Array => "an array",
        JsonNodeKind.Number => "a number",
        JsonNodeKind.Boolean => "a Boolean",
        JsonNodeKind.Null => "null",
        _ => "a string",
    };

    /// <summary>Finds a member.</summary>
    /// <param name="name">Its name, upper and lower case included.</param>
    /// <returns>The value of the first member of that name; <see langword="null"/> without one.</returns>
    public JsonNode? Find(string name)
    {
        foreach (var member in Members)
        {
            if (member.Name.Value == name)
            {
                return member.Value;
            }
        }

        return null;
    }
}

/// <summary>One member of a JSON object.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
public sealed record JsonMember(PolicyText Name, JsonNode Value);
