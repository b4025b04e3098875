using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Lanyard.Credentials.Vault;

/// <summary>
/// The start of an encrypted file, in the clear: eight letters, a version, the way from the passphrase to the key, a value by which
/// the right key is known, and a digest by which damage is told from a wrong passphrase. The nonce, the encrypted entries and their
/// tag follow; the whole start is authenticated with them.
/// </summary>
/// <param name="Iterations">How often PBKDF2 with HMAC-SHA-512 hashes the passphrase.</param>
/// <param name="Salt">The salt: 32 random bytes, another in every file.</param>
/// <param name="KeyCheck">What <see cref="VaultFileKey.Check"/> gives under the right key.</param>
internal sealed record VaultFileHeader(int Iterations, byte[] Salt, byte[] KeyCheck)
{
    /// <summary>The bytes of a salt.</summary>
    public const int SaltBytes = 32;

    /// <summary>The bytes of the whole start.</summary>
    public const int Bytes = 88;

    // OWASP's Password Storage Cheat Sheet asks for 210,000 with SHA-512; a file that says less was made to be guessed.
    internal const int FewestIterations = 210_000;

    // Some ten seconds: a file that asks for more was made to hang us.
    internal const int MostIterations = 10_000_000;

    private const byte Version = 1;
    private const byte Pbkdf2Sha512 = 1;
    private const int VersionAt = 8;
    private const int KdfAt = 9;
    private const int IterationsAt = 12;
    private const int SaltAt = 16;
    private const int KeyCheckAt = SaltAt + SaltBytes;
    private const int DigestAt = KeyCheckAt + VaultFileKey.CheckBytes;

    private static ReadOnlySpan<byte> Magic => "LANYARDV"u8;

    /// <summary>Reads the start of a file.</summary>
    /// <exception cref="FormatException">It isn't one that this version understands; the message says in which way.</exception>
    public static VaultFileHeader Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < Bytes || !file.StartsWith(Magic))
        {
            throw new FormatException("it is no vault of Lanyard's, or cut off");
        }

        if (file[VersionAt] != Version || file[KdfAt] != Pbkdf2Sha512)
        {
            throw new FormatException($"it has version {file[VersionAt]}.{file[KdfAt]}, which this version of Lanyard doesn't know");
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(file[..DigestAt], digest);
        if (!file[DigestAt..Bytes].SequenceEqual(digest[..(Bytes - DigestAt)]))
        {
            throw new FormatException("its first bytes were changed or damaged");
        }

        uint iterations = BinaryPrimitives.ReadUInt32BigEndian(file[IterationsAt..]);
        return iterations is >= FewestIterations and <= MostIterations
            ? new VaultFileHeader((int)iterations, file[SaltAt..KeyCheckAt].ToArray(), file[KeyCheckAt..DigestAt].ToArray())
            : throw new FormatException($"it asks for {iterations} rounds of hashing; between {FewestIterations} and {MostIterations} are taken");
    }

    /// <summary>Writes it.</summary>
    /// <param name="to">Where to; <see cref="Bytes"/> of it are written.</param>
    public void Write(Span<byte> to)
    {
        to[..Bytes].Clear();
        Magic.CopyTo(to);
        to[VersionAt] = Version;
        to[KdfAt] = Pbkdf2Sha512;
        BinaryPrimitives.WriteUInt32BigEndian(to[IterationsAt..], (uint)Iterations);
        Salt.CopyTo(to[SaltAt..]);
        KeyCheck.CopyTo(to[KeyCheckAt..]);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(to[..DigestAt], digest);
        digest[..(Bytes - DigestAt)].CopyTo(to[DigestAt..]);
    }

    /// <summary>Tells whether the other leads from a passphrase to the same key.</summary>
    public bool HasKeyOf(VaultFileHeader other) =>
        Iterations == other.Iterations && Salt.AsSpan().SequenceEqual(other.Salt) && KeyCheck.AsSpan().SequenceEqual(other.KeyCheck);
}
