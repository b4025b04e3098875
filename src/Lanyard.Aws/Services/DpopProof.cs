using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Lanyard.Aws.Protocols;

namespace Lanyard.Aws.Services;

/// <summary>
/// The proof that who sends a request holds the key that its tokens are bound to (DPoP, RFC 9449): a token for this one request,
/// signed with ES256.
/// </summary>
public static class DpopProof
{
    /// <summary>Makes the value of the <c>DPoP</c> header.</summary>
    /// <param name="key">The private key, on the curve P-256.</param>
    /// <param name="method">The request's method.</param>
    /// <param name="url">The request's address, without query.</param>
    /// <param name="now">The time; servers take a proof for a short while only.</param>
    /// <param name="id">What tells this proof from every other of the key.</param>
    public static string Create(ECDsa key, string method, string url, DateTimeOffset now, string id)
    {
        ArgumentNullException.ThrowIfNull(key);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var header = Base64Url.EncodeToString(JsonProtocol.Object(json =>
        {
            json.WriteString("typ", "dpop+jwt");
            json.WriteString("alg", "ES256");
            json.WriteStartObject("jwk");
            json.WriteString("kty", "EC");
            json.WriteString("crv", "P-256");
            json.WriteString("x", Base64Url.EncodeToString(point.X));
            json.WriteString("y", Base64Url.EncodeToString(point.Y));
            json.WriteEndObject();
        }));
        var payload = Base64Url.EncodeToString(JsonProtocol.Object(json =>
        {
            json.WriteString("jti", id);
            json.WriteString("htm", method);
            json.WriteString("htu", url);
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
        }));
        var signed = $"{header}.{payload}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }
}
