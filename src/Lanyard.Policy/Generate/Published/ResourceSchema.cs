using System.Collections.Immutable;
using System.Text.Json;
using Lanyard.Policy.Catalog;

namespace Lanyard.Policy.Generate.Published;

/// <summary>What AWS publishes of a resource type's handlers: the actions that each calls.</summary>
/// <param name="Type">The type, such as <c>AWS::SQS::Queue</c>.</param>
/// <param name="Handlers">The handlers by name, such as <c>create</c>, with their permissions as they are written.</param>
public sealed record ResourceSchema(string Type, ImmutableArray<(string Handler, ImmutableArray<string> Permissions)> Handlers)
{
    private const int LongestWord = 200;

    /// <summary>Reads a file: the schema of one type as AWS publishes it, or an object of types with their handlers.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="name">Names it in errors.</param>
    /// <returns>Those of AWS's own types that say what their handlers call. Types of others run with a role of their own.</returns>
    /// <exception cref="CatalogueException">It is neither.</exception>
    public static IReadOnlyList<ResourceSchema> Read(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new CatalogueException($"{name} is no resource type schema");
            }

            if (root.TryGetProperty("typeName", out var type))
            {
                var handlers = root.TryGetProperty("handlers", out var found) ? ReadHandlers(found, name, isSchema: true) : [];
                return IsOfAws(type) && handlers.Length > 0 ? [new ResourceSchema(type.GetString()!, handlers)] : [];
            }

            return [.. root.EnumerateObject().Where(p => p.Name.StartsWith("AWS::", StringComparison.Ordinal) && IsWord(p.Name))
                .Select(p => new ResourceSchema(p.Name, ReadHandlers(p.Value, name, isSchema: false))).Where(s => s.Handlers.Length > 0)];
        }
        catch (JsonException e)
        {
            throw new CatalogueException($"{name} is no JSON: {e.Message}");
        }
    }

    private static bool IsOfAws(JsonElement type) => type.ValueKind == JsonValueKind.String && type.GetString() is { } text && text.StartsWith("AWS::", StringComparison.Ordinal) && IsWord(text);

    private static ImmutableArray<(string, ImmutableArray<string>)> ReadHandlers(JsonElement handlers, string name, bool isSchema)
    {
        if (handlers.ValueKind != JsonValueKind.Object)
        {
            throw new CatalogueException($"{name} has handlers that are no object");
        }

        var read = ImmutableArray.CreateBuilder<(string, ImmutableArray<string>)>();
        foreach (var handler in handlers.EnumerateObject())
        {
            var list = !isSchema ? handler.Value
                : handler.Value.ValueKind == JsonValueKind.Object && handler.Value.TryGetProperty("permissions", out var permissions) ? permissions
                : default;
            if (!IsWord(handler.Name) || list.ValueKind is not (JsonValueKind.Array or JsonValueKind.Undefined))
            {
                throw new CatalogueException($"{name} has a handler whose permissions are no list");
            }

            // Some schemas have blanks and empty texts among the permissions.
            ImmutableArray<string> words = list.ValueKind == JsonValueKind.Undefined ? []
                : [.. list.EnumerateArray().Select(p => p.ValueKind == JsonValueKind.String ? p.GetString()!.Trim() : "").Where(IsWord).Distinct(StringComparer.Ordinal)];
            if (words.Length > 0)
            {
                read.Add((handler.Name, words));
            }
        }

        return read.ToImmutable();
    }

    private static bool IsWord(string text) => text.Length is > 0 and <= LongestWord && text.All(c => c is > ' ' and <= '~');
}
