using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>What <c>fromLoginCredentials</c> of the AWS SDK for JavaScript v3 makes of a profile: a console sign-in, or an error that ends the chain.</summary>
internal static class JavaScriptV3Login
{
    private static readonly string[] Needed = ["accessToken", "clientId", "refreshToken", "dpopKey"];

    /// <summary>Follows a profile with a <c>login_session</c>.</summary>
    /// <returns>The answer; null where it has none.</returns>
    public static JavaScriptAnswer? Find(DialectMachine machine, JavaScriptProfile profile)
    {
        if (profile.Get("login_session") is not { } session)
        {
            return null;
        }

        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(session))) + ".json";
        var folder = machine.SetVariable("AWS_LOGIN_CACHE_DIRECTORY");
        var path = folder is null ? JavaScript.InHome(machine, ".aws", "login", "cache", name) : string.Join(machine.IsWindows ? '\\' : '/', folder, name);
        var file = machine.Open(path);
        var problem = JavaScript.WhyUnreadable(file.State, path) is { } unreadable ? $"Error: {unreadable}" : WhyNoToken(file.Text.Bytes);
        return problem is null
            ? JavaScriptAnswer.Use(new Source.LoginSession(profile.Name, session) { Origin = profile.Origin("login_session"), EndsWhenRefused = true })
            : JavaScriptAnswer.Fail($"CredentialsProviderError: Failed to load token from {path}: {problem}", profile.Origin("login_session"));
    }

    private static string? WhyNoToken(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            var token = document.RootElement;
            string[] missing =
            [
                .. Needed.Where(key => !Has(token, key)),
                .. Has(token, "accessToken") && Has(token.GetProperty("accessToken"), "accountId") ? Array.Empty<string>() : ["accountId"],
            ];
            return missing.Length == 0 ? null : $"CredentialsProviderError: Token validation failed, missing fields: {string.Join(", ", missing)}";
        }
        catch (JsonException)
        {
            return "SyntaxError: it is not JSON";
        }
    }

    private static bool Has(JsonElement json, string key) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(key, out var value)
        && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False) && !(value.ValueKind == JsonValueKind.String && value.ValueEquals(""));
}
