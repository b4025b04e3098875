using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.Sources;

namespace Lanyard.Credentials.SignIn;

/// <summary>
/// The token cache that the AWS CLI and every SDK share, <c>~/.aws/sso/cache</c>. Fields that others wrote and we don't know stay.
/// </summary>
/// <param name="awsFolder">The <c>.aws</c> folder.</param>
public sealed class SsoTokenCache(string awsFolder)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private readonly string _folder = Path.Combine(awsFolder, "sso", "cache");

    /// <summary>Gives the token's file: the SHA-1 of the session's name, or of the start URL in the legacy form.</summary>
    public string PathOf(SsoSignIn signIn)
    {
        ArgumentNullException.ThrowIfNull(signIn);
        return Path.Combine(_folder, NameOf(signIn.CacheKey));
    }

    /// <summary>Reads the token.</summary>
    /// <param name="signIn">The sign-in.</param>
    /// <param name="anyTime">Whether a token counts, and a client, that ends at no time that can be read.</param>
    /// <returns>The token; <see langword="null"/> where nobody is signed in.</returns>
    /// <exception cref="CredentialsException">The file can't be read, or is no token.</exception>
    public SsoToken? Find(SsoSignIn signIn, bool anyTime = false)
    {
        var path = PathOf(signIn);
        try
        {
            return ReadObject(path) is { } json ? ParseToken(json, path, anyTime) : null;
        }
        catch (InvalidOperationException)
        {
            throw Invalid(path, "a text in it is not valid Unicode");
        }
    }

    /// <summary>Writes a token with every field that SDKs need to renew it.</summary>
    /// <exception cref="CredentialsException">The file can't be written.</exception>
    public void Keep(SsoSignIn signIn, SsoToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        Write(PathOf(signIn), json =>
        {
            json.WriteString("startUrl", token.StartUrl);
            json.WriteString("region", token.Region);
            json.WriteString("accessToken", token.AccessToken.Reveal());
            json.WriteString("expiresAt", Format(token.ExpiresAt));
            if (token.Registration is { } client)
            {
                json.WriteString("clientId", client.ClientId);
                json.WriteString("clientSecret", client.ClientSecret.Reveal());
                json.WriteString("registrationExpiresAt", Format(client.ExpiresAt));
            }

            if (token.RefreshToken is { } refresh)
            {
                json.WriteString("refreshToken", refresh.Reveal());
            }
        }, ["startUrl", "region", "accessToken", "expiresAt", "clientId", "clientSecret", "registrationExpiresAt", "refreshToken"]);
    }

    /// <summary>Removes the token.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="CredentialsException">The file can't be removed.</exception>
    public bool Remove(SsoSignIn signIn)
    {
        var path = PathOf(signIn);
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialsException(ErrorCodes.FileNotWritable, $"{path} can't be removed: {e.Message}", $"make {Path.GetDirectoryName(path)} writable");
        }
    }

    /// <summary>Finds a client registered for this sign-in, under the name that the AWS CLI gives its own.</summary>
    /// <returns>The registration; <see langword="null"/> where there is none that is good for a while yet and for these grants.</returns>
    public OidcClientRegistration? FindRegistration(SsoSignIn signIn, Uri endpoint, IReadOnlyList<string> grantTypes, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(grantTypes);
        try
        {
            if (ReadObject(RegistrationPath(signIn, endpoint)) is not { } json
                || Text(json, "clientId") is not { Length: > 0 } id || Text(json, "clientSecret") is not { Length: > 0 } secret
                || !TryParseTime(Text(json, "expiresAt"), out var expires) || expires < now + TimeSpan.FromMinutes(15))
            {
                return null;
            }

            // A file without grant types is from a client that could only do device codes.
            var grants = json.TryGetProperty("grantTypes", out var list) && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray().Select(g => g.ToString()).ToArray()
                : [OidcGrant.DeviceCodeType];
            return grantTypes.All(g => grants.Contains(g, StringComparer.Ordinal)) ? new OidcClientRegistration(id, new Secret(secret), expires) : null;
        }
        catch (Exception e) when (e is CredentialsException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Keeps a registration for the next sign-in.</summary>
    /// <exception cref="CredentialsException">The file can't be written.</exception>
    public void KeepRegistration(SsoSignIn signIn, Uri endpoint, OidcClientRegistration registration, IReadOnlyList<string> grantTypes)
    {
        ArgumentNullException.ThrowIfNull(signIn);
        ArgumentNullException.ThrowIfNull(registration);
        Write(RegistrationPath(signIn, endpoint), json =>
        {
            json.WriteString("clientId", registration.ClientId);
            json.WriteString("clientSecret", registration.ClientSecret.Reveal());
            json.WriteString("expiresAt", Format(registration.ExpiresAt));
            WriteArray(json, "scopes", signIn.Scopes.Split(' '));
            WriteArray(json, "grantTypes", grantTypes);
        }, ["clientId", "clientSecret", "expiresAt", "scopes", "grantTypes"]);
    }

    /// <summary>Forgets a registration that AWS no longer knows.</summary>
    public void ForgetRegistration(SsoSignIn signIn, Uri endpoint)
    {
        var path = RegistrationPath(signIn, endpoint);
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    /// <summary>
    /// Gets the registration's file: the SHA-1 of a JSON object with sorted keys and a blank behind each colon and comma, byte
    /// for byte as botocore writes it. Ours says another tool, so that neither takes the other's client, and names the endpoint:
    /// a client of one sandbox is unknown to the next.
    /// </summary>
    /// <param name="signIn">The sign-in.</param>
    /// <param name="endpoint">The OIDC endpoint; null for the name that botocore gives.</param>
    /// <param name="tool">Who registered.</param>
    public string RegistrationPath(SsoSignIn signIn, Uri? endpoint, string tool = "lanyard")
    {
        ArgumentNullException.ThrowIfNull(signIn);
        var scopes = string.Join(", ", signIn.Scopes.Split(' ').Select(Quote));
        var where = endpoint is null ? "" : $"\"endpoint\": {Quote(endpoint.OriginalString)}, ";
        var text = $$"""{{{where}}"region": {{Quote(signIn.Region)}}, "scopes": [{{scopes}}], "session_name": {{(signIn.SessionName is { } name ? Quote(name) : "null")}}, "startUrl": {{Quote(signIn.StartUrl)}}, "tool": {{Quote(tool)}}}""";
        return Path.Combine(_folder, NameOf(text));
    }

    private static SsoToken ParseToken(JsonElement json, string path, bool anyTime)
    {
        if (Text(json, "accessToken") is not { Length: > 0 } token || (!TryParseTime(Text(json, "expiresAt"), out var expires) && !anyTime))
        {
            throw Invalid(path, "it has no accessToken, or no expiresAt that is a time");
        }

        var registration = Text(json, "clientId") is { Length: > 0 } id && Text(json, "clientSecret") is { Length: > 0 } secret
            && (TryParseTime(Text(json, "registrationExpiresAt"), out var until) || anyTime)
                ? new OidcClientRegistration(id, new Secret(secret), until)
                : null;
        return new SsoToken(
            Text(json, "startUrl") ?? "", Text(json, "region") ?? "", new Secret(token), expires, Secret.FromOptional(Text(json, "refreshToken")), registration);
    }

    private static JsonElement? ReadObject(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw Invalid(path, "it is no JSON object");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException)
        {
            throw Invalid(path, "it is not JSON");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Invalid(path, e.Message);
        }
    }

    private static void Write(string path, Action<Utf8JsonWriter> writeOurs, string[] ours)
    {
        byte[] content;
        try
        {
            content = Merge(writeOurs, ours, ReadObject(path));
        }
        catch (Exception e) when (e is CredentialsException or InvalidOperationException or ArgumentException)
        {
            // What can't be read holds nothing to keep.
            content = Merge(writeOurs, ours, null);
        }

        try
        {
            AtomicFile.WritePrivate(path, content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialsException(ErrorCodes.FileNotWritable, $"{path} can't be written: {e.Message}", $"make {Path.GetDirectoryName(path)} writable");
        }
    }

    private static byte[] Merge(Action<Utf8JsonWriter> writeOurs, string[] ours, JsonElement? before) => JsonProtocol.Object(json =>
    {
        writeOurs(json);
        foreach (var other in before?.EnumerateObject().Where(p => !ours.Contains(p.Name, StringComparer.Ordinal)) ?? [])
        {
            other.WriteTo(json);
        }
    });

    private static void WriteArray(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static CredentialsException Invalid(string path, string why) => new(
        ErrorCodes.SsoTokenInvalid, $"the cached sign-in {path} can't be used: {why}", "lanyard login", FailureKind.PersonMustAct);

    // The cache's naming rule is SHA-1; nothing is protected by it.
#pragma warning disable CA5350
    private static string NameOf(string key) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(key))) + ".json";
#pragma warning restore CA5350

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    // Old AWS CLIs wrote "…UTC", the JavaScript SDK writes milliseconds.
    private static bool TryParseTime(string? text, out DateTimeOffset time)
    {
        if (text is not null && text.EndsWith("UTC", StringComparison.Ordinal))
        {
            text = text[..^3] + "Z";
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }
}
