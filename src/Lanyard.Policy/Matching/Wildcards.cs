namespace Lanyard.Policy.Matching;

/// <summary>Compares patterns with texts and with each other.</summary>
/// <remarks>
/// When the text behind a star doesn't fit, only the last star is moved on, so a comparison takes at most the length of the one times
/// that of the other.
/// </remarks>
internal static class Wildcards
{
    /// <summary>Matches a pattern that was filled in for one request, in which only some stars and question marks are wildcards.</summary>
    public static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<bool> wild, ReadOnlySpan<char> text)
    {
        var (at, star, mark) = (0, -1, 0);
        for (var i = 0; i < text.Length;)
        {
            var isWild = at < pattern.Length && wild[at];
            if (isWild && pattern[at] == '*')
            {
                (star, mark) = (at++, i);
            }
            else if (isWild || (at < pattern.Length && pattern[at] == text[i]))
            {
                at++;
                i++;
            }
            else if (star >= 0)
            {
                (at, i) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        while (at < pattern.Length && wild[at] && pattern[at] == '*')
        {
            at++;
        }

        return at == pattern.Length;
    }

    /// <summary>
    /// Whether a pattern surely matches all that another one matches. It goes by the characters alone, so that a no may be wrong, and a yes
    /// never is.
    /// </summary>
    /// <param name="outer">The pattern that covers.</param>
    /// <param name="inner">The one that is covered: it is matched like a text in which a star is a character that only a star fits.</param>
    /// <param name="ignoreCase">Whether upper and lower case carry no meaning.</param>
    public static bool Covers(ReadOnlySpan<char> outer, ReadOnlySpan<char> inner, bool ignoreCase)
    {
        var (at, star, mark) = (0, -1, 0);
        for (var i = 0; i < inner.Length;)
        {
            if (at < outer.Length && outer[at] == '*')
            {
                (star, mark) = (at++, i);
            }
            else if (at < outer.Length && inner[i] != '*' && (outer[at] == '?' || IsSame(outer[at], inner[i], ignoreCase)))
            {
                at++;
                i++;
            }
            else if (star >= 0)
            {
                (at, i) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        return outer[at..].TrimStart('*').IsEmpty;
    }

    private static bool IsSame(char a, char b, bool ignoreCase) => a == b || (ignoreCase && char.ToUpperInvariant(a) == char.ToUpperInvariant(b));
}
