namespace Lanyard.Projects;

/// <summary>"Did you mean": the known word that a mistyped one most resembles.</summary>
internal static class Nearest
{
    /// <summary>The closest of the known words, or null when none is close. Case, <c>_</c> and <c>-</c> don't count.</summary>
    public static string? Of(string word, IEnumerable<string> known)
    {
        var wanted = Plain(word);
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in known)
        {
            var plain = Plain(candidate);
            var allowed = Math.Max(1, Math.Max(wanted.Length, plain.Length) / 3);
            if (Math.Abs(wanted.Length - plain.Length) > allowed)
            {
                continue;
            }

            var distance = Distance(wanted, plain);
            if (distance <= allowed && distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    private static string Plain(string word) =>
        word.Length > 64 ? "" : word.Replace("_", "").Replace("-", "").ToUpperInvariant();

    // Edits to turn one into the other, a swap of neighbours being one edit.
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            d[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            d[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var same = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + same);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
