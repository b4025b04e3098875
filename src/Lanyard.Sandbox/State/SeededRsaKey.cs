using System.Numerics;
using System.Security.Cryptography;

namespace Lanyard.Sandbox.State;

/// <summary>
/// Makes an RSA key of 2048 bits that follows from random bytes, as the platform's own can't be made: what it signed is then still good
/// after a restart. Its searching takes a time that tells of the key; the key guards a sandbox's tokens alone.
/// </summary>
internal static class SeededRsaKey
{
    private const int PrimeBytes = 128;
    private static readonly BigInteger Exponent = 65537;
    private static readonly int[] SmallPrimes = [.. Enumerable.Range(2, 4000).Where(n => Enumerable.Range(2, (int)Math.Sqrt(n) - 1).All(d => n % d != 0))];

    /// <summary>Makes the key.</summary>
    public static RSA Create(RandomNumberGenerator random)
    {
        var (p, q) = (Prime(random), Prime(random));
        var d = ModInverse(Exponent, (p - 1) * (q - 1));
        return RSA.Create(new RSAParameters
        {
            Modulus = Bytes(p * q, 2 * PrimeBytes),
            Exponent = Bytes(Exponent, 3),
            D = Bytes(d, 2 * PrimeBytes),
            P = Bytes(p, PrimeBytes),
            Q = Bytes(q, PrimeBytes),
            DP = Bytes(d % (p - 1), PrimeBytes),
            DQ = Bytes(d % (q - 1), PrimeBytes),
            InverseQ = Bytes(ModInverse(q, p), PrimeBytes),
        });
    }

    private static BigInteger Prime(RandomNumberGenerator random)
    {
        var bytes = new byte[PrimeBytes];
        random.GetBytes(bytes);

        // With both upper bits set the product has its full length.
        bytes[0] |= 0xC0;
        bytes[^1] |= 1;
        var candidate = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        var remainders = Array.ConvertAll(SmallPrimes, prime => (int)(candidate % prime));
        for (var step = 0; ; step += 2)
        {
            var isDivisible = false;
            for (var i = 0; i < SmallPrimes.Length && !isDivisible; i++)
            {
                isDivisible = (remainders[i] + step) % SmallPrimes[i] == 0;
            }

            if (!isDivisible && IsPrime(candidate + step) && (candidate + step) % Exponent != 1)
            {
                return candidate + step;
            }
        }
    }

    // Miller and Rabin. So few rounds do for numbers of this length that nobody chose ("FIPS 186-5", table B.1).
    private static bool IsPrime(BigInteger n)
    {
        var (odd, twos) = (n - 1, 0);
        while (odd.IsEven)
        {
            (odd, twos) = (odd >> 1, twos + 1);
        }

        foreach (var witness in SmallPrimes.AsSpan(0, 5))
        {
            var x = BigInteger.ModPow(witness, odd, n);
            if (x.IsOne)
            {
                continue;
            }

            for (var i = 1; i < twos && x != n - 1; i++)
            {
                x = x * x % n;
            }

            if (x != n - 1)
            {
                return false;
            }
        }

        return true;
    }

    private static BigInteger ModInverse(BigInteger value, BigInteger modulus)
    {
        var (a, b, x, y) = (value % modulus, modulus, BigInteger.One, BigInteger.Zero);
        while (a > 1)
        {
            var quotient = a / b;
            (a, b) = (b, a - (quotient * b));
            (x, y) = (y, x - (quotient * y));
        }

        return x.Sign < 0 ? x + modulus : x;
    }

    private static byte[] Bytes(BigInteger value, int length)
    {
        var bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        return bytes.Length == length ? bytes : [.. new byte[length - bytes.Length], .. bytes];
    }
}
