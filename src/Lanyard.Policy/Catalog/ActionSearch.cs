using System.Buffers;
using System.Text;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Catalog;

/// <summary>Finds the actions that a pattern stands for.</summary>
internal static class ActionSearch
{
    private static readonly SearchValues<char> Wildcards = SearchValues.Create("*?");

    /// <summary>Finds them.</summary>
    /// <param name="catalogue">The catalogue.</param>
    /// <param name="pattern">The pattern; what is none finds nothing.</param>
    public static IReadOnlyList<ActionRange> Find(Catalogue catalogue, string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var colon = pattern.IndexOf(':', StringComparison.Ordinal);
        if (pattern == "*")
        {
            return [new ActionRange(0, catalogue.ActionCount)];
        }

        var found = new List<ActionRange>();
        if (colon <= 0 || pattern.Any(char.IsWhiteSpace))
        {
            return found;
        }

        var (prefix, name) = (pattern[..colon], pattern[(colon + 1)..]);
        if (!prefix.AsSpan().ContainsAny(Wildcards))
        {
            if (catalogue.FindService(prefix) is { } service)
            {
                Add(found, catalogue, service, name);
            }

            return found;
        }

        var services = new WildcardPattern(prefix, ignoreCase: true);
        foreach (var service in catalogue.Services)
        {
            if (services.IsMatch(service.Prefix))
            {
                Add(found, catalogue, service, name);
            }
        }

        return found;
    }

    private static void Add(List<ActionRange> found, Catalogue catalogue, CatalogueService service, string name)
    {
        var range = service.Range;
        var wild = name.AsSpan().IndexOfAny(Wildcards);
        if (wild < 0)
        {
            if (service.IdOf(name) is >= 0 and var id)
            {
                Add(found, new ActionRange(id, id + 1));
            }

            return;
        }

        // Names are sorted: those with one beginning lie in a row.
        var first = Bound(catalogue, range, name.AsSpan(0, wild), past: false);
        var end = Bound(catalogue, range with { First = first }, name.AsSpan(0, wild), past: true);
        if (wild == name.Length - 1 && name[wild] == '*')
        {
            Add(found, new ActionRange(first, end));
            return;
        }

        var pattern = new WildcardPattern(name, ignoreCase: true);
        Span<char> text = stackalloc char[256];
        for (var id = first; id < end; id++)
        {
            var bytes = NameOf(catalogue, id);
            var length = bytes.Length <= text.Length ? Encoding.UTF8.GetChars(bytes, text) : 0;
            if (length > 0 ? pattern.IsMatch(text[..length]) : pattern.IsMatch(Encoding.UTF8.GetString(bytes)))
            {
                Add(found, new ActionRange(id, id + 1));
            }
        }
    }

    private static void Add(List<ActionRange> found, ActionRange range)
    {
        if (found.Count > 0 && found[^1].End == range.First)
        {
            found[^1] = new ActionRange(found[^1].First, range.End);
        }
        else if (range.Count > 0)
        {
            found.Add(range);
        }
    }

    // The first action whose name's beginning isn't before the one sought; with `past` the first behind it.
    private static int Bound(Catalogue catalogue, ActionRange range, ReadOnlySpan<char> beginning, bool past)
    {
        var (first, end) = (range.First, range.End);
        while (first < end)
        {
            var middle = (first + end) >>> 1;
            var order = Compare(NameOf(catalogue, middle), beginning);
            (first, end) = order < 0 || (past && order == 0) ? (middle + 1, end) : (first, middle);
        }

        return first;
    }

    private static int Compare(ReadOnlySpan<byte> name, ReadOnlySpan<char> beginning)
    {
        for (var i = 0; i < beginning.Length; i++)
        {
            var order = i == name.Length ? -1 : CatalogueLayout.Fold(name[i]) - CatalogueLayout.Fold(beginning[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static ReadOnlySpan<byte> NameOf(Catalogue catalogue, int id) =>
        catalogue.Data.TextBytes(catalogue.Data.Number(catalogue.Data.Actions + (id * CatalogueLayout.ActionSize)));
}
