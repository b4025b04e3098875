using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.Sources;

namespace Lanyard.Credentials.SignIn;

/// <summary>
/// The cache of console sign-ins that <c>aws login</c> and the SDKs share. Fields that others wrote and we don't know stay.
/// </summary>
/// <param name="folder">The folder.</param>
public sealed class ConsoleTokenCache(string folder)
{
    private const string FolderVariable = "AWS_LOGIN_CACHE_DIRECTORY";
    private const string SharedVariable = "LANYARD_SHARED_CACHE";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const int MaxBytes = 1024 * 1024;
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Finds the cache of a machine: <c>AWS_LOGIN_CACHE_DIRECTORY</c>, else <c>~/.aws/login/cache</c>; one of Lanyard's own where
    /// <c>LANYARD_SHARED_CACHE</c> is off.
    /// </summary>
    /// <exception cref="CredentialsException">No home folder is known.</exception>
    public static ConsoleTokenCache Of(MachineState machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return new ConsoleTokenCache(FolderOf(machine) ?? throw new CredentialsException(
            ErrorCodes.SettingInvalid, "no home folder is known: HOME is not set", $"set HOME, or {FolderVariable}"));
    }

    /// <summary>Gives the file of a sign-in: the SHA-256 of its <c>login_session</c>, without blanks around it.</summary>
    public string PathOf(string session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(session.Trim()))) + ".json");
    }

    /// <summary>Reads a sign-in.</summary>
    /// <returns>The sign-in; <see langword="null"/> where nobody is signed in.</returns>
    /// <exception cref="InvalidDataException">The file can't be read, or is no sign-in; the message says which.</exception>
    public ConsoleToken? Find(string session)
    {
        var path = PathOf(session);
        byte[]? bytes;
        try
        {
            bytes = WholeFile.Read(path, MaxBytes);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path} can't be read");
        }

        return (ParseObject(bytes) is { } json ? Parse(json) : null) ?? throw new InvalidDataException($"{path} is no sign-in as `aws login` writes it");
    }

    /// <summary>Writes a sign-in with every field that SDKs need to renew it.</summary>
    /// <exception cref="CredentialsException">The file can't be written.</exception>
    public void Keep(string session, ConsoleToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        var path = PathOf(session);
        try
        {
            AtomicFile.WritePrivate(path, Merge(token, Before(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialsException(ErrorCodes.FileNotWritable, $"{path} can't be written: {e.Message}", $"make {folder} writable", inner: e);
        }
    }

    /// <summary>Removes a sign-in, once nobody is about to renew it.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="CredentialsException">The file can't be removed.</exception>
    public bool Remove(string session)
    {
        var path = PathOf(session);
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using var held = Lock(session);
            File.Delete(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialsException(ErrorCodes.FileNotWritable, $"{path} can't be removed: {e.Message}", $"make {folder} writable", inner: e);
        }
    }

    /// <summary>Waits until no other process of ours renews this sign-in.</summary>
    /// <exception cref="IOException">The lock can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The lock can't be made.</exception>
    internal FileLock? Lock(string session) => FileLock.TryAcquire(PathOf(session) + ".lock", LockPatience);

    /// <summary>As <see cref="Lock"/>, without a thread that sleeps.</summary>
    internal Task<FileLock?> LockAsync(string session, CancellationToken cancellationToken) =>
        FileLock.AcquireAsync(PathOf(session) + ".lock", waited => waited < LockPatience, cancellationToken);

    private static string? FolderOf(MachineState machine) => machine.Variable(SharedVariable) == "off"
        ? Path.Combine(LanyardFolders.From(machine.Environment, OperatingSystem.IsWindows()).Cache, "aws", "login", "cache")
        : machine.Variable(FolderVariable) is not { } folder
        ? machine.Home is { } home ? Path.Combine(home, ".aws", "login", "cache") : null
        : folder == "~" || folder.StartsWith("~/", StringComparison.Ordinal) ? machine.Home is { } own ? own + folder[1..] : null
        : folder;

    // What can't be read holds nothing to keep.
    private static JsonElement? Before(string path)
    {
        try
        {
            return ParseObject(WholeFile.Read(path, MaxBytes));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static JsonElement? ParseObject(ReadOnlyMemory<byte>? bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes ?? default);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ConsoleToken? Parse(JsonElement json) =>
        JsonProtocol.Member(json, "accessToken") is { } token
        && Text(token, "accessKeyId") is { } id && Text(token, "secretAccessKey") is { } secret && Text(token, "sessionToken") is { } session
        && Text(token, "accountId") is { } account
        && DateTimeOffset.TryParse(Text(token, "expiresAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
            ? new ConsoleToken(
                new AwsCredentials(id, new Secret(secret), new Secret(session), end, account),
                Text(json, "clientId"), Secret.FromOptional(Text(json, "refreshToken")), Secret.FromOptional(Text(json, "dpopKey")))
            {
                TokenType = Text(json, "tokenType"),
                IdToken = Secret.FromOptional(Text(json, "idToken")),
                Region = Text(json, "signInRegion"),
            }
            : null;

    private static byte[] Merge(ConsoleToken token, JsonElement? before)
    {
        try
        {
            return Write(token, before);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // A text in it is no valid Unicode, and can't be written again.
            return Write(token, null);
        }
    }

    private static byte[] Write(ConsoleToken token, JsonElement? before) => JsonProtocol.Object(json =>
    {
        var keys = token.Credentials;
        json.WriteStartObject("accessToken");
        WriteOurs(json, JsonProtocol.Member(before, "accessToken"),
            ("accessKeyId", keys.AccessKeyId), ("secretAccessKey", keys.SecretAccessKey.Reveal()), ("sessionToken", keys.SessionToken?.Reveal()),
            ("accountId", keys.AccountId), ("expiresAt", keys.Expiration?.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)));
        json.WriteEndObject();
        WriteOurs(json, before,
            ("accessToken", ""), ("tokenType", token.TokenType), ("clientId", token.ClientId), ("refreshToken", token.RefreshToken?.Reveal()),
            ("idToken", token.IdToken?.Reveal()), ("dpopKey", token.Key?.Reveal()), ("signInRegion", token.Region));
    });

    // Ours that are set, then what else was there; an empty one of ours stands there already.
    private static void WriteOurs(Utf8JsonWriter json, JsonElement? before, params (string Name, string? Value)[] ours)
    {
        foreach (var (name, value) in ours)
        {
            if (!string.IsNullOrEmpty(value))
            {
                json.WriteString(name, value);
            }
        }

        foreach (var other in before is { ValueKind: JsonValueKind.Object } some ? some.EnumerateObject() : default)
        {
            if (!Array.Exists(ours, o => o.Name == other.Name && o.Value is not null))
            {
                other.WriteTo(json);
            }
        }
    }

    private static string? Text(JsonElement json, string name) => JsonProtocol.Text(json, name) is { Length: > 0 } text ? text : null;
}
