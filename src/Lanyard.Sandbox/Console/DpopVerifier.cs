using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Console;

/// <summary>Checks the proof of possession in a request's <c>DPoP</c> header, as RFC 9449, section 4.3, has it.</summary>
internal static class DpopVerifier
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Checks the proof.</summary>
    /// <returns>The thumbprint (RFC 7638) of the key that signed it.</returns>
    /// <exception cref="ServiceFault">There is no good proof.</exception>
    public static string Verify(CallContext call, ExpiringMap<object> seen, DateTimeOffset clientNow)
    {
        var proofs = call.Request.Headers.Where(h => h.Name.Equals("DPoP", StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).ToArray();
        if (proofs is not [var proof] || proof.Split('.') is not [var header, var payload, var signature])
        {
            throw Wrong("the request needs one DPoP header with a proof of three parts");
        }

        var (head, claims) = (Parse(header), Parse(payload));

        // The algorithm is ours to choose, never the proof's.
        if (JsonProtocol.Text(head, "typ") != "dpop+jwt" || JsonProtocol.Text(head, "alg") != "ES256")
        {
            throw Wrong("the proof is no dpop+jwt signed with ES256");
        }

        var jwk = JsonProtocol.Member(head, "jwk");
        if (JsonProtocol.Text(jwk, "kty") != "EC" || JsonProtocol.Text(jwk, "crv") != "P-256" || JsonProtocol.Member(jwk, "d") is not null
            || Coordinate(jwk, "x") is not { } x || Coordinate(jwk, "y") is not { } y)
        {
            throw Wrong("the proof's jwk is no public key on the curve P-256");
        }

        if (!IsSigned($"{header}.{payload}", Decode(signature), x, y))
        {
            throw Wrong("the proof's signature is wrong");
        }

        if (JsonProtocol.Text(claims, "htm") != call.Request.Method || !IsFor(call.Request, JsonProtocol.Text(claims, "htu")))
        {
            throw Wrong("the proof is for another request: its htm or htu is not this one's");
        }

        if (JsonProtocol.Number(claims, "iat") is not { } at || Math.Abs(at - clientNow.ToUnixTimeSeconds()) > Tolerance.TotalSeconds)
        {
            throw Wrong("the proof's iat is not within five minutes of now");
        }

        var thumbprint = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(
            $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(x)}}","y":"{{Base64Url.EncodeToString(y)}}"}""")));
        return JsonProtocol.Text(claims, "jti") is { Length: > 0 and <= 256 } id && seen.TryAdd($"{thumbprint} {id}", seen, call.Now + Tolerance + Tolerance)
            ? thumbprint
            : throw Wrong("the proof has no jti, or was used already");
    }

    private static bool IsFor(WireRequest request, string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Authority == request.Host && uri.AbsolutePath == request.Path && uri is { Query: "", Fragment: "" }
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && AwsHost.Parse(uri.Host) is null));

    private static bool IsSigned(string text, byte[]? signature, byte[] x, byte[] y)
    {
        try
        {
            using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } });
            return signature is { Length: 64 }
                && key.VerifyData(Encoding.ASCII.GetBytes(text), signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            // No point of the curve.
            return false;
        }
    }

    private static byte[]? Coordinate(JsonElement? jwk, string name) => Decode(JsonProtocol.Text(jwk, name)) is { Length: 32 } bytes ? bytes : null;

    private static JsonElement? Parse(string segment)
    {
        try
        {
            using var document = JsonDocument.Parse(Decode(segment) ?? []);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[]? Decode(string? segment) => segment is not null && Base64Url.IsValid(segment) ? Base64Url.DecodeFromChars(segment) : null;

    private static ServiceFault Wrong(string what) => new(ConsoleTokenService.InvalidRequest, 400, what);
}
