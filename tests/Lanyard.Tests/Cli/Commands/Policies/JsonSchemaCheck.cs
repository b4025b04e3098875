using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Lanyard.Tests.Cli.Commands.Policies;

/// <summary>Holds JSON against a JSON schema of draft 4, as far as the schema of SARIF goes; a keyword that it doesn't know is an error.</summary>
internal sealed class JsonSchemaCheck(JsonElement schema)
{
    private readonly List<string> _problems = [];

    public static IReadOnlyList<string> Problems(JsonElement schema, JsonElement value)
    {
        var check = new JsonSchemaCheck(schema);
        check.Check(schema, value, "$");
        return check._problems;
    }

    private void Check(JsonElement rules, JsonElement value, string at)
    {
        foreach (var rule in rules.EnumerateObject())
        {
            if (!Holds(rule, rules, value, at))
            {
                _problems.Add($"{at}: {rule.Name} {(rule.Value.GetRawText().Length < 200 ? rule.Value.GetRawText() : "")}");
            }
        }
    }

    private bool Holds(JsonProperty rule, JsonElement rules, JsonElement value, string at)
    {
        switch (rule.Name)
        {
            case "$schema" or "id" or "title" or "description" or "default" or "definitions":
                return true;
            case "$ref":
                Check(Resolve(rule.Value.GetString()!), value, at);
                return true;
            case "type":
                return rule.Value.ValueKind == JsonValueKind.Array ? rule.Value.EnumerateArray().Any(type => IsOfType(type.GetString()!, value)) : IsOfType(rule.Value.GetString()!, value);
            case "enum":
                return rule.Value.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value));
            case "anyOf":
                return rule.Value.EnumerateArray().Any(one => Problems(one, value, at));
            case "oneOf":
                return rule.Value.EnumerateArray().Count(one => Problems(one, value, at)) == 1;
            case "required":
                return value.ValueKind != JsonValueKind.Object || rule.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _));
            case "minimum":
                return value.ValueKind != JsonValueKind.Number || value.GetDouble() >= rule.Value.GetDouble();
            case "maximum":
                return value.ValueKind != JsonValueKind.Number || value.GetDouble() <= rule.Value.GetDouble();
            case "minItems":
                return value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= rule.Value.GetInt32();
            case "uniqueItems":
                return value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Select(item => item.GetRawText()).Distinct().Count() == value.GetArrayLength();
            case "pattern":
                return value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.Value.GetString()!, RegexOptions.ECMAScript);
            case "format":
                return value.ValueKind != JsonValueKind.String || IsFormatted(rule.Value.GetString()!, value.GetString()!);
            case "items":
                foreach (var (index, item) in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Index() : [])
                {
                    Check(rule.Value, item, $"{at}[{index}]");
                }

                return true;
            case "properties":
                foreach (var property in value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().ToArray() : [])
                {
                    if (rule.Value.TryGetProperty(property.Name, out var of))
                    {
                        Check(of, property.Value, $"{at}.{property.Name}");
                    }
                }

                return true;
            case "additionalProperties":
                var known = rules.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(property => property.Name).ToHashSet() : [];
                var others = value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().Where(property => !known.Contains(property.Name)).ToArray() : [];
                if (rule.Value.ValueKind == JsonValueKind.Object)
                {
                    foreach (var other in others)
                    {
                        Check(rule.Value, other.Value, $"{at}.{other.Name}");
                    }

                    return true;
                }

                return rule.Value.GetBoolean() || others.Length == 0;
            default:
                throw new NotSupportedException(rule.Name);
        }
    }

    private bool Problems(JsonElement one, JsonElement value, string at)
    {
        var before = _problems.Count;
        Check(one, value, at);
        var holds = _problems.Count == before;
        _problems.RemoveRange(before, _problems.Count - before);
        return holds;
    }

    private JsonElement Resolve(string reference) =>
        reference.Split('/').Skip(1).Aggregate(schema, (at, name) => at.GetProperty(name));

    private static bool IsOfType(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new NotSupportedException(type),
    };

    private static bool IsFormatted(string format, string text) => format switch
    {
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "uri-reference" => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _) && !text.Contains(' ', StringComparison.Ordinal),
        "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        _ => throw new NotSupportedException(format),
    };
}
