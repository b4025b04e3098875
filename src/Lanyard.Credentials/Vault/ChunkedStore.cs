using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Lanyard.Credentials.Vault;

/// <summary>
/// Keeps values in a store that takes only a few bytes an entry. The first entry has the number of entries, a random number and the
/// value's first bytes; the others, named after both, the rest. The first is written last, so that a write that breaks off changes nothing.
/// </summary>
/// <param name="read">Gives an entry; null where there is none.</param>
/// <param name="write">Writes an entry.</param>
/// <param name="remove">Removes an entry; tells whether there was one.</param>
/// <param name="size">The most bytes an entry has.</param>
internal sealed class ChunkedStore(Func<string, byte[]?> read, Action<string, byte[]> write, Func<string, bool> remove, int size)
{
    private const int RunBytes = 8;
    private const int HeadBytes = sizeof(ushort) + RunBytes;
    private const int Attempts = 5;

    /// <summary>Finds a value.</summary>
    /// <returns>The value, which the caller wipes; null where there is none.</returns>
    /// <exception cref="FormatException">There is one, and a part of it is missing.</exception>
    public byte[]? Find(string name)
    {
        for (int attempt = 0; ; attempt++)
        {
            if (read(name) is not { } first)
            {
                return null;
            }

            if (Join(name, first) is { } value)
            {
                return value;
            }

            // Another process may be writing it.
            if (attempt == Attempts)
            {
                throw new FormatException("a part of it is missing");
            }

            Thread.Sleep(10);
        }
    }

    /// <summary>Stores a value.</summary>
    public void Store(string name, ReadOnlySpan<byte> value)
    {
        var before = read(name);
        int inFirst = Math.Min(value.Length, size - HeadBytes);
        int count = 1 + ((value.Length - inFirst + size - 1) / size);
        byte[] first = new byte[HeadBytes + inFirst];
        BinaryPrimitives.WriteUInt16BigEndian(first, (ushort)count);
        RandomNumberGenerator.Fill(first.AsSpan(sizeof(ushort), RunBytes));
        value[..inFirst].CopyTo(first.AsSpan(HeadBytes));
        var rest = value[inFirst..];
        for (int i = 1; i < count; i++)
        {
            byte[] chunk = rest[..Math.Min(size, rest.Length)].ToArray();
            write(NameOf(name, first, i), chunk);
            CryptographicOperations.ZeroMemory(chunk);
            rest = rest[Math.Min(size, rest.Length)..];
        }

        write(name, first);
        CryptographicOperations.ZeroMemory(first);
        RemoveRest(name, before);
    }

    /// <summary>Removes a value.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string name)
    {
        var before = read(name);
        bool removed = remove(name);
        RemoveRest(name, before);
        return removed;
    }

    private byte[]? Join(string name, byte[] first)
    {
        if (first.Length < HeadBytes)
        {
            return null;
        }

        int count = BinaryPrimitives.ReadUInt16BigEndian(first);
        byte[] value = new byte[first.Length - HeadBytes + ((count - 1) * size)];
        first.AsSpan(HeadBytes).CopyTo(value);
        int filled = first.Length - HeadBytes;
        for (int i = 1; i < count; i++)
        {
            if (read(NameOf(name, first, i)) is not { } chunk || chunk.Length > size || (i < count - 1 && chunk.Length < size))
            {
                CryptographicOperations.ZeroMemory(value);
                return null;
            }

            chunk.CopyTo(value, filled);
            filled += chunk.Length;
            CryptographicOperations.ZeroMemory(chunk);
        }

        byte[] whole = value[..filled];
        CryptographicOperations.ZeroMemory(value);
        return whole;
    }

    private void RemoveRest(string name, byte[]? first)
    {
        for (int i = 1; first?.Length >= HeadBytes && i < BinaryPrimitives.ReadUInt16BigEndian(first); i++)
        {
            remove(NameOf(name, first, i));
        }
    }

    // No name of a secret has this bar in it.
    private static string NameOf(string name, byte[] first, int chunk) => $"{name}|{Convert.ToHexStringLower(first, sizeof(ushort), RunBytes)}|{chunk}";
}
