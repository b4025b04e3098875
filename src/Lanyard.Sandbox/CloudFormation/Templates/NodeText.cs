using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lanyard.Aws.Protocols;
using Lanyard.Policy.Documents;

namespace Lanyard.Sandbox.CloudFormation.Templates;

/// <summary>Writes values of templates as JSON.</summary>
internal static partial class NodeText
{
    /// <summary>Writes a value.</summary>
    public static string Json(JsonNode node)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonText.Plain))
        {
            Write(json, node);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, JsonNode node)
    {
        switch (node.Kind)
        {
            case JsonNodeKind.Object:
                json.WriteStartObject();
                foreach (var member in node.Members)
                {
                    json.WritePropertyName(member.Name.Value);
                    Write(json, member.Value);
                }

                json.WriteEndObject();
                break;
            case JsonNodeKind.Array:
                json.WriteStartArray();
                foreach (var item in node.Items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case JsonNodeKind.Boolean:
            case JsonNodeKind.Number when JsonNumber().IsMatch(node.Text):
                json.WriteRawValue(node.Text);
                break;
            case JsonNodeKind.Null:
                json.WriteNullValue();
                break;
            default:
                json.WriteStringValue(node.Text);
                break;
        }
    }

    // YAML has numbers that JSON hasn't, such as 030; they stay as they were written.
    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex JsonNumber();
}
