using System.Buffers;

namespace Lanyard.Policy.Matching;

/// <summary>
/// Text of a policy with its variables filled in, in which some of the stars and question marks are wildcards. It stands in borrowed
/// memory, so that filling in allocates nothing.
/// </summary>
internal ref struct ExpandedText
{
    private char[] _text;
    private bool[] _wild;
    private int _length;

    /// <summary>Borrows memory for an empty text.</summary>
    public ExpandedText() => (_text, _wild) = (ArrayPool<char>.Shared.Rent(256), ArrayPool<bool>.Shared.Rent(256));

    public readonly ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    /// <summary>Which characters of the text are wildcards.</summary>
    public readonly ReadOnlySpan<bool> Wild => _wild.AsSpan(0, _length);

    /// <summary>Adds text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isPattern">Whether its stars and question marks are wildcards.</param>
    public void Append(ReadOnlySpan<char> text, bool isPattern)
    {
        Grow(text.Length);
        text.CopyTo(_text.AsSpan(_length));
        for (var i = 0; i < text.Length; i++)
        {
            _wild[_length + i] = isPattern && (text[i] is '*' or '?');
        }

        _length += text.Length;
    }

    /// <summary>Gives the memory back.</summary>
    public readonly void Dispose()
    {
        ArrayPool<char>.Shared.Return(_text);
        ArrayPool<bool>.Shared.Return(_wild);
    }

    private void Grow(int by)
    {
        if (_length + by <= _text.Length && _length + by <= _wild.Length)
        {
            return;
        }

        var (text, wild) = (_text, _wild);
        var size = Math.Max(_length + by, 2 * _length);
        (_text, _wild) = (ArrayPool<char>.Shared.Rent(size), ArrayPool<bool>.Shared.Rent(size));
        text.AsSpan(0, _length).CopyTo(_text);
        wild.AsSpan(0, _length).CopyTo(_wild);
        ArrayPool<char>.Shared.Return(text);
        ArrayPool<bool>.Shared.Return(wild);
    }
}
