using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lanyard.Policy.Documents;

/// <summary>
/// Writes documents in one form: elements in the order of the grammar, statements in an array, a single value without brackets, values
/// in their own order and JSON type. Reading what was written gives the same document.
/// </summary>
public static class PolicyDocumentWriter
{
    /// <summary>Writes a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="indented">Whether to write for people, with line breaks; else without any white space.</param>
    /// <returns>The JSON text.</returns>
    public static string Write(PolicyDocument document, bool indented)
    {
        ArgumentNullException.ThrowIfNull(document);
        using var buffer = new MemoryStream();
        var options = new JsonWriterOptions { Indented = indented, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            WriteText(json, "Version", document.Version);
            WriteText(json, "Id", document.Id);
            json.WriteStartArray("Statement");
            foreach (var statement in document.Statements)
            {
                Write(json, statement);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, Statement statement)
    {
        json.WriteStartObject();
        WriteText(json, "Sid", statement.Sid);
        json.WriteString("Effect", statement.Effect.ToString());
        if (statement.Principal is { } principal)
        {
            Write(json, principal);
        }

        WriteTexts(json, statement.Action.Name, statement.Action.Values);
        if (statement.Resource is { } resource)
        {
            WriteTexts(json, resource.Name, resource.Values);
        }

        if (statement.Conditions.Length > 0)
        {
            json.WriteStartObject("Condition");
            foreach (var block in statement.Conditions)
            {
                Write(json, block);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PrincipalElement principal)
    {
        if (principal.Entries is [{ Kind: PrincipalKind.Everyone }])
        {
            json.WriteString(principal.Name, "*");
            return;
        }

        json.WriteStartObject(principal.Name);
        foreach (var kind in principal.Entries.GroupBy(entry => entry.Kind))
        {
            WriteTexts(json, PrincipalReader.NameOf(kind.Key), [.. kind.Select(entry => entry.Value)]);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ConditionBlock block)
    {
        json.WriteStartObject(block.Operator.Name);
        foreach (var test in block.Tests)
        {
            json.WritePropertyName(test.Key.Value);
            WriteList(json, test.Values, value =>
            {
                if (value.Type == ConditionValueType.Text)
                {
                    json.WriteStringValue(value.Text);
                }
                else
                {
                    json.WriteRawValue(value.Text);
                }
            });
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, PolicyText? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text.Value);
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, ImmutableArray<PolicyText> values)
    {
        json.WritePropertyName(name);
        WriteList(json, values, value => json.WriteStringValue(value.Value));
    }

    private static void WriteList<T>(Utf8JsonWriter json, ImmutableArray<T> values, Action<T> write)
    {
        if (values is [var only])
        {
            write(only);
            return;
        }

        json.WriteStartArray();
        foreach (var value in values)
        {
            write(value);
        }

        json.WriteEndArray();
    }
}
