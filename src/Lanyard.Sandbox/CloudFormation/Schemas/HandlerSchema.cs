using System.Collections.Immutable;
using System.Text.Json;

namespace Lanyard.Sandbox.CloudFormation.Schemas;

/// <summary>What AWS publishes of the handlers of a resource type.</summary>
/// <param name="Type">The type, such as <c>AWS::SQS::Queue</c>.</param>
/// <param name="Create">The permissions of the handler that makes resources.</param>
/// <param name="Read">Those of the one that reads them, as it does before a change.</param>
/// <param name="Update">Those of the one that changes them.</param>
/// <param name="Delete">Those of the one that takes them away.</param>
public sealed record HandlerSchema(string Type, ImmutableArray<string> Create, ImmutableArray<string> Read, ImmutableArray<string> Update, ImmutableArray<string> Delete)
{
    private const string Properties = "/properties/";

    /// <summary>Gets the property that alone tells a resource from others; <see langword="null"/> where none does, or it isn't known.</summary>
    public string? Identifier { get; init; }

    /// <summary>Gets the properties whose change takes a new resource, as far as they are known.</summary>
    public ImmutableArray<string> Replacing { get; init; } = [];

    /// <summary>Reads a file: the schema of a type as AWS publishes it, or an object with the handlers of many types by their names.</summary>
    /// <param name="json">The JSON.</param>
    /// <returns>The types that say what their handlers call.</returns>
    /// <exception cref="FormatException">It is neither.</exception>
    public static IReadOnlyList<HandlerSchema> Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("typeName", out var name))
            {
                return root.TryGetProperty("handlers", out var own) ? [Of(name.GetString() ?? "", own, root)] : [];
            }

            List<HandlerSchema> all = root.ValueKind != JsonValueKind.Object ? [] : [.. root.EnumerateObject().Where(type => type.Name.Contains("::", StringComparison.Ordinal) && type.Value.ValueKind == JsonValueKind.Object).Select(type =>
                Of(type.Name, type.Value.TryGetProperty("handlers", out var handlers) ? handlers : type.Value, type.Value))];
            return all.Any(type => !type.Create.IsEmpty) ? all : throw new FormatException("it is neither a resource type's schema nor an object of types with their handlers");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"it is no JSON of that form: {e.Message}", e);
        }
    }

    private static HandlerSchema Of(string type, JsonElement handlers, JsonElement schema) =>
        new(type, Permissions(handlers, "create"), Permissions(handlers, "read"), Permissions(handlers, "update"), Permissions(handlers, "delete"))
        {
            Identifier = Paths(schema, "primaryIdentifier") is [var only] ? only : null,
            Replacing = Paths(schema, "createOnlyProperties"),
        };

    // A list of permissions, or an object that has one.
    private static ImmutableArray<string> Permissions(JsonElement handlers, string name)
    {
        if (handlers.ValueKind != JsonValueKind.Object || !handlers.TryGetProperty(name, out var handler))
        {
            return [];
        }

        var list = handler.ValueKind == JsonValueKind.Object && handler.TryGetProperty("permissions", out var inner) ? inner : handler;
        return list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(one => one.GetString()).OfType<string>()] : [];
    }

    private static ImmutableArray<string> Paths(JsonElement schema, string name) => schema.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray().Select(one => one.GetString() ?? "").Where(path => path.StartsWith(Properties, StringComparison.Ordinal)).Select(path => path[Properties.Length..].Split('/')[0]).Distinct(StringComparer.Ordinal)]
        : [];
}
