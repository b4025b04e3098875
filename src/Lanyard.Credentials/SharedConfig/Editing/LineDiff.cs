namespace Lanyard.Credentials.SharedConfig.Editing;

/// <summary>One step from an old list of lines to a new one.</summary>
/// <param name="Sign">' ' for a line of both, '-' of the old one alone, '+' of the new one alone.</param>
/// <param name="Old">Index in the old list: of the line, or of where one is added.</param>
/// <param name="New">Index in the new list.</param>
internal readonly record struct DiffStep(char Sign, int Old, int New);

/// <summary>The shortest way from one list of lines to another (Myers), or a plain one where that would take long.</summary>
internal static class LineDiff
{
    private const int MaxDifferences = 2000;

    /// <summary>Finds the way.</summary>
    public static List<DiffStep> Of(string[] old, string[] @new)
    {
        int start = 0;
        while (start < old.Length && start < @new.Length && old[start] == @new[start])
        {
            start++;
        }

        int end = 0;
        while (end < old.Length - start && end < @new.Length - start && old[^(end + 1)] == @new[^(end + 1)])
        {
            end++;
        }

        var steps = new List<DiffStep>();
        for (int i = 0; i < start; i++)
        {
            steps.Add(new(' ', i, i));
        }

        steps.AddRange(Middle(old[start..^end], @new[start..^end])
            .Select(s => s with { Old = s.Old + start, New = s.New + start }));
        for (int i = end; i > 0; i--)
        {
            steps.Add(new(' ', old.Length - i, @new.Length - i));
        }

        return steps;
    }

    private static List<DiffStep> Middle(string[] old, string[] @new)
    {
        // furthest[k + offset]: how far in the old list one comes on the diagonal k with d differences.
        int limit = Math.Min(old.Length + @new.Length, MaxDifferences);
        int offset = limit + 1;
        int[] furthest = new int[(2 * offset) + 1];
        var trace = new List<int[]>();
        for (int d = 0; d <= limit; d++)
        {
            trace.Add(furthest[(offset - d)..(offset + d + 1)]);
            for (int k = -d; k <= d; k += 2)
            {
                bool down = k == -d || (k != d && furthest[offset + k - 1] < furthest[offset + k + 1]);
                int x = down ? furthest[offset + k + 1] : furthest[offset + k - 1] + 1;
                while (x < old.Length && x - k < @new.Length && old[x] == @new[x - k])
                {
                    x++;
                }

                furthest[offset + k] = x;
                if (x >= old.Length && x - k >= @new.Length)
                {
                    return Back(trace, old.Length, @new.Length);
                }
            }
        }

        return
        [
            .. Enumerable.Range(0, old.Length).Select(i => new DiffStep('-', i, 0)),
            .. Enumerable.Range(0, @new.Length).Select(i => new DiffStep('+', old.Length, i)),
        ];
    }

    private static List<DiffStep> Back(List<int[]> trace, int x, int y)
    {
        var steps = new List<DiffStep>();
        for (int d = trace.Count - 1; d >= 0; d--)
        {
            int[] furthest = trace[d];
            int k = x - y;
            int At(int diagonal) => diagonal + d is var i && i >= 0 && i < furthest.Length ? furthest[i] : -1;
            bool down = k == -d || (k != d && At(k - 1) < At(k + 1));
            int before = down ? k + 1 : k - 1;
            int fromX = d == 0 ? 0 : At(before);
            int fromY = d == 0 ? 0 : fromX - before;
            while (x > fromX && y > fromY)
            {
                steps.Add(new(' ', --x, --y));
            }

            if (d > 0)
            {
                steps.Add(down ? new('+', x, --y) : new('-', --x, y));
            }
        }

        steps.Reverse();
        return steps;
    }
}
