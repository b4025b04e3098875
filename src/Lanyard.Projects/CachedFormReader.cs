using System.Text.Json;

namespace Lanyard.Projects;

/// <summary>Reads what <see cref="CachedFormWriter"/> wrote, in its order. Anything unexpected makes the cache a miss.</summary>
internal ref struct CachedFormReader
{
    private Utf8JsonReader _json;

    private CachedFormReader(ReadOnlySpan<byte> bytes) => _json = new Utf8JsonReader(bytes);

    /// <summary>The cached file, or null if it was made from other sources, by another build, or is damaged.</summary>
    public static ProjectFile? Read(ReadOnlySpan<byte> bytes, ProjectSource source)
    {
        try
        {
            var reader = new CachedFormReader(bytes);
            return reader.IsMadeFrom(source) ? reader.ReadFile(source) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException
            or ArgumentException or KeyNotFoundException)
        {
            return null;
        }
    }

    private bool IsMadeFrom(ProjectSource source)
    {
        Expect(JsonTokenType.StartObject);
        Key(CachedForm.VersionKey);
        if (Number() != CachedForm.Version)
        {
            return false;
        }

        Key(CachedForm.BuildKey);
        if (!Guid.TryParse(Text(), out var build) || build != CachedForm.Build)
        {
            return false;
        }

        Key(CachedForm.PathKey);
        if (Text() != source.Path)
        {
            return false;
        }

        Key(CachedForm.SourceKey);
        return IsNext(source.Bytes) && IsLocalNext(source.LocalBytes);
    }

    private bool IsLocalNext(byte[]? local)
    {
        Key(CachedForm.LocalKey);
        if (local is not null)
        {
            return IsNext(local);
        }

        Advance();
        return _json.TokenType == JsonTokenType.Null;
    }

    private bool IsNext(byte[] text)
    {
        Advance();
        return _json.TokenType == JsonTokenType.String && _json.ValueTextEquals(text);
    }

    private ProjectFile ReadFile(ProjectSource source)
    {
        Key(CachedForm.ProjectKey);
        var project = TextOrNull();
        var sessions = ReadSessions();
        var stages = new List<Stage>();
        Key(CachedForm.StagesKey);
        Expect(JsonTokenType.StartArray);
        while (Advance() != JsonTokenType.EndArray)
        {
            stages.Add(ReadStage(sessions));
        }

        Expect(JsonTokenType.EndObject);
        if (_json.Read() || stages.Count == 0)
        {
            throw new JsonException("text follows, or nothing preceded");
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

    private Dictionary<string, SsoSessionSetting> ReadSessions()
    {
        var sessions = new Dictionary<string, SsoSessionSetting>(StringComparer.Ordinal);
        Key(CachedForm.SessionsKey);
        Expect(JsonTokenType.StartArray);
        while (Advance() != JsonTokenType.EndArray)
        {
            Require(JsonTokenType.StartArray);
            var session = new SsoSessionSetting(Text(), Text(), Text());
            sessions.Add(session.Name, session);
            Expect(JsonTokenType.EndArray);
        }

        return sessions;
    }

    private Stage ReadStage(Dictionary<string, SsoSessionSetting> sessions)
    {
        Require(JsonTokenType.StartArray);

        // An initializer runs in the order it is written, which is the order of the array.
        var stage = new Stage
        {
            Name = Text(),
            Line = Number(),
            Column = Number(),
            Match = Texts(),
            Account = Text(),
            Region = Text(),
            Access = Access(sessions),
            PinnedAccess = Access(sessions),
            Protected = Flag(),
            MaxSession = Number() is var seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null,
            Branches = Texts(),
            Ci = Ci(),
        };
        Expect(JsonTokenType.EndArray);
        return stage;
    }

    private StageAccess Access(Dictionary<string, SsoSessionSetting> sessions)
    {
        var texts = Texts();
        return texts switch
        {
            [CachedForm.PermissionSetKind, var session, var name] => new StageAccess.PermissionSet(sessions[session], name),
            [CachedForm.RoleKind, var arn, var from] => new StageAccess.Role(arn, from),
            [CachedForm.ProfileKind, var name, ""] => new StageAccess.Profile(name),
            _ => throw new JsonException("a way in that the reader does not know"),
        };
    }

    private StageCi? Ci()
    {
        var role = TextOrNull();
        var issuer = Number();
        return role is null ? null : issuer is >= 0 and <= (int)OidcIssuer.Bitbucket
            ? new StageCi(role, (OidcIssuer)issuer)
            : throw new JsonException("an issuer that the reader does not know");
    }

    private List<string> Texts()
    {
        Expect(JsonTokenType.StartArray);
        var texts = new List<string>();
        while (Advance() != JsonTokenType.EndArray)
        {
            Require(JsonTokenType.String);
            texts.Add(_json.GetString()!);
        }

        return texts;
    }

    private void Key(string name)
    {
        if (Advance() != JsonTokenType.PropertyName || !_json.ValueTextEquals(name))
        {
            throw new JsonException("another key was expected");
        }
    }

    private string Text() => TextOrNull() ?? throw new JsonException("a text was expected");

    private string? TextOrNull()
    {
        Advance();
        return _json.GetString();
    }

    private int Number()
    {
        Advance();
        return _json.GetInt32();
    }

    private bool Flag()
    {
        Advance();
        return _json.GetBoolean();
    }

    private JsonTokenType Advance() =>
        _json.Read() ? _json.TokenType : throw new JsonException("the text ends too soon");

    private void Expect(JsonTokenType token)
    {
        Advance();
        Require(token);
    }

    private readonly void Require(JsonTokenType token)
    {
        if (_json.TokenType != token)
        {
            throw new JsonException("another value was expected");
        }
    }
}
