using System.Text.Json;
using Lanyard.Cli.Commands.Catalog;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Sets;

namespace Lanyard.Cli.Commands.Policies.Diff;

/// <summary>Writes a comparison as JSON. A witness is the request of a scenario, so that <c>policy simulate</c> can be asked for its reasons.</summary>
internal static class DiffJson
{
    public static ReadOnlySpan<byte> Write(DiffReport report, ChosenCatalogue catalogue) => JsonOutput.Object(json =>
    {
        json.WriteBoolean("equal", report.Comparison.IsEqual);
        JsonOutput.List(json, "added", report.Comparison.Added, difference => Write(json, difference));
        JsonOutput.List(json, "removed", report.Comparison.Removed, difference => Write(json, difference));
        JsonOutput.List(json, "unknown", report.Comparison.Unknown, unknown => Write(json, unknown));
        if (!report.Access.IsEmpty)
        {
            JsonOutput.List(json, "access", report.Access, check =>
            {
                json.WriteStartObject();
                json.WriteString("file", check.File);
                json.WriteBoolean("refused", check.IsRefused);
                JsonOutput.List(json, "granted", check.Granted.Added, difference => Write(json, difference));
                JsonOutput.List(json, "unknown", check.Granted.Unknown.Where(unknown => unknown.MayAdd), unknown => Write(json, unknown));
                json.WriteEndObject();
            });
        }

        catalogue.Write(json);
    });

    private static void Write(Utf8JsonWriter json, AccessDifference difference)
    {
        json.WriteStartObject();
        json.WriteString("service", difference.Service);
        json.WriteString("accessLevel", difference.Level is { } level ? JsonNamingPolicy.CamelCase.ConvertName(level.ToString()) : null);
        JsonOutput.List(json, "actions", difference.Actions, json.WriteStringValue);
        json.WriteString("resource", difference.Resource);
        JsonOutput.List(json, "conditions", difference.Conditions, json.WriteStringValue);
        json.WritePropertyName("witness");
        Write(json, difference.Witness);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Witness witness)
    {
        json.WriteStartObject();
        json.WritePropertyName("principal");
        Write(json, witness.Principal);
        json.WriteString("action", witness.Action);
        json.WriteString("resource", witness.Resource);
        if (witness.ResourceAccount is { } account)
        {
            json.WriteString("resourceAccount", account);
        }

        json.WriteStartObject("context");
        foreach (var (key, value) in witness.Context)
        {
            if (value.Single is { } single)
            {
                json.WriteString(key, single);
            }
            else
            {
                JsonOutput.List(json, key, value.Values, json.WriteStringValue);
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RequestPrincipal principal)
    {
        switch (principal)
        {
            case RoleSession { SessionName: { } session, IsPathKnown: true } role:
                json.WriteStartObject();
                json.WriteString("role", role.RoleArn);
                json.WriteString("session", session);
                json.WriteEndObject();
                break;
            case AwsService service:
                json.WriteStartObject();
                json.WriteString("service", service.Name);
                json.WriteEndObject();
                break;
            case FederatedIdentity identity:
                json.WriteStartObject();
                json.WriteString("federated", identity.Provider);
                json.WriteEndObject();
                break;
            case AnonymousCaller:
                json.WriteStartObject();
                json.WriteBoolean("anonymous", true);
                json.WriteEndObject();
                break;
            default:
                json.WriteStringValue(principal.Arn ?? principal.IssuerArn);
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, UnknownAccess unknown)
    {
        json.WriteStartObject();
        json.WriteBoolean("mayAdd", unknown.MayAdd);
        JsonOutput.List(json, "actions", unknown.Actions, json.WriteStringValue);
        json.WriteString("reason", unknown.Reason);
        json.WriteEndObject();
    }
}
