using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Services;

namespace Lanyard.Tests.Aws.Services;

/// <summary>Proofs of possession against RFC 9449, section 4.2, and RFC 7518, section 3.4, without a line of our own reading them.</summary>
public sealed class DpopProofTests
{
    // The DER of a SubjectPublicKeyInfo for P-256, up to its point (RFC 5480).
    private static readonly byte[] PublicKeyPrefix = Convert.FromHexString("3059301306072A8648CE3D020106082A8648CE3D030107034200");
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_header_holds_the_public_key_and_the_payload_names_the_request()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parts = Proof(key).Split('.');
        Assert.Equal(3, parts.Length);
        var header = Part(parts[0]);
        Assert.Equal(["typ", "alg", "jwk"], header.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("dpop+jwt", "ES256"), (header.GetProperty("typ").GetString(), header.GetProperty("alg").GetString()));
        var jwk = header.GetProperty("jwk");
        Assert.Equal(["crv", "kty", "x", "y"], jwk.EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal(("EC", "P-256"), (jwk.GetProperty("kty").GetString(), jwk.GetProperty("crv").GetString()));
        var point = key.ExportSubjectPublicKeyInfo()[^64..];
        Assert.Equal(Convert.ToHexString(point), Convert.ToHexString([.. Bytes(jwk, "x"), .. Bytes(jwk, "y")]));

        var payload = Part(parts[1]);
        Assert.Equal(["htm", "htu", "iat", "jti"], payload.EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal(
            ("POST", "https://eu-west-1.signin.aws.amazon.com/v1/token", 1782907200, "one"),
            (payload.GetProperty("htm").GetString(), payload.GetProperty("htu").GetString(), payload.GetProperty("iat").GetInt64(), payload.GetProperty("jti").GetString()));
    }

    [Fact]
    public void The_signature_is_two_numbers_of_32_bytes_over_the_first_two_parts()
    {
        // Many keys and signatures, so that some number begins with zeros.
        for (var i = 0; i < 300; i++)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var proof = Proof(key);
            var parts = proof.Split('.');
            var signature = Base64Url.DecodeFromChars(parts[2]);
            Assert.Equal(64, signature.Length);

            using var theirs = ECDsa.Create();
            var jwk = Part(parts[0]).GetProperty("jwk");
            theirs.ImportSubjectPublicKeyInfo([.. PublicKeyPrefix, 4, .. Bytes(jwk, "x"), .. Bytes(jwk, "y")], out _);
            Assert.True(theirs.VerifyData(
                Encoding.ASCII.GetBytes(proof[..proof.LastIndexOf('.')]), Der(signature), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }
    }

    private static string Proof(ECDsa key) => DpopProof.Create(key, "POST", "https://eu-west-1.signin.aws.amazon.com/v1/token", Now, "one");

    private static JsonElement Part(string part)
    {
        using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part));
        return document.RootElement.Clone();
    }

    private static byte[] Bytes(JsonElement jwk, string name) => Base64Url.DecodeFromChars(jwk.GetProperty(name).GetString());

    // Two numbers as ASN.1 has them: no zeros before, but for one where the sign would be wrong.
    private static byte[] Der(byte[] signature)
    {
        var (r, s) = (Number(signature[..32]), Number(signature[32..]));
        return [0x30, (byte)(r.Length + s.Length), .. r, .. s];
    }

    private static byte[] Number(byte[] bytes)
    {
        var trimmed = bytes.SkipWhile(b => b == 0).ToArray();
        byte[] whole = trimmed.Length == 0 || trimmed[0] >= 0x80 ? [0, .. trimmed] : trimmed;
        return [0x02, (byte)whole.Length, .. whole];
    }
}
