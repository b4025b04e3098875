using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Cli.Commands.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Sets.Minimize;

namespace Lanyard.Cli.Commands.Policies.Minimize;

/// <summary>Writes what came out as JSON.</summary>
internal static class MinimizeJson
{
    public static ReadOnlyMemory<byte> Write(MinimizeResult result, ChosenCatalogue chosen, IReadOnlyList<string> files)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonText.Indented))
        {
            json.WriteStartObject();
            chosen.Write(json);
            json.WriteString("for", result.Place.Name);
            if (result.Limit is { } limit)
            {
                json.WriteNumber("limit", limit);
            }
            else
            {
                json.WriteNull("limit");
            }

            json.WriteString("unit", JsonNamingPolicy.CamelCase.ConvertName(result.Unit.ToString()));
            json.WriteStartObject("before");
            json.WriteNumber("size", result.SizeBefore);
            json.WriteNumber("statements", result.StatementsBefore);
            json.WriteEndObject();
            json.WriteStartArray("documents");
            for (var i = 0; i < result.Documents.Count; i++)
            {
                Write(json, result.Documents[i], result.Unit, i < files.Count ? files[i] : null);
            }

            json.WriteEndArray();
            json.WriteStartArray("steps");
            foreach (var step in Enum.GetValues<MinimizeSteps>().Where(step => step != MinimizeSteps.Sorted && result.Minimized.Steps?.HasFlag(step) == true))
            {
                json.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(step.ToString()));
            }

            json.WriteEndArray();
            json.WriteString("unproved", result.Minimized.Unproved);
            json.WriteStartArray("wildcards");
            foreach (var wildcard in result.Minimized.Wildcards)
            {
                json.WriteStartObject();
                json.WriteString("pattern", wildcard.Pattern);
                Write(json, "actions", wildcard.Actions);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            Write(json, "lostSids", result.Minimized.LostSids);
            Write(json, "noLongerNeeded", result.Dropped);
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, MinimizedDocument document, SizeUnit unit, string? file)
    {
        json.WriteStartObject();
        json.WriteString("name", document.Name);
        json.WriteString("file", file);
        json.WriteNumber("size", document.SizeIn(unit));
        json.WriteNumber("statements", document.Document.Statements.Length);
        json.WritePropertyName("document");
        json.WriteRawValue(PolicyDocumentWriter.Write(document.Document, indented: false));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
