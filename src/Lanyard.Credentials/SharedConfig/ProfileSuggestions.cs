namespace Lanyard.Credentials.SharedConfig;

/// <summary>"Did you mean": names near to one that doesn't exist.</summary>
public static class ProfileSuggestions
{
    private const int MaxDistance = 2;
    private const int MaxSuggestions = 3;

    /// <summary>
    /// Names within two typing errors (a letter too many, too few, wrong, or two swapped; case is no error), or that start with the
    /// name, or that it starts with.
    /// </summary>
    /// <param name="names">The names that exist.</param>
    /// <param name="name">The name that was asked for.</param>
    /// <returns>At most three, the nearest first.</returns>
    public static IReadOnlyList<string> Nearest(IEnumerable<string> names, string name)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(name);
        return [.. names
            .Select(candidate => (candidate, score: Score(candidate, name)))
            .Where(scored => scored.score <= MaxDistance + 1)
            .OrderBy(scored => scored.score).ThenBy(scored => scored.candidate, StringComparer.Ordinal)
            .Take(MaxSuggestions)
            .Select(scored => scored.candidate)];
    }

    /// <summary>The distance; a name that only shares its start comes after all that are near.</summary>
    private static int Score(string candidate, string name)
    {
        int distance = Distance(candidate.ToUpperInvariant(), name.ToUpperInvariant());

        // Two errors in a name of two letters leave nothing of it.
        if (distance <= MaxDistance && distance < Math.Min(candidate.Length, name.Length))
        {
            return distance;
        }

        bool sharesStart = Math.Min(candidate.Length, name.Length) >= 2
            && (candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase)
                || name.StartsWith(candidate, StringComparison.OrdinalIgnoreCase));
        return sharesStart ? MaxDistance + 1 : int.MaxValue;
    }

    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > MaxDistance)
        {
            return int.MaxValue;
        }

        int[] twoUp = new int[b.Length + 1];
        int[] oneUp = [.. Enumerable.Range(0, b.Length + 1)];
        int[] row = new int[b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int wrong = oneUp[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(wrong, Math.Min(oneUp[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], twoUp[j - 2] + 1);
                }
            }

            (twoUp, oneUp, row) = (oneUp, row, twoUp);
        }

        return oneUp[b.Length];
    }
}
