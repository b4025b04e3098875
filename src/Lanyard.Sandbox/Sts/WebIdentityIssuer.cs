using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;

namespace Lanyard.Sandbox.Sts;

/// <summary>The sandbox's own OpenID Connect provider: makes web identity tokens (RS256) and checks them with the same key.</summary>
/// <param name="issuer">Its <c>iss</c> claim.</param>
/// <param name="makeKey">Makes its key.</param>
internal sealed class WebIdentityIssuer(Uri issuer, Func<RSA> makeKey) : IDisposable
{
    // A key takes a tenth of a second to make; most sandboxes never need it.
    private readonly Lazy<RSA> _key = new(makeKey);
    private readonly Lock _gate = new();

    /// <summary>Makes a token.</summary>
    /// <param name="subject">The <c>sub</c> claim.</param>
    /// <param name="audience">The <c>aud</c> claim.</param>
    /// <param name="now">The time.</param>
    /// <param name="lifetime">How long it is good for.</param>
    /// <param name="more">A JSON object of claims besides these, or in their place; <see langword="null"/> for none.</param>
    public Secret Issue(string subject, string audience, DateTimeOffset now, TimeSpan lifetime, string? more = null)
    {
        var header = Segment(json =>
        {
            json.WriteString("typ", "JWT");
            json.WriteString("alg", "RS256");
            json.WriteString("kid", "sandbox");
        });
        using var claims = JsonDocument.Parse(more ?? "{}");
        bool Own(string name) => !claims.RootElement.TryGetProperty(name, out _);
        var payload = Segment(json =>
        {
            foreach (var (name, value) in new[] { ("iss", issuer.OriginalString), ("sub", subject), ("aud", audience) })
            {
                if (Own(name))
                {
                    json.WriteString(name, value);
                }
            }

            foreach (var (name, value) in new[] { ("iat", now), ("exp", now + lifetime) })
            {
                if (Own(name))
                {
                    json.WriteNumber(name, value.ToUnixTimeSeconds());
                }
            }

            foreach (var claim in claims.RootElement.EnumerateObject().Where(c => c.Value.ValueKind != JsonValueKind.Null))
            {
                claim.WriteTo(json);
            }
        });
        lock (_gate)
        {
            var signature = _key.Value.SignData(Encoding.ASCII.GetBytes($"{header}.{payload}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            return new Secret($"{header}.{payload}.{Base64Url.EncodeToString(signature)}");
        }
    }

    /// <summary>Tells whether this provider signed a token.</summary>
    public bool Signed(WebIdentityToken token)
    {
        // The algorithm is ours to choose, never the token's: "none" or HMAC with the public key would else pass.
        if (JsonProtocol.Text(token.Header, "alg") != "RS256")
        {
            return false;
        }

        lock (_gate)
        {
            return _key.Value.VerifyData(Encoding.UTF8.GetBytes(token.Signed), token.Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    public void Dispose()
    {
        if (_key.IsValueCreated)
        {
            _key.Value.Dispose();
        }
    }

    private static string Segment(Action<Utf8JsonWriter> write) => Base64Url.EncodeToString(JsonProtocol.Object(write));
}
