using Lanyard.Policy.Documents;

namespace Lanyard.Cli.Commands.Policies.Check;

/// <summary>The line of a text that a finding is on, and what underlines the place.</summary>
/// <param name="Line">The line, cut where it is long.</param>
/// <param name="Mark">Blanks and the underlining.</param>
internal sealed record SourceExcerpt(string Line, string Mark)
{
    private const int Widest = 110;
    private const int Before = 40;
    private const char Cut = '…';

    /// <summary>Makes it.</summary>
    public static SourceExcerpt Of(SourceText source, Place place)
    {
        var line = source.Line(place.Start.Line);
        var start = Math.Clamp(place.Start.Column - 1, 0, line.Length);
        var end = place.End.Line > place.Start.Line ? line.TrimEnd().Length : Math.Clamp(place.End.Column - 1, start, line.Length);
        var columns = Readable.Columns(line);
        var (from, until) = Window(columns, start);
        end = Math.Clamp(end, start, until);

        // A half of a character isn't shown.
        from += from > 0 && char.IsLowSurrogate(line[from]) ? 1 : 0;
        var lead = (from > 0 ? 1 : 0) + columns[from..start].Sum();
        var shown = (from > 0 ? Cut.ToString() : "") + Readable.Shown(line, from, until, columns) + (until < line.Length ? Cut.ToString() : "");
        return new SourceExcerpt(shown, new string(' ', lead) + new string('^', Math.Max(1, columns[start..end].Sum())));
    }

    // What of a line is shown: all of it, or what is around the place.
    private static (int From, int Until) Window(int[] columns, int start)
    {
        if (columns.Sum() <= Widest)
        {
            return (0, columns.Length);
        }

        var from = start;
        for (var width = 0; from > 0 && width < Before; from--)
        {
            width += columns[from - 1];
        }

        var until = from;
        for (var width = 0; until < columns.Length && width < Widest; until++)
        {
            width += columns[until];
        }

        return (from, Math.Max(until, Math.Min(start + 1, columns.Length)));
    }
}
