using System.Buffers.Binary;
using System.Text;

namespace Lanyard.Projects;

/// <summary>Reads what <see cref="CachedFormWriter"/> wrote, in its order. Anything unexpected makes the cache a miss.</summary>
internal ref struct CachedFormReader
{
    private ReadOnlySpan<byte> _rest;

    private CachedFormReader(ReadOnlySpan<byte> bytes) => _rest = bytes;

    /// <summary>The cached file, or null if it was made from other sources, by another build, or is damaged.</summary>
    public static ProjectFile? Read(ReadOnlySpan<byte> bytes, ProjectSource source)
    {
        try
        {
            var reader = new CachedFormReader(bytes);
            return reader.IsMadeFrom(source) ? reader.ReadFile(source) : null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or KeyNotFoundException)
        {
            return null;
        }
    }

    private bool IsMadeFrom(ProjectSource source) =>
        Number() == CachedForm.Version && new Guid(Take(16)) == CachedForm.Build && Text() == source.Path && IsNext(source.Bytes) && IsNext(source.LocalBytes);

    private bool IsNext(byte[]? bytes)
    {
        var length = Number();
        return bytes is null ? length == CachedForm.NoText : length == bytes.Length && Take(length).SequenceEqual(bytes);
    }

    private ProjectFile ReadFile(ProjectSource source)
    {
        var project = TextOrNull();
        var sessions = new Dictionary<string, SsoSessionSetting>(StringComparer.Ordinal);
        for (var count = Count(); count > 0; count--)
        {
            var session = new SsoSessionSetting(Text(), Text(), Text());
            sessions.Add(session.Name, session);
        }

        var stages = new List<Stage>();
        for (var count = Count(); count > 0; count--)
        {
            stages.Add(ReadStage(sessions));
        }

        if (!_rest.IsEmpty || stages.Count == 0)
        {
            throw new FormatException("bytes follow, or nothing preceded");
        }

        return new ProjectFile
        {
            Path = source.Path,
            LocalPath = source.LocalBytes is null ? null : source.LocalPath,
            Project = project,
            Sessions = sessions,
            Stages = stages,
        };
    }

    // An initializer runs in the order it is written, which is the order of the form.
    private Stage ReadStage(Dictionary<string, SsoSessionSetting> sessions) => new()
    {
        Name = Text(),
        Line = Number(),
        Column = Number(),
        Match = Texts(),
        Account = Text(),
        Region = Text(),
        Access = Access(sessions),
        PinnedAccess = Access(sessions),
        Protected = Number() != 0,
        MaxSession = Number() is var seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null,
        Branches = Texts(),
        Ci = Ci(),
        Endpoints = Texts(),
    };

    private StageAccess Access(Dictionary<string, SsoSessionSetting> sessions)
    {
        var (kind, first, second) = (Number(), Text(), Text());
        return kind switch
        {
            CachedForm.PermissionSetKind => new StageAccess.PermissionSet(sessions[first], second),
            CachedForm.RoleKind => new StageAccess.Role(first, second),
            CachedForm.ProfileKind => new StageAccess.Profile(first),
            _ => throw new FormatException("a way in that the reader does not know"),
        };
    }

    private StageCi? Ci()
    {
        var role = TextOrNull();
        var issuer = Number();
        return role is null ? null : issuer is >= 0 and <= (int)OidcIssuer.CircleCi
            ? new StageCi(role, (OidcIssuer)issuer)
            : throw new FormatException("an issuer that the reader does not know");
    }

    private List<string> Texts()
    {
        var texts = new List<string>();
        for (var count = Count(); count > 0; count--)
        {
            texts.Add(Text());
        }

        return texts;
    }

    private string Text() => TextOrNull() ?? throw new FormatException("a text was expected");

    private string? TextOrNull() => Number() is var length and not CachedForm.NoText ? Encoding.UTF8.GetString(Take(length)) : null;

    private int Count() => Number() is var count and >= 0 ? count : throw new FormatException("a count was expected");

    private int Number() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    // A length that is negative, or more than there is, throws ArgumentOutOfRangeException.
    private ReadOnlySpan<byte> Take(int length)
    {
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
