using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Lanyard.Sandbox.State;

/// <summary>An RSA public key as SSH and OpenSSL write it: RFC 4253, section 6.6, and RFC 7468.</summary>
/// <param name="Ssh">The line that begins with <c>ssh-rsa</c>.</param>
/// <param name="Pem">The block that begins with <c>BEGIN PUBLIC KEY</c>.</param>
/// <param name="Fingerprint">What <c>ssh-keygen -l -E md5</c> shows.</param>
internal sealed record SshKeyText(string Ssh, string Pem, string Fingerprint)
{
    private const string Rsa = "ssh-rsa";
    private const string PemStart = "-----BEGIN ";
    private static readonly string[] Public = ["PUBLIC KEY", "RSA PUBLIC KEY"];

    // "UploadSSHPublicKey", IAM API Reference.
    private const int FewestBits = 2048;
    private const int MostBytes = 2048;

    /// <summary>Tells whether a text is meant for one of the two forms.</summary>
    public static bool IsKnownForm(string text) => text.TrimStart() is var start
        && (start.StartsWith(Rsa + " ", StringComparison.Ordinal) || start.StartsWith(PemStart, StringComparison.Ordinal));

    /// <summary>Reads a key; <see langword="null"/> where it is broken or too short.</summary>
    public static SshKeyText? Read(string text)
    {
        var trimmed = text.Trim();
        try
        {
            using var rsa = RSA.Create();
            if (trimmed.StartsWith(PemStart, StringComparison.Ordinal))
            {
                // What holds a private key is none to hand out.
                if (!Public.Any(label => trimmed.StartsWith($"{PemStart}{label}-----", StringComparison.Ordinal)))
                {
                    return null;
                }

                rsa.ImportFromPem(trimmed);
            }
            else
            {
                rsa.ImportParameters(Parameters(Convert.FromBase64String(trimmed.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1])));
            }

            if (rsa.KeySize < FewestBits)
            {
                return null;
            }

            var blob = Blob(rsa.ExportParameters(includePrivateParameters: false));
            var line = trimmed.StartsWith(PemStart, StringComparison.Ordinal) ? $"{Rsa} {Convert.ToBase64String(blob)}" : trimmed;
            return new SshKeyText(line, rsa.ExportSubjectPublicKeyInfoPem(), FingerprintOf(blob));
        }
        catch (Exception e) when (e is FormatException or CryptographicException or ArgumentException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static RSAParameters Parameters(ReadOnlySpan<byte> blob)
    {
        if (!Encoding.ASCII.GetString(Take(ref blob)).Equals(Rsa, StringComparison.Ordinal))
        {
            throw new FormatException("not an RSA key");
        }

        var exponent = Take(ref blob);
        var modulus = Take(ref blob);
        return blob.IsEmpty ? new RSAParameters { Exponent = exponent.TrimStart((byte)0).ToArray(), Modulus = modulus.TrimStart((byte)0).ToArray() } : throw new FormatException("more than a key");
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> blob)
    {
        var length = blob.Length < 4 ? 0 : BinaryPrimitives.ReadInt32BigEndian(blob);
        if (length is <= 0 or > MostBytes || length > blob.Length - 4)
        {
            throw new FormatException("cut off");
        }

        var taken = blob.Slice(4, length);
        blob = blob[(4 + length)..];
        return taken;
    }

    private static byte[] Blob(RSAParameters key)
    {
        using var blob = new MemoryStream();
        Put(blob, Encoding.ASCII.GetBytes(Rsa));
        Put(blob, Positive(key.Exponent!));
        Put(blob, Positive(key.Modulus!));
        return blob.ToArray();
    }

    // A first bit that is set would mean a negative number.
    private static byte[] Positive(byte[] number) => number[0] < 0x80 ? number : [0, .. number];

    private static void Put(MemoryStream blob, byte[] bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        blob.Write(length);
        blob.Write(bytes);
    }

    // People compare it; nothing rests on it.
#pragma warning disable CA5351 // Do Not Use Broken Cryptographic Algorithms: the service's model asks for MD5.
    private static string FingerprintOf(byte[] blob) => string.Join(':', MD5.HashData(blob).Select(b => b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
#pragma warning restore CA5351
}
