using System.Text.Json;
using Lanyard.Projects.Detection;
using Lanyard.Projects.Proposal;

namespace Lanyard.Cli.Commands;

/// <summary>Tells scripts what is proposed.</summary>
internal static class InitJson
{
    public static ReadOnlySpan<byte> Write(ProjectProposal proposal, string path, string yaml, string? local, bool isWritten) => JsonOutput.Object(json =>
    {
        json.WriteString("file", path);
        json.WriteBoolean("written", isWritten);
        JsonOutput.Objects(json, "tools", proposal.Declared.Tools, tool =>
        {
            json.WriteString("id", tool.Id);
            json.WriteString("name", tool.Name);
            json.WriteString("version", tool.Version);
            WritePlace(json, tool.Place);
        });
        JsonOutput.Objects(json, "stages", proposal.Stages, stage => WriteStage(json, stage));
        JsonOutput.Objects(json, "notReadable", proposal.Declared.All.Where(d => d.Kind == DeclarationKind.NotReadable), said =>
        {
            json.WriteString("setting", said.Setting);
            json.WriteString("why", said.Value);
            WritePlace(json, said.Place);
        });
        json.WriteString("yaml", yaml);
        json.WriteString("localYaml", local);
    });

    private static void WriteStage(Utf8JsonWriter json, ProposedStage stage)
    {
        json.WriteString("name", stage.Name);
        json.WriteString("account", stage.Account);
        json.WriteString("region", stage.Region);
        json.WriteStartObject("access");
        switch (stage.Access)
        {
            case ProposedAccess.PermissionSet set:
                json.WriteString("session", set.Session);
                json.WriteString("permissionSet", set.Name);
                break;
            case ProposedAccess.Role role:
                json.WriteString("role", role.Arn);
                json.WriteString("from", role.From);
                break;
        }

        json.WriteEndObject();
        json.WriteBoolean("protected", stage.Protected);
        json.WriteString("localProfile", stage.LocalProfile);
        JsonOutput.List(json, "missing", stage.Missing, json.WriteStringValue);
        JsonOutput.Objects(json, "reasons", stage.Reasons, reason =>
        {
            json.WriteString("what", reason.What);
            json.WriteString("why", reason.Why);
        });
    }

    private static void WritePlace(Utf8JsonWriter json, FilePlace place)
    {
        json.WriteString("file", place.File);
        json.WriteNumber("line", place.Line);
    }
}
