using System.Numerics;

namespace Lanyard.Policy.Sets.Patterns;

/// <summary>A set of small numbers, to be compared with others and looked up by.</summary>
internal sealed class Bits : IEquatable<Bits>
{
    private readonly ulong[] _words;

    /// <summary>An empty set.</summary>
    /// <param name="size">One more than the largest number that it can take.</param>
    public Bits(int size) => _words = new ulong[(size + 63) / 64];

    private Bits(ulong[] words) => _words = words;

    /// <summary>Whether a number is in it, or put it in, or take it out.</summary>
    public bool this[int number]
    {
        get => (_words[number >> 6] & (1UL << number)) != 0;
        set => _words[number >> 6] = value ? _words[number >> 6] | (1UL << number) : _words[number >> 6] & ~(1UL << number);
    }

    /// <summary>The numbers in it, in rising order.</summary>
    public IEnumerable<int> Numbers
    {
        get
        {
            for (var i = 0; i < _words.Length; i++)
            {
                for (var left = _words[i]; left != 0; left &= left - 1)
                {
                    yield return (i << 6) + BitOperations.TrailingZeroCount(left);
                }
            }
        }
    }

    /// <summary>A set with the same numbers.</summary>
    public Bits Copy() => new([.. _words]);

    /// <summary>Adds the numbers of another set of the same size.</summary>
    public void Add(Bits other)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            _words[i] |= other._words[i];
        }
    }

    /// <inheritdoc/>
    public bool Equals(Bits? other) => other is not null && _words.AsSpan().SequenceEqual(other._words);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Bits);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var word in _words)
        {
            hash.Add(word);
        }

        return hash.ToHashCode();
    }
}
