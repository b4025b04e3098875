using System.Text.Json;

namespace Lanyard.Credentials.Sources;

/// <summary>
/// Writes a source as JSON and reads it back. One form serves the session key and the plans that <c>exec</c> leaves for its
/// child; it holds no secret, since a source holds none.
/// </summary>
public static class SourceJson
{
    /// <summary>Writes a source as an object.</summary>
    public static void Write(Utf8JsonWriter json, Source source)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(source);
        json.WriteStartObject();
        json.WriteString("source", source.Kind);
        switch (source)
        {
            case Source.Environment keys:
                json.WriteString("accessKeyId", keys.AccessKeyId);
                break;
            case Source.StaticKeys keys:
                json.WriteString("profile", keys.Profile);
                json.WriteString("file", keys.File);
                json.WriteString("accessKeyId", keys.AccessKeyId);
                break;
            case Source.AssumeRole role:
                json.WriteString("roleArn", role.RoleArn);
                WriteOptional(json, "roleSessionName", role.RoleSessionName);
                WriteOptional(json, "externalId", role.ExternalId);
                WriteOptional(json, "mfaSerial", role.MfaSerial);
                if (role.DurationSeconds is { } seconds)
                {
                    json.WriteNumber("durationSeconds", seconds);
                }

                json.WritePropertyName("from");
                Write(json, role.From);
                break;
            case Source.WebIdentity web:
                json.WriteString("roleArn", web.RoleArn);
                json.WriteString("tokenFile", web.TokenFile);
                WriteOptional(json, "roleSessionName", web.RoleSessionName);
                break;
            case Source.SsoRole sso:
                WriteOptional(json, "session", sso.SignIn.SessionName);
                json.WriteString("startUrl", sso.SignIn.StartUrl);
                json.WriteString("ssoRegion", sso.SignIn.Region);
                json.WriteString("scopes", sso.SignIn.Scopes);
                json.WriteString("accountId", sso.AccountId);
                json.WriteString("roleName", sso.RoleName);
                break;
            case Source.Process process:
                json.WriteString("profile", process.Profile);
                json.WriteString("commandLine", process.CommandLine);
                break;
            case Source.Container container:
                json.WriteString("url", container.Url.OriginalString);
                WriteOptional(json, "tokenVariable", container.TokenVariable);
                break;
            default:
                throw new InvalidOperationException($"no JSON form for {source.Kind}");
        }

        json.WriteEndObject();
    }

    /// <summary>Reads a source back.</summary>
    /// <exception cref="JsonException">The element is no source that <see cref="Write"/> wrote.</exception>
    public static Source Read(JsonElement element) => Need(element, "source") switch
    {
        "environment" => new Source.Environment(Need(element, "accessKeyId")),
        "static" => new Source.StaticKeys(Need(element, "profile"), Need(element, "file"), Need(element, "accessKeyId")),
        "assumeRole" => new Source.AssumeRole(Need(element, "roleArn"), Read(element.GetProperty("from")))
        {
            RoleSessionName = Optional(element, "roleSessionName"),
            ExternalId = Optional(element, "externalId"),
            MfaSerial = Optional(element, "mfaSerial"),
            DurationSeconds = element.TryGetProperty("durationSeconds", out var seconds) ? seconds.GetInt32() : null,
        },
        "webIdentity" => new Source.WebIdentity(Need(element, "roleArn"), Need(element, "tokenFile"), Optional(element, "roleSessionName")),
        "sso" => new Source.SsoRole(
            new SsoSignIn(Optional(element, "session"), Need(element, "startUrl"), Need(element, "ssoRegion"), Need(element, "scopes")),
            Need(element, "accountId"), Need(element, "roleName")),
        "process" => new Source.Process(Need(element, "profile"), Need(element, "commandLine")),
        "container" => new Source.Container(new Uri(Need(element, "url")), Optional(element, "tokenVariable")),
        var other => throw new JsonException($"unknown source `{other}`"),
    };

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static string Need(JsonElement element, string name) =>
        Optional(element, name) ?? throw new JsonException($"the source lacks `{name}`");

    private static string? Optional(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
