using System.Collections.Immutable;
using System.Text.Json;
using Lanyard.Policy.Documents;

namespace Lanyard.Cli.Commands.Policies.Role;

/// <summary>Writes a plan as JSON: what shall be in IAM, and beside it what else there is to write.</summary>
internal static class RoleJson
{
    public static ReadOnlySpan<byte> Write(RolePlan plan) => JsonOutput.Object(json =>
    {
        json.WriteNumber("version", 1);
        json.WriteString("account", plan.Account);
        JsonOutput.Objects(json, "providers", plan.Providers, provider =>
        {
            json.WriteString("url", provider.Url);
            Texts(json, "audiences", [provider.Audience]);
            Texts(json, "thumbprints", []);
        });
        JsonOutput.Objects(json, "policies", plan.Policies, policy =>
        {
            json.WriteString("name", policy.Name);
            json.WriteString("path", "/");
            json.WriteString("description", policy.Description);
            Document(json, "document", policy.Document);
        });
        JsonOutput.Objects(json, "roles", plan.Roles, role =>
        {
            json.WriteString("name", role.Name);
            json.WriteString("path", "/");
            json.WriteString("description", role.Description);
            Document(json, "trust", role.Trust);
            json.WriteNumber("maxSessionDuration", (int)(role.MaxSession ?? TimeSpan.FromHours(1)).TotalSeconds);
            if (role.Boundary is { } boundary)
            {
                json.WriteString("permissionsBoundary", boundary);
            }

            Texts(json, "policies", role.Policies);
        });
        Excerpts(json, "settings", plan.Settings);
        Excerpts(json, "snippets", plan.Snippets);
        Texts(json, "inferred", plan.Generated.SelectMany(p => p.Access.Inferred));
        Texts(json, "unknown", plan.Generated.SelectMany(p => p.Access.Unknown));
        Texts(json, "notes", plan.Generated.SelectMany(p => p.Access.Notes).Concat(plan.Notes));
    });

    private static void Excerpts(Utf8JsonWriter json, string name, ImmutableArray<Excerpt> excerpts) => JsonOutput.Objects(json, name, excerpts, excerpt =>
    {
        json.WriteString("title", excerpt.Title);
        json.WriteString("file", excerpt.File);
        json.WriteString("language", excerpt.Language);
        json.WriteString("text", excerpt.Text);
    });

    private static void Document(Utf8JsonWriter json, string name, PolicyDocument document)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(PolicyDocumentWriter.Write(document, indented: false));
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts) => JsonOutput.List(json, name, texts, json.WriteStringValue);
}
