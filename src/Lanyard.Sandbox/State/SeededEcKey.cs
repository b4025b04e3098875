using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Lanyard.Sandbox.State;

/// <summary>
/// A key of ECDSA on P-384 that follows from random bytes, and whose signatures follow from it and from what is signed, in the way of RFC 6979:
/// the platform's own never repeat. Its computing takes a time that tells of the key; the key guards a sandbox's tokens alone.
/// </summary>
internal sealed class SeededEcKey
{
    private const int Size = 48;

    // "SEC 2: Recommended Elliptic Curve Domain Parameters", secp384r1: n, which is a prime.
    private static readonly BigInteger Order = BigInteger.Parse(
        "0FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private readonly BigInteger _secret;

    private SeededEcKey(BigInteger secret) => (_secret, Public) = (secret, Times(secret));

    /// <summary>Gets the public key.</summary>
    public ECPoint Public { get; }

    /// <summary>Makes a key.</summary>
    public static SeededEcKey Create(RandomNumberGenerator random)
    {
        var bytes = new byte[64];
        random.GetBytes(bytes);
        return new SeededEcKey(Scalar(bytes));
    }

    /// <summary>Signs (ES384): R and S, each of 48 bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        var hash = SHA384.HashData(data);
        for (byte attempt = 0; ; attempt++)
        {
            byte[] message = [.. hash, attempt];
            var once = Scalar(HMACSHA512.HashData(Bytes(_secret), message));
            var r = new BigInteger(Times(once).X, isUnsigned: true, isBigEndian: true) % Order;
            var s = BigInteger.ModPow(once, Order - 2, Order) * (new BigInteger(hash, isUnsigned: true, isBigEndian: true) + (r * _secret)) % Order;
            if (!r.IsZero && !s.IsZero)
            {
                return [.. Bytes(r), .. Bytes(s)];
            }
        }
    }

    // More bytes than the order has: then none is likelier than another.
    private static BigInteger Scalar(byte[] bytes) => (new BigInteger(bytes, isUnsigned: true, isBigEndian: true) % (Order - 1)) + 1;

    private static ECPoint Times(BigInteger factor)
    {
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP384, D = Bytes(factor) });
        return key.ExportParameters(includePrivateParameters: false).Q;
    }

    private static byte[] Bytes(BigInteger value)
    {
        var bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[Size - bytes.Length], .. bytes];
    }
}
