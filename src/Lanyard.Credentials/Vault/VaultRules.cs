using System.Text;
using Lanyard.Aws.Secrets;

namespace Lanyard.Credentials.Vault;

/// <summary>What every vault takes: names and secrets that all of them can hold, so that one can be moved to another.</summary>
public static class VaultRules
{
    /// <summary>The most bytes a secret may have in UTF-8.</summary>
    public const int MaxSecretBytes = 64 * 1024;

    /// <summary>The most characters a name may have.</summary>
    public const int MaxNameLength = 256;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Tells whether a secret can have this name: letters, digits, and <c>-_./@+</c>.</summary>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (char c in name)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('-' or '_' or '.' or '/' or '@' or '+'))
            {
                return false;
            }
        }

        return name.Length is > 0 and <= MaxNameLength;
    }

    internal static void CheckName(string name)
    {
        if (!IsName(name))
        {
            throw VaultErrors.Failed(
                $"a vault keeps no secret under the name `{name}`: a name has up to {MaxNameLength} letters, digits and -_./@+", "choose another name");
        }
    }

    /// <summary>Gives the bytes of a secret, which the caller wipes.</summary>
    internal static byte[] Bytes(Secret secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        string text = secret.Reveal();

        // Secret Service takes it for the end of the text.
        if (text.Length == 0 || text.Contains('\0'))
        {
            throw VaultErrors.Failed("a vault keeps no secret that is empty or has a character U+0000", "check where the secret comes from");
        }

        byte[] bytes;
        try
        {
            bytes = Strict.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw VaultErrors.Failed("a vault keeps no secret that is broken Unicode text", "check where the secret comes from");
        }

        return bytes.Length <= MaxSecretBytes ? bytes
            : throw VaultErrors.Failed($"the secret has {bytes.Length} bytes, and a vault keeps up to {MaxSecretBytes}", "check where the secret comes from");
    }

    /// <summary>Gives the secret that bytes are; null where they are no text.</summary>
    internal static Secret? Secret(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Aws.Secrets.Secret.FromOptional(Strict.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
