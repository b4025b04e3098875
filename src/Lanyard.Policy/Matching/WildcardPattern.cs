namespace Lanyard.Policy.Matching;

/// <summary>
/// A pattern in which <c>*</c> stands for any run of characters, also none, and <c>?</c> for exactly one; both cross <c>/</c>, <c>:</c>
/// and line ends.
/// </summary>
/// <remarks>
/// The text between two stars is looked for from the left once and never again, so a match takes at most the length of the pattern
/// times that of the text, however many stars there are.
/// </remarks>
public sealed class WildcardPattern
{
    // The text between the stars; one segment means that there is no star.
    private readonly Segment[] _segments;
    private readonly bool _ignoreCase;

    /// <summary>Reads a pattern.</summary>
    /// <param name="pattern">The pattern; there is no way to escape a wildcard in it.</param>
    /// <param name="ignoreCase">Whether upper and lower case letters are the same.</param>
    public WildcardPattern(string pattern, bool ignoreCase = false)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        _ignoreCase = ignoreCase;
        var texts = pattern.Split('*');
        _segments = new Segment[texts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            _segments[i] = new Segment(texts[i]);
        }

        MatchesAll = pattern == "*";
        Literal = pattern.AsSpan().IndexOfAny('*', '?') < 0 ? pattern : null;
    }

    /// <summary>Whether the pattern is a star alone.</summary>
    internal bool MatchesAll { get; }

    /// <summary>The only text that fits, when there is no wildcard.</summary>
    internal string? Literal { get; }

    /// <summary>Whether the whole text fits the pattern.</summary>
    /// <param name="text">The text.</param>
    public bool IsMatch(ReadOnlySpan<char> text)
    {
        var first = _segments[0];
        var last = _segments[^1];
        if (_segments.Length == 1)
        {
            return text.Length == first.Length && first.IsAt(text, _ignoreCase);
        }

        if (text.Length < first.Length + last.Length || !first.IsAt(text, _ignoreCase) || !last.IsAt(text[^last.Length..], _ignoreCase))
        {
            return false;
        }

        var rest = text[first.Length..^last.Length];
        foreach (var segment in _segments.AsSpan(1, _segments.Length - 2))
        {
            var found = segment.IndexIn(rest, _ignoreCase);
            if (found < 0)
            {
                return false;
            }

            rest = rest[(found + segment.Length)..];
        }

        return true;
    }

    /// <summary>Text without stars; some of its characters may be <c>?</c>.</summary>
    private readonly struct Segment(string text)
    {
        private readonly bool _plain = !text.Contains('?', StringComparison.Ordinal);

        public int Length => text.Length;

        public bool IsAt(ReadOnlySpan<char> place, bool ignoreCase)
        {
            if (_plain)
            {
                return ignoreCase ? place.StartsWith(text, StringComparison.OrdinalIgnoreCase) : place.StartsWith(text);
            }

            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] != '?' && !Same(text[i], place[i], ignoreCase))
                {
                    return false;
                }
            }

            return true;
        }

        public int IndexIn(ReadOnlySpan<char> place, bool ignoreCase)
        {
            if (_plain)
            {
                return ignoreCase ? place.IndexOf(text, StringComparison.OrdinalIgnoreCase) : place.IndexOf(text);
            }

            for (var start = 0; start <= place.Length - text.Length; start++)
            {
                if (IsAt(place[start..], ignoreCase))
                {
                    return start;
                }
            }

            return -1;
        }

        private static bool Same(char a, char b, bool ignoreCase) =>
            a == b || (ignoreCase && char.ToUpperInvariant(a) == char.ToUpperInvariant(b));
    }
}
