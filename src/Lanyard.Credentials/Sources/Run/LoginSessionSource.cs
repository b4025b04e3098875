using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials.Files;

namespace Lanyard.Credentials.Sources.Run;

/// <summary>
/// Reads the credentials of a console sign-in from the cache that <c>aws login</c> and the SDKs share: a file named after the
/// <c>login_session</c>, in <c>AWS_LOGIN_CACHE_DIRECTORY</c> or <c>~/.aws/login/cache</c>.
/// </summary>
internal static class LoginSessionSource
{
    private const string FolderVariable = "AWS_LOGIN_CACHE_DIRECTORY";
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Gives the cached credentials.</summary>
    /// <exception cref="CredentialsException">Nobody is signed in, the credentials have ended, or the file can't be read.</exception>
    public static AwsCredentials Read(Source.LoginSession source, MachineState machine, DateTimeOffset now)
    {
        var path = PathOf(source, machine);
        byte[]? bytes;
        try
        {
            bytes = WholeFile.Read(path, MaxBytes);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Failed(ErrorCodes.LoginSessionMissing, source, $"nobody is signed in to it: there is no {path}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(ErrorCodes.LoginSessionInvalid, source, $"{path} can't be read");
        }

        var credentials = (bytes is null ? null : Parse(bytes)) ?? throw Failed(
            ErrorCodes.LoginSessionInvalid, source, $"{path} is no sign-in as `aws login` writes it");
        return credentials.Expiration > now
            ? credentials
            : throw Failed(
                ErrorCodes.LoginSessionExpired, source,
                string.Create(CultureInfo.InvariantCulture, $"its credentials in {path} ended at {credentials.Expiration!.Value.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"));
    }

    private static string PathOf(Source.LoginSession source, MachineState machine)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source.Session.Trim()))) + ".json";
        return Path.Combine(Folder(machine) ?? throw new CredentialsException(
            ErrorCodes.SettingInvalid, "no home folder is known: HOME is not set", $"set HOME, or {FolderVariable}", profile: source.Profile), name);
    }

    private static string? Folder(MachineState machine) => machine.Variable(FolderVariable) is not { } folder
        ? machine.Home is { } home ? Path.Combine(home, ".aws", "login", "cache") : null
        : folder == "~" || folder.StartsWith("~/", StringComparison.Ordinal) ? machine.Home is { } own ? own + folder[1..] : null
        : folder;

    private static AwsCredentials? Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("accessToken", out var token)
                && token.ValueKind == JsonValueKind.Object
                && Text(token, "accessKeyId") is { } id && Text(token, "secretAccessKey") is { } secret && Text(token, "sessionToken") is { } session
                && Text(token, "accountId") is { } account
                && DateTimeOffset.TryParse(Text(token, "expiresAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
                    ? new AwsCredentials(id, new Secret(secret), new Secret(session), end, account)
                    : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static CredentialsException Failed(string code, Source.LoginSession source, string what) => new(
        code, $"the profile `{source.Profile}`{(source.Origin is { } origin ? $" ({origin})" : "")} uses the console sign-in {source.Session}, and {what}",
        $"aws login --profile {source.Profile}", FailureKind.PersonMustAct, source.Profile);
}
