using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Lanyard.Aws.Secrets;

namespace Lanyard.Sandbox.State;

/// <summary>
/// Seals what a denied caller must not read, and opens it again. The same text for the same account has the same seal: nothing random goes
/// into it that a repeated run of calls couldn't repeat.
/// </summary>
/// <param name="secret">The sandbox's own secret.</param>
internal sealed class MessageSeal(Secret secret)
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    // Nobody needs more than this, and nothing sealed here is longer.
    private const int Longest = 1 << 20;

    private readonly byte[] _key = Derive(secret, "seal");
    private readonly byte[] _nonceKey = Derive(secret, "nonce");

    /// <summary>Seals a text for an account.</summary>
    public string Close(string text, string accountId)
    {
        var (plain, account) = (Packed(text), Encoding.UTF8.GetBytes(accountId));
        var whole = new byte[NonceSize + TagSize + plain.Length];
        byte[] all = [.. account, 0, .. plain];
        HMACSHA256.HashData(_nonceKey, all).AsSpan(0, NonceSize).CopyTo(whole);
        using var cipher = new AesGcm(_key, TagSize);
        cipher.Encrypt(whole.AsSpan(0, NonceSize), plain, whole.AsSpan(NonceSize + TagSize), whole.AsSpan(NonceSize, TagSize), account);
        return Base64Url.EncodeToString(whole);
    }

    /// <summary>Opens what was sealed for an account; <see langword="null"/> for anything else.</summary>
    public string? Open(string closed, string accountId)
    {
        if (!Base64Url.IsValid(closed) || Base64Url.DecodeFromChars(closed) is not { Length: > NonceSize + TagSize } whole)
        {
            return null;
        }

        var plain = new byte[whole.Length - NonceSize - TagSize];
        using var cipher = new AesGcm(_key, TagSize);
        try
        {
            cipher.Decrypt(whole.AsSpan(0, NonceSize), whole.AsSpan(NonceSize + TagSize), whole.AsSpan(NonceSize, TagSize), plain, Encoding.UTF8.GetBytes(accountId));
            return Unpacked(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal))
        {
            deflate.Write(Encoding.UTF8.GetBytes(text.Length <= Longest ? text : throw new ArgumentException("the text is too long", nameof(text))));
        }

        return packed.ToArray();
    }

    private static string Unpacked(byte[] packed)
    {
        using var inflate = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var reader = new StreamReader(inflate, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static byte[] Derive(Secret secret, string purpose) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret.Reveal()), Encoding.UTF8.GetBytes(purpose));
}
