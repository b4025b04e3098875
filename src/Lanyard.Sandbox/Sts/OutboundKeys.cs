using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Sts;

/// <summary>The keys that sign the identity tokens of accounts, by the issuer. All members are safe to call at once.</summary>
/// <param name="seeded">Gives random bytes for a purpose, the same at each start; <see langword="null"/> for keys that end with the sandbox.</param>
internal sealed class OutboundKeys(Func<string, RandomNumberGenerator>? seeded) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, IssuerKeys> _all = new(StringComparer.Ordinal);

    /// <summary>Gives an issuer's keys.</summary>
    public IssuerKeys Of(string issuer)
    {
        lock (_gate)
        {
            return _all.TryGetValue(issuer, out var keys) ? keys : _all[issuer] = new IssuerKeys(MakeRsa, MakeEc);
        }

        RSA MakeRsa() => seeded is null ? RSA.Create(2048) : SeededRsaKey.Create(seeded($"{issuer} RS256"));

        SeededEcKey MakeEc()
        {
            using var random = seeded?.Invoke($"{issuer} ES384") ?? RandomNumberGenerator.Create();
            return SeededEcKey.Create(random);
        }
    }

    public void Dispose()
    {
        foreach (var keys in _all.Values)
        {
            keys.Dispose();
        }
    }
}

/// <summary>One issuer's keys: one of RSA, one of P-384. Each is made when it is first needed.</summary>
internal sealed class IssuerKeys(Func<RSA> makeRsa, Func<SeededEcKey> makeEc) : IDisposable
{
    // The names of AWS's.
    private const string RsaId = "RSA_0";
    private const string EcId = "EC384_0";

    private readonly Lazy<RSA> _rsa = new(makeRsa);
    private readonly Lazy<SeededEcKey> _ec = new(makeEc);
    private readonly Lock _gate = new();

    /// <summary>Makes a token.</summary>
    /// <param name="algorithm"><c>RS256</c> or <c>ES384</c>.</param>
    /// <param name="claims">The claims, as JSON.</param>
    public Secret Sign(string algorithm, byte[] claims)
    {
        var header = JsonProtocol.Object(json =>
        {
            json.WriteString("kid", algorithm == "ES384" ? EcId : RsaId);
            json.WriteString("typ", "JWT");
            json.WriteString("alg", algorithm);
        });
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(claims)}";
        lock (_gate)
        {
            var bytes = Encoding.ASCII.GetBytes(signed);
            var signature = algorithm == "ES384" ? _ec.Value.Sign(bytes) : _rsa.Value.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            return new Secret($"{signed}.{Base64Url.EncodeToString(signature)}");
        }
    }

    /// <summary>Writes the public keys as a JSON Web Key Set (RFC 7517).</summary>
    public void Write(Utf8JsonWriter json)
    {
        RSAParameters rsa;
        ECPoint ec;
        lock (_gate)
        {
            (rsa, ec) = (_rsa.Value.ExportParameters(includePrivateParameters: false), _ec.Value.Public);
        }

        json.WriteStartArray("keys");
        WriteKey(json, ("kty", "RSA"), ("use", "sig"), ("alg", "RS256"), ("kid", RsaId), ("n", Base64Url.EncodeToString(rsa.Modulus)), ("e", Base64Url.EncodeToString(rsa.Exponent)));
        WriteKey(
            json, ("kty", "EC"), ("use", "sig"), ("alg", "ES384"), ("kid", EcId), ("crv", "P-384"), ("x", Base64Url.EncodeToString(ec.X)), ("y", Base64Url.EncodeToString(ec.Y)));
        json.WriteEndArray();
    }

    public void Dispose()
    {
        if (_rsa.IsValueCreated)
        {
            _rsa.Value.Dispose();
        }
    }

    private static void WriteKey(Utf8JsonWriter json, params ReadOnlySpan<(string Name, string Value)> members)
    {
        json.WriteStartObject();
        foreach (var (name, value) in members)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }
}
