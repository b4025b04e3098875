namespace Lanyard.Policy.Lint.Rules.Names;

/// <summary>Finds the name that somebody may have meant.</summary>
internal static class Nearest
{
    /// <summary>Gives the name that differs least; <see langword="null"/> where all differ in more than a few letters.</summary>
    /// <param name="written">What was written.</param>
    /// <param name="names">The names that there are.</param>
    public static string? Of(string written, IEnumerable<string> names)
    {
        string? best = null;
        var limit = Math.Min(3, 1 + (written.Length / 5)) + 1;
        foreach (var name in names)
        {
            if (Math.Abs(name.Length - written.Length) < limit && Distance(written, name) is var distance && distance < limit)
            {
                (best, limit) = (name, distance);
            }
        }

        return best;
    }

    // How many letters must be changed, put in, left out or swapped with the next; upper and lower case count for nothing.
    private static int Distance(string one, string other)
    {
        var rows = new int[3][];
        for (var i = 0; i < 3; i++)
        {
            rows[i] = new int[other.Length + 1];
        }

        for (var j = 0; j <= other.Length; j++)
        {
            rows[0][j] = j;
        }

        for (var i = 1; i <= one.Length; i++)
        {
            var (now, last, before) = (rows[i % 3], rows[(i - 1) % 3], rows[(i + 1) % 3]);
            now[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var same = Same(one[i - 1], other[j - 1]);
                now[j] = Math.Min(Math.Min(last[j], now[j - 1]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && Same(one[i - 1], other[j - 2]) && Same(one[i - 2], other[j - 1]))
                {
                    now[j] = Math.Min(now[j], before[j - 2] + 1);
                }
            }
        }

        return rows[one.Length % 3][other.Length];
    }

    private static bool Same(char one, char other) => char.ToUpperInvariant(one) == char.ToUpperInvariant(other);
}
