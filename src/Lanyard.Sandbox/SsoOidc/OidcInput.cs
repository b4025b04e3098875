using System.Text.Json;

namespace Lanyard.Sandbox.SsoOidc;

/// <summary>The JSON object that an OIDC operation is given.</summary>
internal sealed class OidcInput
{
    private readonly JsonElement _root;

    private OidcInput(JsonElement root) => _root = root;

    public static OidcInput Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return new OidcInput(document.RootElement.Clone());
            }
        }
        catch (JsonException)
        {
            // The body is named below: the parser's own words could repeat what is in it.
        }

        throw OidcFaults.InvalidRequest("The body is not a JSON object");
    }

    public string Required(string name) =>
        Optional(name) is { Length: > 0 } value ? value : throw OidcFaults.InvalidRequest($"{name} is missing");

    public string? Optional(string name) => Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => Text(text, name),
        _ => throw OidcFaults.InvalidRequest($"{name} is not a string"),
    };

    public IReadOnlyList<string>? List(string name) => Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() <= 100 && list.EnumerateArray().All(i => i.ValueKind == JsonValueKind.String) =>
            [.. list.EnumerateArray().Select(i => Text(i, name))],
        _ => throw OidcFaults.InvalidRequest($"{name} is not a list of at most 100 strings"),
    };

    private JsonElement? Member(string name) =>
        _root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    // An escape of half a surrogate pair is valid JSON and no text.
    private static string Text(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw OidcFaults.InvalidRequest($"{name} is not valid text");
        }
    }
}
