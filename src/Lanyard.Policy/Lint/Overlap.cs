using Lanyard.Policy.Documents;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint;

/// <summary>What two patterns have in common, in which <c>*</c> stands for any run of characters and <c>?</c> for one.</summary>
internal static class Overlap
{
    /// <summary>Whether there is a text that fits both.</summary>
    /// <param name="one">A pattern.</param>
    /// <param name="other">Another.</param>
    public static bool Any(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        // Most pairs differ before the first wildcard.
        while (!one.IsEmpty && !other.IsEmpty && one[0] != '*' && other[0] != '*')
        {
            if (!Same(one[0], other[0]))
            {
                return false;
            }

            one = one[1..];
            other = other[1..];
        }

        while (!one.IsEmpty && !other.IsEmpty && one[^1] != '*' && other[^1] != '*')
        {
            if (!Same(one[^1], other[^1]))
            {
                return false;
            }

            one = one[..^1];
            other = other[..^1];
        }

        return one.IsEmpty || other.IsEmpty ? IsStars(one) && IsStars(other) : AnyOfRest(one, other);
    }

    /// <summary>
    /// Whether a pattern surely takes every text that another takes. Of a pattern with question marks or policy variables only the same
    /// pattern is taken to be covered.
    /// </summary>
    /// <param name="wide">The pattern that covers.</param>
    /// <param name="narrow">The pattern that is covered.</param>
    public static bool Covers(string wide, string narrow) =>
        (wide == narrow && !Placeholder.IsIn(wide))
        || (wide.Contains('*', StringComparison.Ordinal) && !wide.AsSpan().ContainsAny('?', '$', Placeholder.Mark) && Wildcards.Covers(wide, narrow, ignoreCase: false));

    /// <summary>Puts a star where a policy variable stands, or something that isn't known before deployment.</summary>
    /// <param name="text">The text of a policy.</param>
    public static string Open(string text)
    {
        if (!text.AsSpan().ContainsAny('$', Placeholder.Mark))
        {
            return text;
        }

        text = text.Replace(Placeholder.Mark, '*');
        for (var start = text.IndexOf("${", StringComparison.Ordinal); start >= 0; start = text.IndexOf("${", start + 1, StringComparison.Ordinal))
        {
            var end = text.IndexOf('}', start);
            text = end < 0 ? text[..start] + '*' : text[..start] + '*' + text[(end + 1)..];
        }

        return text;
    }

    // Whether there is one, for each pair of ends of the two, from the back.
    private static bool AnyOfRest(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        Span<bool> later = stackalloc bool[256];
        Span<bool> now = stackalloc bool[256];
        if (other.Length >= later.Length)
        {
            later = new bool[other.Length + 1];
            now = new bool[other.Length + 1];
        }

        later.Clear();
        for (var i = one.Length; i >= 0; i--)
        {
            for (var j = other.Length; j >= 0; j--)
            {
                var (endsOne, endsOther) = (i == one.Length, j == other.Length);
                now[j] = (endsOne && endsOther)
                    || (!endsOne && one[i] == '*' && (later[j] || (!endsOther && now[j + 1])))
                    || (!endsOther && other[j] == '*' && (now[j + 1] || (!endsOne && later[j])))
                    || (!endsOne && !endsOther && one[i] != '*' && other[j] != '*' && Same(one[i], other[j]) && later[j + 1]);
            }

            now.CopyTo(later);
        }

        return later[0];
    }

    private static bool Same(char one, char other) => one == other || one == '?' || other == '?';

    private static bool IsStars(ReadOnlySpan<char> text) => text.IndexOfAnyExcept('*') < 0;
}
