namespace Lanyard.Policy.Catalog;

/// <summary>
/// Writes descriptions as numbers of words, the frequent ones in one byte: a fifth of their size, any of them readable without the
/// others, and the same bytes on every machine, which a general compressor doesn't promise.
/// </summary>
internal sealed class DescriptionCoder
{
    private const string Opening = "Grants permission to ";
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _written = new(StringComparer.Ordinal);
    private readonly List<byte> _bytes = [];

    /// <summary>Chooses the words.</summary>
    /// <param name="descriptions">Every description that will be written.</param>
    public DescriptionCoder(IEnumerable<string> descriptions)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in descriptions.SelectMany(Split))
        {
            counts[word] = counts.GetValueOrDefault(word) + 1;
        }

        Words = [.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Key)];
        for (var i = 0; i < Words.Count; i++)
        {
            _numbers.Add(Words[i], i);
        }
    }

    /// <summary>Gets the words, by number.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Gets what was written.</summary>
    public byte[] Bytes => [.. _bytes];

    /// <summary>Writes a description, once for all that are the same.</summary>
    /// <returns>Where it is.</returns>
    public uint Add(string description)
    {
        if (!_written.TryGetValue(description, out var at))
        {
            _written.Add(description, at = _bytes.Count);
            var words = Split(description);
            Write(words.Length);
            foreach (var word in words)
            {
                Write(_numbers[word]);
            }
        }

        return (uint)at;
    }

    private static string[] Split(string description) => description switch
    {
        "" => [],
        _ when description.StartsWith(Opening, StringComparison.Ordinal) && description.Length > Opening.Length =>
            [Opening[..^1], .. description[Opening.Length..].Split(' ')],
        _ => description.Split(' '),
    };

    private void Write(int number)
    {
        for (; number >= 0x80; number >>= 7)
        {
            _bytes.Add((byte)(number | 0x80));
        }

        _bytes.Add((byte)number);
    }
}
