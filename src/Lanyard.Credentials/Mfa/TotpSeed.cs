using System.Text;
using Lanyard.Aws.Secrets;

namespace Lanyard.Credentials.Mfa;

/// <summary>The seed of an MFA device: what AWS shows once, as a QR code or as a text in Base32, when a virtual device is made.</summary>
public sealed class TotpSeed
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const string Scheme = "otpauth://totp/";

    // RFC 4226 asks for 128 bits; devices with 80 are about.
    private const int MinBytes = 10;
    private const int MaxBytes = 128;

    private TotpSeed(string base32) => Base32 = new Secret(base32);

    /// <summary>Gets the seed in Base32, in capital letters and without padding: what is stored.</summary>
    public Secret Base32 { get; }

    /// <summary>Reads a seed: Base32, in which blanks, hyphens, padding and case don't count, or the <c>otpauth://</c> address of a QR code.</summary>
    /// <exception cref="CredentialsException">It is none. The message doesn't repeat it.</exception>
    public static TotpSeed Parse(Secret text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = text.Reveal().Trim();
        var base32 = Bare(plain.StartsWith("otpauth:", StringComparison.OrdinalIgnoreCase) ? SecretOf(plain) : plain);
        return Decode(base32).Length is >= MinBytes and <= MaxBytes
            ? new TotpSeed(base32)
            : throw Invalid($"it has to be {MinBytes} to {MaxBytes} bytes long");
    }

    /// <summary>Gives the name under which a device's seed is in a vault.</summary>
    /// <param name="serialNumber">The device's serial number or ARN.</param>
    public static string NameOf(string serialNumber)
    {
        ArgumentNullException.ThrowIfNull(serialNumber);
        var name = new StringBuilder("totp/");
        var shown = serialNumber.Split(':', 6) is ["arn", _, "iam", _, var account, var resource] ? $"{account}/{resource}" : serialNumber;
        foreach (var c in shown)
        {
            // A vault's names have fewer characters than IAM's.
            name.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or '@' ? c : '+');
        }

        return name.ToString();
    }

    /// <summary>Gives the key that codes are made with; whoever asks clears it.</summary>
    internal byte[] Key() => Decode(Base32.Reveal());

    private static string SecretOf(string address)
    {
        var query = address.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && address.IndexOf('?', StringComparison.Ordinal) is > 0 and var at
            ? address[(at + 1)..]
            : throw Invalid("the address is not one of otpauth://totp/");
        string? secret = null;
        foreach (var pair in query.Split('&'))
        {
            var (name, value) = pair.Split('=', 2) is [var left, var right] ? (left, Uri.UnescapeDataString(right)) : (pair, "");
            switch (name.ToUpperInvariant())
            {
                case "SECRET": secret = value; break;
                case "ALGORITHM" when !value.Equals("SHA1", StringComparison.OrdinalIgnoreCase): throw Invalid("AWS's devices use SHA1, and this one another algorithm");
                case "DIGITS" when value != "6": throw Invalid("AWS's codes have 6 digits, and this one's another number");
                case "PERIOD" when value != "30": throw Invalid("AWS's codes change every 30 seconds, and this one's don't");
            }
        }

        return secret ?? throw Invalid("the address has no secret in it");
    }

    private static string Bare(string text)
    {
        var bare = new StringBuilder(text.Length);
        foreach (var c in text.TrimEnd('='))
        {
            if (c is not (' ' or '-' or '\t'))
            {
                bare.Append(char.ToUpperInvariant(c));
            }
        }

        return bare.ToString();
    }

    private static byte[] Decode(string base32)
    {
        var bytes = new byte[base32.Length * 5 / 8];
        var (bits, count, filled) = (0, 0, 0);
        foreach (var c in base32)
        {
            var value = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (value < 0)
            {
                throw Invalid("it is written with the letters A to Z and the digits 2 to 7");
            }

            (bits, count) = (((bits << 5) | value) & 0xFFF, count + 5);
            if (count >= 8)
            {
                count -= 8;
                bytes[filled++] = (byte)(bits >> count);
            }
        }

        return bytes;
    }

    private static CredentialsException Invalid(string why) => new(
        ErrorCodes.MfaSeedInvalid, $"that is no seed of an MFA device: {why}",
        "copy the secret key that AWS shows beside the QR code when the device is made, or the otpauth:// address in the code");
}
