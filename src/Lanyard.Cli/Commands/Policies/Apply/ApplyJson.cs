using System.Text.Json;
using Lanyard.Policy.Apply;

namespace Lanyard.Cli.Commands.Policies.Apply;

/// <summary>Tells scripts what was, or would be, changed.</summary>
internal static class ApplyJson
{
    public static ReadOnlySpan<byte> Write(ApplyAccess access, IReadOnlyList<IamChange> changes, IReadOnlyList<string> notes, IReadOnlyList<MadeKey> keys, bool isDone, string? undo) => JsonOutput.Object(json =>
    {
        json.WriteString("account", access.Account.Id);
        json.WriteString("caller", access.Caller.Arn);
        json.WriteBoolean("changed", isDone && changes.Count > 0);
        JsonOutput.Objects(json, "changes", changes, change =>
        {
            json.WriteString("change", change.Before is null ? "create" : change.After is null ? "delete" : "change");
            json.WriteString("kind", IamUndo.NameOf(change.Part.Whole));
            json.WriteString("name", change.Part.ShortName);
            json.WriteString("what", IamUndo.NameOf(change.Part));
            json.WriteString("key", change.Part.Key.Length > 0 ? change.Part.Key : null);
            Value(json, "before", change.Part, change.Before);
            Value(json, "after", change.Part, change.After);
        });
        JsonOutput.List(json, "notes", notes, json.WriteStringValue);
        JsonOutput.Objects(json, "accessKeys", keys, key =>
        {
            json.WriteString("user", key.User);
            json.WriteString("accessKeyId", key.Id);
            json.WriteString("entry", key.Entry);
            json.WriteString("profile", key.Entry);
        });
        json.WriteString("undo", undo);
    });

    private static void Value(Utf8JsonWriter json, string name, IamPart part, string? value)
    {
        if (part.IsDocument && value is not null)
        {
            try
            {
                using var document = JsonDocument.Parse(value);
                json.WritePropertyName(name);
                document.RootElement.WriteTo(json);
                return;
            }
            catch (JsonException)
            {
                // Shown as the text that it is.
            }
        }

        json.WriteString(name, value);
    }
}
