using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Cli.Commands.Policies.Check;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Generate;

namespace Lanyard.Cli.Commands.Policies.Generate;

/// <summary>Writes what was made as JSON.</summary>
internal static class GenerateJson
{
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<GeneratedPolicy> policies)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonText.Indented))
        {
            json.WriteStartObject();
            json.WriteStartArray("policies");
            foreach (var policy in policies)
            {
                json.WriteStartObject();
                json.WriteString("name", policy.Name);
                json.WriteString("for", policy.For);
                json.WritePropertyName("document");
                json.WriteRawValue(PolicyDocumentWriter.Write(policy.Document, indented: false));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("needs");
            foreach (var policy in policies)
            {
                foreach (var need in policy.Access.Needs)
                {
                    Write(json, need, policy.For);
                }
            }

            json.WriteEndArray();
            Write(json, "inferred", policies.SelectMany(p => p.Access.Inferred));
            Write(json, "unknown", policies.SelectMany(p => p.Access.Unknown));
            Write(json, "notes", policies.SelectMany(p => p.Access.Notes));
            JsonOutput.Objects(json, "blocked", policies.DistinctBy(p => p.For).SelectMany(p => p.Check.Blocked, (policy, blocked) => (policy, blocked)), pair =>
            {
                json.WriteString("for", pair.policy.For);
                json.WriteString("action", pair.blocked.Need.Action);
                json.WriteString("resource", pair.blocked.Need.Resource);
                json.WriteString("layer", pair.blocked.Layer);
                json.WriteString("reason", pair.blocked.Reason);
                Write(json, "dependsOn", pair.blocked.DependsOn);
            });
            JsonOutput.Objects(json, "findings", policies.SelectMany(p => p.Findings, (policy, finding) => (policy, finding)), pair =>
            {
                json.WriteString("policy", pair.policy.Name);
                json.WriteString("severity", Readable.Name(pair.finding.Rule.Severity));
                json.WriteString("issueCode", pair.finding.Rule.Id);
                json.WriteString("message", pair.finding.Message);
                json.WriteString("why", FindingText.ReasonOf(pair.policy, pair.finding));
            });
            json.WriteEndObject();
        }

        return buffer.ToArray().Append((byte)'\n').ToArray();
    }

    /// <summary>Writes a need.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="need">The need.</param>
    /// <param name="whom">Whose policy it is in; null where there is one alone.</param>
    public static void Write(Utf8JsonWriter json, Need need, string? whom = null)
    {
        json.WriteStartObject();
        if (whom is not null)
        {
            json.WriteString("for", whom);
        }

        json.WriteString("action", need.Action);
        json.WriteString("resource", need.Resource);
        if (need.Conditions.IsEmpty)
        {
            json.WriteNull("condition");
        }
        else
        {
            json.WriteStartObject("condition");
            foreach (var operation in need.Conditions.GroupBy(c => c.Operator, StringComparer.Ordinal))
            {
                json.WriteStartObject(operation.Key);
                foreach (var condition in operation)
                {
                    Write(json, condition.Key, condition.Values);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        Write(json, "phase", GenerateText.Names(need.Phases));
        json.WriteString("reason", need.Reason);
        json.WriteString("evidence", GenerateText.Name(need.Evidence));
        json.WriteString("source", need.Source);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
