using System.Text;

namespace Lanyard.Policy.Catalog;

/// <summary>The texts of a catalogue that is being written, each once.</summary>
internal sealed class TextTable
{
    private readonly Dictionary<string, uint> _places = new(StringComparer.Ordinal);
    private readonly List<byte> _bytes = [];

    /// <summary>Gets all of them.</summary>
    public byte[] Bytes => [.. _bytes];

    /// <summary>Adds a text that isn't there yet.</summary>
    /// <returns>Where it is.</returns>
    /// <exception cref="CatalogueException">It is too long.</exception>
    public uint Add(string text)
    {
        if (!_places.TryGetValue(text, out var place))
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            if (bytes.Length > ushort.MaxValue)
            {
                throw new CatalogueException($"a text is longer than {ushort.MaxValue} bytes");
            }

            _places.Add(text, place = (uint)_bytes.Count);
            _bytes.AddRange([(byte)bytes.Length, (byte)(bytes.Length >> 8)]);
            _bytes.AddRange(bytes);
        }

        return place;
    }
}

/// <summary>The lists of a catalogue that is being written, each once; the empty one is the first.</summary>
internal sealed class ListTable
{
    private readonly Dictionary<string, uint> _places = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly List<uint> _numbers = [0];

    /// <summary>Gets all of them, each with its length before it.</summary>
    public IReadOnlyList<uint> Numbers => _numbers;

    /// <summary>Adds a list that isn't there yet.</summary>
    /// <returns>Where it is.</returns>
    public uint Add(IReadOnlyList<uint> list)
    {
        var key = string.Join(',', list);
        if (!_places.TryGetValue(key, out var place))
        {
            _places.Add(key, place = (uint)_numbers.Count);
            _numbers.Add((uint)list.Count);
            _numbers.AddRange(list);
        }

        return place;
    }
}
