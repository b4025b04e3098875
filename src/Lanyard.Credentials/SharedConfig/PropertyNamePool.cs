using System.Text;

namespace Lanyard.Credentials.SharedConfig;

/// <summary>
/// Lower-case property names, each made once: a file of a thousand profiles has a dozen different names. A slot that two names
/// share only costs another string.
/// </summary>
internal sealed class PropertyNamePool
{
    private readonly string?[] _slots = new string?[64];

    /// <summary>The lower-case name, or null if it has characters outside the grammar.</summary>
    public string? Get(ReadOnlySpan<byte> name)
    {
        if (!LineGrammar.IsName(name))
        {
            return null;
        }

        uint hash = (uint)name.Length;
        foreach (byte b in name)
        {
            hash = (hash * 31) + (uint)(b | 0x20);
        }

        ref string? slot = ref _slots[(hash ^ (hash >> 7)) % 64];
        if (slot is null || !Same(slot, name))
        {
            slot = Encoding.UTF8.GetString(name).ToLowerInvariant();
        }

        return slot;
    }

    private static bool Same(string known, ReadOnlySpan<byte> name)
    {
        if (known.Length != name.Length)
        {
            return false;
        }

        for (int i = 0; i < name.Length; i++)
        {
            byte b = name[i];
            if (known[i] != (b is >= (byte)'A' and <= (byte)'Z' ? b | 0x20 : b))
            {
                return false;
            }
        }

        return true;
    }
}
