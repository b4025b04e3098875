using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lanyard.Projects.Yaml;

namespace Lanyard.Tests.Projects;

/// <summary>As much of JSON Schema 2020-12 as our schemas use; an unknown keyword fails the test instead of being ignored.</summary>
internal sealed class JsonSchema(JsonElement root)
{
    public static JsonSchema Parse(string text) => new(JsonDocument.Parse(text).RootElement);

    public bool Accepts(YamlNode node) => Accepts(root, node);

    /// <summary>The keys that the object at a path of keys may have; <c>*</c> is any name.</summary>
    public SortedSet<string> KeysAt(params string[] path)
    {
        IEnumerable<JsonElement> schemas = Variants(root);
        foreach (var step in path)
        {
            schemas = schemas.Select(schema => step == "*"
                    ? schema.GetProperty("additionalProperties")
                    : schema.GetProperty("properties").TryGetProperty(step, out var next) ? next : default)
                .Where(schema => schema.ValueKind == JsonValueKind.Object)
                .SelectMany(Variants)
                .ToList();
        }

        return [.. schemas.SelectMany(schema => schema.GetProperty("properties").EnumerateObject()).Select(property => property.Name)];
    }

    private IEnumerable<JsonElement> Variants(JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference) ? Variants(Resolve(reference.GetString()!))
        : schema.TryGetProperty("oneOf", out var variants) ? variants.EnumerateArray().SelectMany(Variants)
        : [schema];

    private JsonElement Resolve(string reference) => root.GetProperty("$defs").GetProperty(reference["#/$defs/".Length..]);

    private bool Accepts(JsonElement schema, YamlNode node) => schema.EnumerateObject().All(keyword => keyword.Name switch
    {
        "$schema" or "$defs" or "title" or "description" or "if" => true,
        "then" => !Accepts(schema.GetProperty("if"), node) || Accepts(keyword.Value, node),
        "not" => !Accepts(keyword.Value, node),
        "$ref" => Accepts(Resolve(keyword.Value.GetString()!), node),
        "oneOf" => keyword.Value.EnumerateArray().Count(variant => Accepts(variant, node)) == 1,
        "type" => IsOfType(keyword.Value.GetString()!, node),
        "const" => keyword.Value.GetInt32().ToString(CultureInfo.InvariantCulture) == Plain(node),
        "enum" => keyword.Value.EnumerateArray().Any(value => value.GetString() == Text(node)),
        "pattern" => Text(node) is not { } text || Regex.IsMatch(text, keyword.Value.GetString()!, RegexOptions.ECMAScript),
        "minLength" => Text(node) is not { } text || text.Length >= keyword.Value.GetInt32(),
        "maxLength" => Text(node) is not { } text || text.Length <= keyword.Value.GetInt32(),
        "items" => node is not YamlSequence list || list.Items.All(item => Accepts(keyword.Value, item)),
        "required" => keyword.Value.EnumerateArray().All(key => (node as YamlMapping)?.Find(key.GetString()!) is not null),
        "minProperties" => node is not YamlMapping map || map.Entries.Count >= keyword.Value.GetInt32(),
        "properties" => AllEntries(node, entry => !keyword.Value.TryGetProperty(entry.Key.Value, out var value) || Accepts(value, entry.Value)),
        "propertyNames" => AllEntries(node, entry => Accepts(keyword.Value, entry.Key)),
        "additionalProperties" => AllEntries(node, entry => IsNamed(schema, entry) || AcceptsOther(keyword.Value, entry.Value)),
        _ => throw new NotSupportedException(keyword.Name),
    });

    private bool AcceptsOther(JsonElement additional, YamlNode value) => additional.ValueKind switch
    {
        JsonValueKind.False => false,
        JsonValueKind.Object => Accepts(additional, value),
        _ => throw new NotSupportedException(),
    };

    private static bool IsNamed(JsonElement schema, YamlEntry entry) =>
        schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(entry.Key.Value, out _);

    private static bool AllEntries(YamlNode node, Func<YamlEntry, bool> test) => node is not YamlMapping map || map.Entries.All(test);

    private static bool IsOfType(string type, YamlNode node) => type switch
    {
        "object" => node is YamlMapping,
        "array" => node is YamlSequence,
        "string" => Text(node) is not null,
        "boolean" => Plain(node) is "true" or "false",
        _ => throw new NotSupportedException(type),
    };

    // What an editor's YAML reader (core schema) takes as text: not an unquoted number, flag or null.
    private static string? Text(YamlNode node) =>
        node is YamlScalar scalar && !(scalar.IsPlain
            && (scalar.IsNull || scalar.Value is "true" or "True" or "false" or "False" || decimal.TryParse(scalar.Value, CultureInfo.InvariantCulture, out _)))
            ? scalar.Value
            : null;

    private static string? Plain(YamlNode node) => node is YamlScalar { IsPlain: true } scalar ? scalar.Value : null;
}
