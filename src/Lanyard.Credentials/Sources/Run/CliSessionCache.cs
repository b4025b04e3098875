using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.Sessions;
using Lanyard.Credentials.SignIn;
using Lanyard.Credentials.Sources.Dialects.Botocore;

namespace Lanyard.Credentials.Sources.Run;

/// <summary>
/// The sessions that the AWS CLI keeps, <c>~/.aws/cli/cache</c>: those of permission sets and of roles. What it fetched needn't be
/// fetched again, nor a code typed again, and the other way round.
/// </summary>
/// <remarks>
/// The CLI names a session after the role alone: not after who assumed it, nor where. So it is taken only where nobody else can have
/// been meant: no endpoint is set, no other profile assumes the same role, and neither the sign-in nor a shared file changed since.
/// </remarks>
/// <param name="awsFolder">The <c>.aws</c> folder.</param>
/// <param name="tokens">The sign-ins, whose files say since when they are.</param>
/// <param name="time">The clock.</param>
public sealed class CliSessionCache(string awsFolder, SsoTokenCache tokens, TimeProvider time)
{
    private const int MaxBytes = 1024 * 1024;
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(15);
    private readonly string _folder = Path.Combine(awsFolder, "cli", "cache");

    /// <summary>Finds what the CLI has for a source.</summary>
    /// <returns>The session; <see langword="null"/> where there is none that is good for a quarter of an hour, and surely meant.</returns>
    public FetchedSession? Find(Source source, MachineState machine, EndpointSettings endpoints)
    {
        ArgumentNullException.ThrowIfNull(machine);
        if (PathOf(source, endpoints) is not { } path || !File.Exists(path) || !IsMeant(source, machine, path))
        {
            return null;
        }

        try
        {
            return WholeFile.Read(path, MaxBytes) is { } bytes && Parse(bytes, source) is { } credentials && credentials.Expiration - time.GetUtcNow() > Enough
                ? new FetchedSession(credentials, SignInOf(source) is { } signIn ? FileStamp.Of(tokens.PathOf(signIn)) : null)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Keeps a session where the CLI finds it. That it can't be kept only costs the CLI a call.</summary>
    public void Keep(Source source, EndpointSettings endpoints, AwsCredentials credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        if (credentials is not { Expiration: { } end, SessionToken: { } token } || PathOf(source, endpoints) is not { } path)
        {
            return;
        }

        var session = ReadObject(path) ?? [];
        var isSso = source is Source.SsoRole;
        session.Remove("AssumedRoleUser");
        if (isSso)
        {
            session["ProviderType"] = "sso";
        }

        session["Credentials"] = new JsonObject
        {
            ["AccessKeyId"] = credentials.AccessKeyId,
            ["SecretAccessKey"] = credentials.SecretAccessKey.Reveal(),
            ["SessionToken"] = token.Reveal(),
            ["Expiration"] = end.UtcDateTime.ToString(isSso ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss'UTC'", CultureInfo.InvariantCulture),
            ["AccountId"] = credentials.AccountId,
        };
        try
        {
            AtomicFile.WritePrivate(path, JsonProtocol.Object(json =>
            {
                foreach (var (name, value) in session)
                {
                    json.WritePropertyName(name);
                    if (value is null)
                    {
                        json.WriteNullValue();
                    }
                    else
                    {
                        value.WriteTo(json);
                    }
                }
            }));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A read-only home or a full disk.
        }
    }

    /// <summary>Removes what is kept for a source.</summary>
    /// <returns>Until when its keys would have been good; <see langword="null"/> where there were none.</returns>
    public DateTimeOffset? Remove(Source source, EndpointSettings endpoints)
    {
        if (PathOf(source, endpoints) is not { } path || !File.Exists(path))
        {
            return null;
        }

        DateTimeOffset? end = null;
        try
        {
            end = WholeFile.Read(path, MaxBytes) is { } bytes ? Parse(bytes, source)?.Expiration : null;
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or FormatException)
        {
            // What can't be read or removed isn't ours to complain of: it ends by itself.
        }

        return end > time.GetUtcNow() ? end : null;
    }

    private string? PathOf(Source source, EndpointSettings endpoints)
    {
        if (endpoints is not { ForAll: null, ByService.Count: 0 })
        {
            return null;
        }

        var name = source switch
        {
            Source.SsoRole sso => NameOf(sso),
            // What stands on a code that was made of a seed is not for a protected stage, which would find it there.
            Source.AssumeRole { MfaCodes.Way: MfaCodeWay.Seed } or Source.AssumeRole { From: Source.MfaSession { Codes.Way: MfaCodeWay.Seed } } => null,
            Source.AssumeRole { Policies: null, SourceIdentity: null } role when role.Hops()[0] is Source.SsoRole or Source.StaticKeys => new StsCall(role.RoleArn)
            {
                SessionName = role.RoleSessionName,
                ExternalId = role.ExternalId,
                Seconds = role.DurationSeconds,
                MfaSerial = role.MfaSerial ?? (role.From as Source.MfaSession)?.SerialNumber,
            }.CacheKey(),
            _ => null,
        };
        return name is null ? null : Path.Combine(_folder, name + ".json");
    }

    private static string NameOf(Source.SsoRole sso)
    {
        var (name, value) = sso.SignIn.SessionName is { Length: > 0 } session ? ("sessionName", session) : ("startUrl", sso.SignIn.StartUrl);
        return StsCall.KeyOf($"{{\"accountId\":{StsCall.PythonJson(sso.AccountId)},\"roleName\":{StsCall.PythonJson(sso.RoleName)},\"{name}\":{StsCall.PythonJson(value)}}}");
    }

    private bool IsMeant(Source source, MachineState machine, string path)
    {
        var written = File.GetLastWriteTimeUtc(path);
        if (SignInOf(source) is { } signIn && IsYounger(tokens.PathOf(signIn)))
        {
            return false;
        }

        return source is not Source.AssumeRole role
            || (!IsYounger(machine.Files.Config.Path) && !IsYounger(machine.Files.Credentials.Path)
                && machine.Files.Profiles.Values.Count(p => p.Get("role_arn") == role.RoleArn) == 1);

        bool IsYounger(string other) => other.Length > 0 && File.GetLastWriteTimeUtc(other) > written;
    }

    private static SsoSignIn? SignInOf(Source source) => source.Hops().OfType<Source.SsoRole>().FirstOrDefault()?.SignIn;

    private static JsonObject? ReadObject(string path)
    {
        try
        {
            return File.Exists(path) && WholeFile.Read(path, MaxBytes) is { } bytes ? JsonNode.Parse(bytes) as JsonObject : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static AwsCredentials? Parse(byte[] bytes, Source source)
    {
        using var document = JsonDocument.Parse(bytes);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("Credentials", out var keys) || keys.ValueKind != JsonValueKind.Object
            || Text(keys, "AccessKeyId") is not { } id || Text(keys, "SecretAccessKey") is not { } secret || Text(keys, "SessionToken") is not { } token
            || Text(keys, "Expiration") is not { } end)
        {
            return null;
        }

        var account = source switch
        {
            Source.SsoRole sso => sso.AccountId,
            Source.AssumeRole role => role.RoleArn.Split(':') is [_, _, _, _, var of, ..] ? of : null,
            _ => null,
        };
        if (end.EndsWith("UTC", StringComparison.Ordinal))
        {
            end = end[..^3] + "Z";
        }

        return (Text(keys, "AccountId") ?? account) == account
            ? new AwsCredentials(id, new Secret(secret), new Secret(token), DateTimeOffset.Parse(end, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), account)
            : null;
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
