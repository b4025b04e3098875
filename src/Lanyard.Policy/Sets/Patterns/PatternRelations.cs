namespace Lanyard.Policy.Sets.Patterns;

/// <summary>Compares two patterns. Answers are kept, since the same patterns meet again and again.</summary>
internal sealed class PatternRelations
{
    // Two lines of steps have few common states; this is far more than any pair of real ARNs takes.
    private const int MaxSteps = 50_000;

    private readonly Dictionary<(TextPattern, TextPattern), bool?> _known = [];

    /// <summary>Whether every text that fits one pattern fits another; <see langword="null"/> when that took too long to find out.</summary>
    public bool? Contains(TextPattern outer, TextPattern inner)
    {
        if (outer.Equals(inner) || outer.Equals(TextPattern.Anything))
        {
            return true;
        }

        if (FarApart(outer, inner))
        {
            return false;
        }

        if (!_known.TryGetValue((outer, inner), out var answer))
        {
            var found = JointSearch.Divide([outer], inner, MaxSteps, cell => !cell.Matches[0]);
            answer = found.Cells.Any(cell => !cell.Matches[0]) ? false : found.IsComplete ? true : null;
            _known.Add((outer, inner), answer);
        }

        return answer;
    }

    /// <summary>A shortest text that fits both patterns; none when there is none, or when it took too long to find out.</summary>
    public static string? Meeting(TextPattern a, TextPattern b) =>
        JointSearch.Divide([a], b, MaxSteps, cell => cell.Matches[0]).Cells.FirstOrDefault(cell => cell.Matches[0])?.Example;

    // Literals before the first wildcard of both that differ; the inner pattern is fitted by something, as every pattern is.
    private static bool FarApart(TextPattern outer, TextPattern inner)
    {
        if (outer.IgnoreCase || inner.IgnoreCase)
        {
            return false;
        }

        var (a, b) = (outer.Tokens, inner.Tokens);
        for (var i = 0; i < a.Length && i < b.Length && a[i].Kind == TokenKind.Literal && b[i].Kind == TokenKind.Literal; i++)
        {
            if (a[i].Char != b[i].Char)
            {
                return true;
            }
        }

        return false;
    }
}
