namespace Lanyard.EndToEnd.Docs;

/// <summary>Compares what a page shows with what came: <c>…</c> stands for anything in a line, a line of it alone for any lines.</summary>
internal static class DocsOutput
{
    private const char Anything = '…';

    public static bool Matches(ReadOnlySpan<string> shown, ReadOnlySpan<string> came)
    {
        if (shown.IsEmpty)
        {
            return came.IsEmpty;
        }

        if (shown[0].Trim() == Anything.ToString())
        {
            for (var skipped = 0; skipped <= came.Length; skipped++)
            {
                if (Matches(shown[1..], came[skipped..]))
                {
                    return true;
                }
            }

            return false;
        }

        return !came.IsEmpty && LineMatches(shown[0].TrimEnd(), came[0].TrimEnd()) && Matches(shown[1..], came[1..]);
    }

    private static bool LineMatches(string shown, string came)
    {
        var parts = shown.Split(Anything);
        if (parts.Length == 1)
        {
            return shown == came;
        }

        if (!came.StartsWith(parts[0], StringComparison.Ordinal))
        {
            return false;
        }

        var at = parts[0].Length;
        foreach (var part in parts[1..^1])
        {
            var found = came.IndexOf(part, at, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            at = found + part.Length;
        }

        return came.Length - at >= parts[^1].Length && came.EndsWith(parts[^1], StringComparison.Ordinal);
    }
}
