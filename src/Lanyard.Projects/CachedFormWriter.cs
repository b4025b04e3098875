using System.Text;

namespace Lanyard.Projects;

/// <summary>Writes a validated file with the sources it was made from. Values are in a fixed order; the reader relies on it.</summary>
internal static class CachedFormWriter
{
    public static byte[] Write(ProjectFile file, ProjectSource source)
    {
        using var bytes = new MemoryStream();
        using var form = new BinaryWriter(bytes);
        form.Write(CachedForm.Version);
        form.Write(CachedForm.Build.ToByteArray());
        Text(form, source.Path);
        Bytes(form, source.Bytes);
        Bytes(form, source.LocalBytes);
        Text(form, file.Project);
        List(form, file.Sessions.Values, Session);
        List(form, file.Stages, Stage);
        form.Flush();
        return bytes.ToArray();
    }

    private static void Session(BinaryWriter form, SsoSessionSetting session)
    {
        Text(form, session.Name);
        Text(form, session.StartUrl);
        Text(form, session.Region);
    }

    private static void Stage(BinaryWriter form, Stage stage)
    {
        Text(form, stage.Name);
        form.Write(stage.Line);
        form.Write(stage.Column);
        List(form, stage.Match, Text);
        Text(form, stage.Account);
        Text(form, stage.Region);
        Access(form, stage.Access);
        Access(form, stage.PinnedAccess);
        form.Write(stage.Protected ? 1 : 0);
        form.Write((int)(stage.MaxSession ?? TimeSpan.Zero).TotalSeconds);
        List(form, stage.Branches, Text);
        Text(form, stage.Ci?.RoleArn);
        form.Write((int)(stage.Ci?.Oidc ?? default));
        List(form, stage.Endpoints, Text);
    }

    private static void Access(BinaryWriter form, StageAccess access)
    {
        // A kind and two values; a profile has but one.
        var (kind, first, second) = access switch
        {
            StageAccess.PermissionSet set => (CachedForm.PermissionSetKind, set.Session.Name, set.Name),
            StageAccess.Role role => (CachedForm.RoleKind, role.RoleArn, role.From),
            StageAccess.Profile profile => (CachedForm.ProfileKind, profile.Name, ""),
            _ => throw new InvalidOperationException("a way in that the cache does not know"),
        };
        form.Write(kind);
        Text(form, first);
        Text(form, second);
    }

    private static void List<T>(BinaryWriter form, IEnumerable<T> items, Action<BinaryWriter, T> write)
    {
        T[] all = [.. items];
        form.Write(all.Length);
        foreach (var item in all)
        {
            write(form, item);
        }
    }

    private static void Text(BinaryWriter form, string? text) => Bytes(form, text is null ? null : Encoding.UTF8.GetBytes(text));

    private static void Bytes(BinaryWriter form, byte[]? bytes)
    {
        form.Write(bytes?.Length ?? CachedForm.NoText);
        form.Write(bytes ?? []);
    }
}
