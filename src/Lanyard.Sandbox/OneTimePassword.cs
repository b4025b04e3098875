using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Lanyard.Sandbox;

/// <summary>The codes of virtual MFA devices: RFC 6238 with SHA-1, six digits and a time step of 30 seconds.</summary>
internal static class OneTimePassword
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Gives the time step that an instant is in.</summary>
    public static long StepOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / 30;

    /// <summary>Gives the code of a time step.</summary>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "virtual MFA devices use HMAC-SHA-1")]
    public static string CodeOf(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[20];
        HMACSHA1.HashData(key, counter, hash);
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash[(hash[^1] & 15)..]) & 0x7FFF_FFFF;
        return (number % 1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Reads a seed in Base32 without padding; null where it is none, or has fewer than 80 bits.</summary>
    public static byte[]? ReadSeed(string text)
    {
        var bytes = new List<byte>();
        var (bits, count) = (0, 0);
        foreach (var c in text)
        {
            if (Base32.IndexOf(c, StringComparison.Ordinal) is not (>= 0 and var value))
            {
                return null;
            }

            (bits, count) = ((bits << 5) | value, count + 5);
            if (count >= 8)
            {
                count -= 8;
                bytes.Add((byte)(bits >> count));
                bits &= (1 << count) - 1;
            }
        }

        return bytes.Count >= 10 ? [.. bytes] : null;
    }
}
