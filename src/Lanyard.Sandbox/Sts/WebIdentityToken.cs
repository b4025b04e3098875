using System.Buffers.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Sandbox.Routing;

namespace Lanyard.Sandbox.Sts;

/// <summary>A web identity token taken apart, before anybody vouches for what it says.</summary>
/// <param name="Header">The header.</param>
/// <param name="Claims">The claims.</param>
/// <param name="Signed">The text that the signature is of.</param>
/// <param name="Signature">The signature.</param>
internal sealed record WebIdentityToken(JsonElement Header, JsonElement Claims, string Signed, byte[] Signature)
{
    // "OIDC federation", IAM User Guide: five minutes beyond the expiry, for clocks that differ.
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(5);

    public string Issuer => Required("iss");

    public string Subject => Required("sub");

    /// <summary>Gets the audiences, of which one is usual.</summary>
    public IReadOnlyList<string> Audiences => Texts("aud") is { Count: > 0 } all ? all : throw Missing("aud");

    /// <summary>Gets the party that the token was made for, where it isn't the audience.</summary>
    public string? AuthorizedParty => JsonProtocol.Text(Claims, "azp") is { Length: > 0 } party ? party : null;

    /// <summary>Takes a token apart.</summary>
    /// <exception cref="ServiceFault">It is no token; the message never repeats it.</exception>
    public static WebIdentityToken Parse(string token) =>
        token.Split('.') is [var header, var payload, var signature] && Read(header) is { } head && Read(payload) is { } claims && Decode(signature) is { } signed
            ? new WebIdentityToken(head, claims, $"{header}.{payload}", signed)
            : throw Invalid("The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");

    /// <summary>Checks that the token is good at a moment.</summary>
    /// <exception cref="ServiceFault">It isn't yet, or not any more.</exception>
    public void RequireCurrent(DateTimeOffset now)
    {
        var (end, issued, start) = (Moment("exp") ?? throw Missing("exp"), Moment("iat") ?? throw Missing("iat"), Moment("nbf"));
        if (end + Leeway <= now)
        {
            throw new ServiceFault(
                "ExpiredTokenException", 400, $"Token expired: current date/time {now.ToUnixTimeSeconds()} must be before the expiration date/time {end.ToUnixTimeSeconds()}");
        }

        if (issued - Leeway > now || start - Leeway > now)
        {
            throw Invalid("The ID Token provided is not valid yet.");
        }
    }

    /// <summary>Gets a claim that is a text or a list of texts; none where it is left out.</summary>
    public IReadOnlyList<string> Texts(string name) => Texts(JsonProtocol.Member(Claims, name));

    /// <summary>Gives the texts of a member that is a text or a list of texts.</summary>
    public static IReadOnlyList<string> Texts(JsonElement? member) => member switch
    {
        { ValueKind: JsonValueKind.String } text => [text.GetString()!],
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(i => i.ValueKind == JsonValueKind.String) => [.. list.EnumerateArray().Select(i => i.GetString()!)],
        _ => [],
    };

    public static ServiceFault Invalid(string message) => new("InvalidIdentityToken", 400, message);

    private static ServiceFault Missing(string claim) => Invalid($"Missing a required claim: {claim}");

    private string Required(string name) => JsonProtocol.Text(Claims, name) is { Length: > 0 } value ? value : throw Missing(name);

    private DateTimeOffset? Moment(string name) => JsonProtocol.Number(Claims, name) is >= 0 and <= 253_402_300_799 and var seconds
        ? DateTimeOffset.FromUnixTimeSeconds(seconds)
        : null;

    private static JsonElement? Read(string segment)
    {
        if (Decode(segment) is not { } bytes)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            JsonStrings.ReadAll(document.RootElement);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static byte[]? Decode(string segment)
    {
        if (!Base64Url.IsValid(segment))
        {
            return null;
        }

        return Base64Url.DecodeFromChars(segment);
    }
}
