using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Scenarios;

namespace Lanyard.Cli.Commands.Policies;

/// <summary>Writes the results of scenarios as JSON: an object, or an array of them as the scenarios were.</summary>
internal static class SimulateJson
{
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<ScenarioResult> results, bool asArray)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonText.Indented))
        {
            if (asArray)
            {
                json.WriteStartArray();
            }

            foreach (var result in results)
            {
                Write(json, result);
            }

            if (asArray)
            {
                json.WriteEndArray();
            }
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, ScenarioResult result)
    {
        json.WriteStartObject();
        json.WriteString("name", result.Name);
        json.WriteString("decision", Name(result.Decision.ToString()));
        json.WriteStartArray("reasons");
        foreach (var reason in result.Reasons)
        {
            Write(json, reason);
        }

        json.WriteEndArray();
        json.WriteStartArray("blockedBy");
        foreach (var layer in result.BlockedBy)
        {
            json.WriteStringValue(layer);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RenderedReason reason)
    {
        json.WriteStartObject();
        json.WriteString("kind", Name(reason.Kind.ToString()));
        json.WriteString("layer", reason.Layer);
        json.WriteString("policy", reason.Policy?.Name);
        if (reason.Statement is { } statement)
        {
            json.WriteNumber("statementIndex", statement.Index);
            json.WriteString("sid", statement.Sid?.Value);
        }
        else
        {
            json.WriteNull("statementIndex");
            json.WriteNull("sid");
        }

        json.WriteString("element", reason.Element);
        if (reason.Place is { } place)
        {
            json.WriteNumber("line", place.Start.Line);
            json.WriteNumber("column", place.Start.Column);
            json.WriteString("path", place.Path.ToString());
        }
        else
        {
            json.WriteNull("line");
            json.WriteNull("column");
            json.WriteNull("path");
        }

        json.WriteString("message", reason.Message);
        json.WriteEndObject();
    }

    private static string Name(string value) => JsonNamingPolicy.CamelCase.ConvertName(value);
}
