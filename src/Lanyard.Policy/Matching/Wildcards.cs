namespace Lanyard.Policy.Matching;

/// <summary>Matches a pattern that was filled in for one request, in which only some stars and question marks are wildcards.</summary>
/// <remarks>
/// When the text behind a star doesn't fit, only the last star is moved on, so a match takes at most the length of the pattern times
/// that of the text.
/// </remarks>
internal static class Wildcards
{
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
}
