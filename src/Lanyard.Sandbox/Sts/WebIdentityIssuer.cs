using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;

namespace Lanyard.Sandbox.Sts;

/// <summary>What a good web identity token claims.</summary>
internal sealed record WebIdentityClaims(string Subject, string Audience);

/// <summary>The sandbox's own OpenID Connect provider: makes web identity tokens (RS256) and checks them with the same key.</summary>
/// <param name="issuer">Its <c>iss</c> claim.</param>
/// <param name="makeKey">Makes its key.</param>
internal sealed class WebIdentityIssuer(Uri issuer, Func<RSA> makeKey) : IDisposable
{
    // A key takes a tenth of a second to make; most sandboxes never need it.
    private readonly Lazy<RSA> _key = new(makeKey);
    private readonly Lock _gate = new();

    public Secret Issue(string subject, string audience, DateTimeOffset now, TimeSpan lifetime)
    {
        var header = Segment(json =>
        {
            json.WriteString("typ", "JWT");
            json.WriteString("alg", "RS256");
            json.WriteString("kid", "sandbox");
        });
        var payload = Segment(json =>
        {
            json.WriteString("iss", issuer.OriginalString);
            json.WriteString("sub", subject);
            json.WriteString("aud", audience);
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", (now + lifetime).ToUnixTimeSeconds());
        });
        lock (_gate)
        {
            var signature = _key.Value.SignData(Encoding.ASCII.GetBytes($"{header}.{payload}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            return new Secret($"{header}.{payload}.{Base64Url.EncodeToString(signature)}");
        }
    }

    /// <summary>Checks a token's signature, issuer and time; the audience is for the caller to judge.</summary>
    /// <exception cref="ServiceFault">The token isn't good; the message never repeats it.</exception>
    public WebIdentityClaims Verify(string token, DateTimeOffset now)
    {
        if (token.Split('.') is not [var header, var payload, var signature]
            || Parse(header) is not { } head || Parse(payload) is not { } claims || Decode(signature) is not { } signed)
        {
            throw Invalid("The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");
        }

        if (JsonProtocol.Text(claims, "iss") != issuer.OriginalString)
        {
            throw Invalid("No OpenIDConnect provider found in your account for the token's issuer");
        }

        // The algorithm is ours to choose, never the token's: "none" or HMAC with the public key would else pass.
        if (JsonProtocol.Text(head, "alg") != "RS256" || !IsSigned($"{header}.{payload}", signed))
        {
            throw Invalid("Invalid signature of the identity token");
        }

        if (JsonProtocol.Text(claims, "sub") is not { Length: > 0 } subject || JsonProtocol.Text(claims, "aud") is not { Length: > 0 } audience
            || JsonProtocol.Number(claims, "exp") is not { } end)
        {
            throw Invalid("The identity token lacks one of the claims sub, aud and exp");
        }

        return end <= now.ToUnixTimeSeconds()
            ? throw new ServiceFault("ExpiredTokenException", 400, $"Token expired: current date/time {now.ToUnixTimeSeconds()} must be before the expiration date/time {end}")
            : new WebIdentityClaims(subject, audience);
    }

    public static ServiceFault Invalid(string message) => new("InvalidIdentityToken", 400, message);

    public void Dispose()
    {
        if (_key.IsValueCreated)
        {
            _key.Value.Dispose();
        }
    }

    private bool IsSigned(string text, byte[] signature)
    {
        lock (_gate)
        {
            return _key.Value.VerifyData(Encoding.UTF8.GetBytes(text), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    private static string Segment(Action<Utf8JsonWriter> write) => Base64Url.EncodeToString(JsonProtocol.Object(write));

    private static JsonElement? Parse(string segment)
    {
        if (Decode(segment) is not { } bytes)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
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
