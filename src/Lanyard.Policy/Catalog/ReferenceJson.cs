using System.Text.Json;

namespace Lanyard.Policy.Catalog;

/// <summary>An object of the service reference, read so that another shape is said and not stumbled over.</summary>
/// <param name="element">The object.</param>
/// <param name="where">Where it stands, for messages.</param>
internal readonly struct ReferenceJson(JsonElement element, string where)
{
    /// <summary>Reads a document that is one object.</summary>
    /// <exception cref="CatalogueException">It isn't.</exception>
    public static ReferenceJson Object(ReadOnlyMemory<byte> json, string where)
    {
        var root = Parse(json, where);
        return root.ValueKind == JsonValueKind.Object ? new ReferenceJson(root, where) : throw new CatalogueException($"{where} is no object");
    }

    /// <summary>Reads a document that is a list of objects.</summary>
    /// <exception cref="CatalogueException">It isn't.</exception>
    public static IReadOnlyList<ReferenceJson> List(ReadOnlyMemory<byte> json, string where) => ObjectsOf(Parse(json, where), where);

    /// <summary>Gives a text that must be there.</summary>
    public string Text(string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : throw Wrong(name, "text");

    /// <summary>Gives texts; none where there is no such member.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        if (!Has(name, out var list))
        {
            return [];
        }

        return list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(t => t.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(t => t.GetString()!)]
            : throw Wrong(name, "list of texts");
    }

    /// <summary>Gives objects; none where there is no such member.</summary>
    public IReadOnlyList<ReferenceJson> Objects(string name) => Has(name, out var list) ? ObjectsOf(list, $"{where}, {name}") : [];

    /// <summary>Gives an object; <see langword="null"/> where there is no such member.</summary>
    public ReferenceJson? Member(string name) => !Has(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Object ? new ReferenceJson(value, $"{where}, {name}")
        : throw Wrong(name, "object");

    /// <summary>Tells whether a flag is set.</summary>
    public bool Flag(string name) => Has(name, out var value) && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, "flag"),
    };

    private bool Has(string name, out JsonElement value) => element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    private CatalogueException Wrong(string name, string expected) => new($"{where}: {name} is no {expected}");

    private static ReferenceJson[] ObjectsOf(JsonElement list, string where) =>
        list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(o => o.ValueKind == JsonValueKind.Object)
            ? [.. list.EnumerateArray().Select((o, i) => new ReferenceJson(o, $"{where}[{i}]"))]
            : throw new CatalogueException($"{where} is no list of objects");

    private static JsonElement Parse(ReadOnlyMemory<byte> json, string where)
    {
        try
        {
            return JsonDocument.Parse(json).RootElement;
        }
        catch (JsonException e)
        {
            throw new CatalogueException($"{where} is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine}");
        }
    }
}
