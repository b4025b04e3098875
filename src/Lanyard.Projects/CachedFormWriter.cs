using System.Buffers;
using System.Text.Json;

namespace Lanyard.Projects;

/// <summary>Writes a validated file with the sources it was made from. Values are in a fixed order; the reader relies on it.</summary>
internal static class CachedFormWriter
{
    public static byte[] Write(ProjectFile file, ProjectSource source)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber(CachedForm.VersionKey, CachedForm.Version);
            json.WriteString(CachedForm.BuildKey, CachedForm.Build);
            json.WriteString(CachedForm.PathKey, source.Path);
            json.WriteString(CachedForm.SourceKey, source.Bytes);
            if (source.LocalBytes is null)
            {
                json.WriteNull(CachedForm.LocalKey);
            }
            else
            {
                json.WriteString(CachedForm.LocalKey, source.LocalBytes);
            }

            json.WriteString(CachedForm.ProjectKey, file.Project);
            WriteSessions(json, file);
            json.WriteStartArray(CachedForm.StagesKey);
            foreach (var stage in file.Stages)
            {
                WriteStage(json, stage);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteSessions(Utf8JsonWriter json, ProjectFile file)
    {
        json.WriteStartArray(CachedForm.SessionsKey);
        foreach (var session in file.Sessions.Values)
        {
            json.WriteStartArray();
            json.WriteStringValue(session.Name);
            json.WriteStringValue(session.StartUrl);
            json.WriteStringValue(session.Region);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteStage(Utf8JsonWriter json, Stage stage)
    {
        json.WriteStartArray();
        json.WriteStringValue(stage.Name);
        json.WriteNumberValue(stage.Line);
        json.WriteNumberValue(stage.Column);
        WriteTexts(json, stage.Match);
        json.WriteStringValue(stage.Account);
        json.WriteStringValue(stage.Region);
        WriteAccess(json, stage.Access);
        WriteAccess(json, stage.PinnedAccess);
        json.WriteBooleanValue(stage.Protected);
        json.WriteNumberValue((long)(stage.MaxSession ?? TimeSpan.Zero).TotalSeconds);
        WriteTexts(json, stage.Branches);
        json.WriteStringValue(stage.Ci?.RoleArn);
        json.WriteNumberValue((int)(stage.Ci?.Oidc ?? default));
        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, IReadOnlyList<string> texts)
    {
        json.WriteStartArray();
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteAccess(Utf8JsonWriter json, StageAccess access)
    {
        // A kind and two values; a profile has but one.
        var (kind, first, second) = access switch
        {
            StageAccess.PermissionSet set => (CachedForm.PermissionSetKind, set.Session.Name, set.Name),
            StageAccess.Role role => (CachedForm.RoleKind, role.RoleArn, role.From),
            StageAccess.Profile profile => (CachedForm.ProfileKind, profile.Name, ""),
            _ => throw new InvalidOperationException("a way in that the cache does not know"),
        };
        WriteTexts(json, [kind, first, second]);
    }
}
