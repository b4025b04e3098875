using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Sets;

/// <summary>The actions of the catalogue that an element names, as ranges in rising order that don't touch.</summary>
internal static class ActionSet
{
    /// <summary>Reads an element.</summary>
    /// <param name="catalogue">The catalogue.</param>
    /// <param name="element">The element.</param>
    /// <param name="match">The ranges of one pattern.</param>
    public static IReadOnlyList<ActionRange> Of(Catalogue catalogue, TextListElement element, Func<string, IReadOnlyList<ActionRange>> match)
    {
        var ranges = Union(element.Values.SelectMany(value => match(value.Value)));
        return element.Negated ? Complement(ranges, catalogue.ActionCount) : ranges;
    }

    private static List<ActionRange> Union(IEnumerable<ActionRange> ranges)
    {
        var all = new List<ActionRange>();
        foreach (var range in ranges.OrderBy(range => range.First))
        {
            if (all.Count > 0 && all[^1].End >= range.First)
            {
                all[^1] = all[^1] with { End = Math.Max(all[^1].End, range.End) };
            }
            else
            {
                all.Add(range);
            }
        }

        return all;
    }

    private static List<ActionRange> Complement(List<ActionRange> ranges, int end)
    {
        var all = new List<ActionRange>();
        var first = 0;
        foreach (var range in ranges)
        {
            if (range.First > first)
            {
                all.Add(new ActionRange(first, range.First));
            }

            first = range.End;
        }

        if (first < end)
        {
            all.Add(new ActionRange(first, end));
        }

        return all;
    }
}
