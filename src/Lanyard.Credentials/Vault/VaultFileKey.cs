using System.Security.Cryptography;
using System.Text;
using Lanyard.Aws.Secrets;

namespace Lanyard.Credentials.Vault;

/// <summary>The key of an encrypted file. Wiped when done.</summary>
internal sealed class VaultFileKey : IDisposable
{
    /// <summary>The bytes of a key.</summary>
    public const int Bytes = 32;

    /// <summary>The bytes of <see cref="Check"/>.</summary>
    public const int CheckBytes = 32;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] _root;

    /// <summary>Takes a key that was derived before.</summary>
    /// <param name="root">Its bytes, which become ours.</param>
    public VaultFileKey(byte[] root)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(root.Length, Bytes);
        _root = root;
    }

    /// <summary>Gets the key's own bytes.</summary>
    public ReadOnlySpan<byte> Root => _root;

    /// <summary>Derives the key of a passphrase; that takes a good part of a second, on purpose.</summary>
    public static VaultFileKey Of(Secret passphrase, ReadOnlySpan<byte> salt, int iterations)
    {
        byte[] text = Encoding.UTF8.GetBytes(passphrase.Reveal());
        byte[] root = Rfc2898DeriveBytes.Pbkdf2(text, salt, iterations, HashAlgorithmName.SHA512, Bytes);
        CryptographicOperations.ZeroMemory(text);
        return new VaultFileKey(root);
    }

    /// <summary>Gives a value that the key is known by, and that doesn't lead back to it.</summary>
    public byte[] Check()
    {
        byte[] check = new byte[CheckBytes];
        HKDF.Expand(HashAlgorithmName.SHA256, _root, check, "lanyard vault 1: check"u8);
        return check;
    }

    /// <summary>Tells whether it is the key of a file.</summary>
    public bool Opens(VaultFileHeader header) => CryptographicOperations.FixedTimeEquals(Check(), header.KeyCheck);

    /// <summary>Makes a whole file.</summary>
    public byte[] Seal(VaultFileHeader header, VaultEntries entries)
    {
        byte[] clear = entries.Write();
        byte[] file = new byte[VaultFileHeader.Bytes + NonceBytes + clear.Length + TagBytes];
        header.Write(file);
        var nonce = file.AsSpan(VaultFileHeader.Bytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        int start = VaultFileHeader.Bytes + NonceBytes;
        using var aes = Cipher();
        aes.Encrypt(nonce, clear, file.AsSpan(start, clear.Length), file.AsSpan(start + clear.Length), file.AsSpan(0, start));
        CryptographicOperations.ZeroMemory(clear);
        return file;
    }

    /// <summary>Opens a whole file.</summary>
    /// <exception cref="FormatException">It was changed or damaged.</exception>
    public VaultEntries Unseal(ReadOnlySpan<byte> file)
    {
        int start = VaultFileHeader.Bytes + NonceBytes;
        if (file.Length < start + TagBytes)
        {
            throw new FormatException("it is cut off");
        }

        byte[] clear = new byte[file.Length - start - TagBytes];
        try
        {
            using var aes = Cipher();
            aes.Decrypt(file[VaultFileHeader.Bytes..start], file[start..^TagBytes], file[^TagBytes..], clear, file[..start]);
            return VaultEntries.Read(clear);
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new FormatException("it was changed or damaged", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(clear);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(_root);

    private AesGcm Cipher()
    {
        Span<byte> key = stackalloc byte[Bytes];
        HKDF.Expand(HashAlgorithmName.SHA256, _root, key, "lanyard vault 1: encryption"u8);
        var cipher = new AesGcm(key, TagBytes);
        CryptographicOperations.ZeroMemory(key);
        return cipher;
    }
}
