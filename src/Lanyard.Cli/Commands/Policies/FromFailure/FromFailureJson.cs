using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Cli.Commands.Policies.Generate;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Generate.Failures;

namespace Lanyard.Cli.Commands.Policies.FromFailure;

/// <summary>Writes what came of failures as JSON: what <c>policy generate</c> writes, with the failures.</summary>
internal static class FromFailureJson
{
    public static ReadOnlyMemory<byte> Write(FromFailureResult result)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonText.Indented))
        {
            json.WriteStartObject();
            json.WriteStartArray("policies");
            foreach (var policy in result.Policies)
            {
                json.WriteStartObject();
                json.WriteString("name", policy.Name);
                json.WriteString("for", FailurePlace.Name(policy.Layer));
                json.WritePropertyName("document");
                json.WriteRawValue(PolicyDocumentWriter.Write(policy.Document, indented: false));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("needs");
            foreach (var need in result.Policies.SelectMany(policy => policy.Needs))
            {
                GenerateJson.Write(json, need);
            }

            json.WriteEndArray();
            JsonOutput.List(json, "inferred", Array.Empty<string>(), json.WriteStringValue);
            JsonOutput.List(json, "unknown", Array.Empty<string>(), json.WriteStringValue);
            JsonOutput.List(json, "notes", FromFailureText.Notes(result, null).ToList(), json.WriteStringValue);
            JsonOutput.List(json, "failures", result.Mending.Failures, failure => Write(json, failure));
            JsonOutput.List(json, "unneeded", result.Mending.Unneeded.SelectMany(added => added.Actions).Distinct(StringComparer.Ordinal).ToList(), json.WriteStringValue);
            json.WriteEndObject();
        }

        return buffer.ToArray().Append((byte)'\n').ToArray();
    }

    private static void Write(Utf8JsonWriter json, MendedFailure mended)
    {
        var failure = mended.Need.Failure;
        json.WriteStartObject();
        json.WriteString("principal", failure.Principal);
        json.WriteString("action", failure.Action);
        json.WriteString("resource", failure.Resource);
        json.WriteString("layer", FailurePlace.Name(failure.Layer));
        json.WriteBoolean("explicitDeny", failure.IsExplicit);
        json.WriteString("policyArn", failure.PolicyArn);
        json.WriteString("logicalId", failure.LogicalId);
        json.WriteString("type", failure.Type);
        json.WriteString("belongsInto", mended.Need.Obstacle is null ? FailurePlace.Of(failure) : null);
        json.WriteString("before", Decision(mended.Before));
        json.WriteString("after", Decision(mended.After));
        json.WriteBoolean("mended", mended.IsMended);
        json.WriteString("obstacle", mended.Need.Obstacle);
        JsonOutput.List(json, "reasons", FromFailureText.Reasons(mended).ToList(), json.WriteStringValue);
        json.WriteEndObject();
    }

    // The words of policy simulate.
    private static string? Decision(Explanation? explanation) => explanation?.Verdict.Outcome switch
    {
        null => null,
        Outcome.Allowed => "allowed",
        Outcome.ExplicitDeny => "explicitDeny",
        _ => "implicitDeny",
    };
}
