using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using Lanyard.Aws.Secrets;

namespace Lanyard.Credentials.Mfa;

/// <summary>Time-based one-time passwords as virtual MFA devices make them: RFC 6238 with SHA-1, six digits, a new code every 30 seconds.</summary>
public static class Totp
{
    /// <summary>How long a code is shown.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    /// <summary>Gives the number of the time step that an instant is in, counted from 1970.</summary>
    public static long StepOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / 30;

    /// <summary>Gives when a time step begins.</summary>
    public static DateTimeOffset StartOf(long step) => DateTimeOffset.FromUnixTimeSeconds(step * 30);

    /// <summary>Gives the code of a time step.</summary>
    /// <param name="seed">The device's seed.</param>
    /// <param name="step">The time step.</param>
    public static Secret CodeOf(TotpSeed seed, long step)
    {
        ArgumentNullException.ThrowIfNull(seed);
        return CodeOf(seed.Key(), step);
    }

    // RFC 4226, section 5.3: the last four bits of the hash say where in it the number starts.
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "it is what MFA devices use, and AWS expects")]
    private static Secret CodeOf(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(key, counter, hash);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xF)..]) & int.MaxValue;
        CryptographicOperations.ZeroMemory(key);
        return new Secret((number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture));
    }
}
