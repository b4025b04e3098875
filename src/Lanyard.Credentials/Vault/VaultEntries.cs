using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Lanyard.Credentials.Vault;

/// <summary>
/// The secrets in an encrypted file, in the clear: a count, then for each the length and bytes of its name and of its value.
/// Numbers are 32 bits, the highest byte first. Wiped when done.
/// </summary>
internal sealed class VaultEntries : IDisposable
{
    private readonly SortedDictionary<string, byte[]> _values = new(StringComparer.Ordinal);

    /// <summary>Gets how many there are.</summary>
    public int Count => _values.Count;

    /// <summary>Reads them.</summary>
    /// <exception cref="FormatException">The bytes aren't what <see cref="Write"/> made.</exception>
    public static VaultEntries Read(ReadOnlySpan<byte> bytes)
    {
        var entries = new VaultEntries();
        try
        {
            for (uint count = TakeNumber(ref bytes); count > 0; count--)
            {
                string name = Encoding.UTF8.GetString(Take(ref bytes));
                entries._values[name] = Take(ref bytes).ToArray();
            }

            return bytes.IsEmpty ? entries : throw Wrong();
        }
        catch
        {
            entries.Dispose();
            throw;
        }
    }

    /// <summary>Gives a value, which stays ours.</summary>
    public byte[]? Find(string name) => _values.GetValueOrDefault(name);

    /// <summary>Sets a value, which becomes ours.</summary>
    public void Set(string name, byte[] value)
    {
        Remove(name);
        _values[name] = value;
    }

    /// <summary>Takes one out.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(string name)
    {
        if (!_values.Remove(name, out var value))
        {
            return false;
        }

        CryptographicOperations.ZeroMemory(value);
        return true;
    }

    /// <summary>Writes them to bytes, which the caller wipes.</summary>
    public byte[] Write()
    {
        int size = sizeof(uint);
        foreach (var (name, value) in _values)
        {
            size += (2 * sizeof(uint)) + Encoding.UTF8.GetByteCount(name) + value.Length;
        }

        // Of the right size from the start, so that no copy of the secrets is left behind by growing.
        byte[] bytes = new byte[size];
        var rest = bytes.AsSpan();
        PutNumber(ref rest, _values.Count);
        foreach (var (name, value) in _values)
        {
            Put(ref rest, Encoding.UTF8.GetBytes(name));
            Put(ref rest, value);
        }

        return bytes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var value in _values.Values)
        {
            CryptographicOperations.ZeroMemory(value);
        }
    }

    private static uint TakeNumber(ref ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < sizeof(uint))
        {
            throw Wrong();
        }

        uint number = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        bytes = bytes[sizeof(uint)..];
        return number;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes)
    {
        uint length = TakeNumber(ref bytes);
        if (length > bytes.Length)
        {
            throw Wrong();
        }

        var taken = bytes[..(int)length];
        bytes = bytes[(int)length..];
        return taken;
    }

    private static void PutNumber(ref Span<byte> rest, int number)
    {
        BinaryPrimitives.WriteInt32BigEndian(rest, number);
        rest = rest[sizeof(uint)..];
    }

    private static void Put(ref Span<byte> rest, ReadOnlySpan<byte> bytes)
    {
        PutNumber(ref rest, bytes.Length);
        bytes.CopyTo(rest);
        rest = rest[bytes.Length..];
    }

    private static FormatException Wrong() => new("the entries are cut off, or something follows them");
}
