using System.Collections.Immutable;

namespace Lanyard.Policy.Sets.Minimize;

/// <summary>Puts statements into documents of limited size.</summary>
internal sealed class Packing
{
    private readonly List<Tile>[] _bins;
    private readonly int[] _left;

    private Packing(int bins, int space)
    {
        _bins = [.. Enumerable.Range(0, bins).Select(_ => new List<Tile>())];
        _left = [.. Enumerable.Repeat(space + 1, bins)];
    }

    /// <summary>The fewest documents that might be enough.</summary>
    /// <exception cref="PolicyTooLargeException">A statement doesn't fit, however it is divided.</exception>
    public static int LeastBins(ImmutableArray<Tile> tiles, int space)
    {
        foreach (var tile in tiles)
        {
            var smallest = tile;
            while (Halves(smallest) is var (first, second))
            {
                smallest = first.Length >= second.Length ? first : second;
            }

            if (smallest.Length > space)
            {
                var (element, first) = (smallest.Heading.ActionsNegated ? "NotAction" : "Action", smallest.Actions.FirstOrDefault());
                throw new PolicyTooLargeException(smallest.Length, space, $"a statement with {element} {first}{(smallest.Actions.Length > 1 ? ", …" : "")}, which can't be divided further,");
            }
        }

        return Math.Max((int)((tiles.Sum(tile => tile.Length + 1L) + space) / (space + 1)), 1);
    }

    /// <summary>Puts statements into a number of documents.</summary>
    /// <param name="bins">How many documents.</param>
    /// <param name="space">The characters that each has for statements.</param>
    /// <param name="tiles">The statements.</param>
    /// <param name="last">Where they were; <see langword="null"/> where that doesn't matter.</param>
    /// <returns>What is in each document; <see langword="null"/> where it didn't fit.</returns>
    public static IEnumerable<ImmutableArray<Tile>>? Into(int bins, int space, ImmutableArray<Tile> tiles, EarlierSplit? last)
    {
        var packing = new Packing(bins, space);
        var homes = tiles.Select(tile => last?.DocumentOf(tile) ?? -1).ToList();

        // Of more earlier documents than there may be those stay that held the most.
        var kept = tiles.Select((tile, i) => (tile, Home: homes[i])).Where(entry => entry.Home >= 0)
            .GroupBy(entry => entry.Home).OrderByDescending(group => group.Sum(entry => entry.tile.Length)).ThenBy(group => group.Key)
            .Take(bins).Select((group, bin) => (group.Key, bin)).ToDictionary(entry => entry.Key, entry => entry.bin);
        var queue = tiles.Select((tile, i) => (Tile: tile, Bin: kept.TryGetValue(homes[i], out var bin) ? bin : -1))
            .OrderByDescending(entry => entry.Bin >= 0).ThenByDescending(entry => entry.Tile.Length).ToList();
        return queue.TrueForAll(entry => packing.Put(entry.Tile, entry.Bin)) ? packing._bins.Select(bin => bin.ToImmutableArray()) : null;
    }

    // In its own document, or the fullest that it fits in; divided where it fits in none.
    private bool Put(Tile tile, int home)
    {
        var fits = Enumerable.Range(0, _bins.Length).Where(bin => Cost(tile, bin) <= _left[bin]).ToList();
        if (fits.Count > 0)
        {
            Add(tile, fits.Contains(home) ? home : fits.MinBy(bin => _left[bin] - Cost(tile, bin)));
            return true;
        }

        foreach (var bin in Enumerable.Range(0, _bins.Length).OrderByDescending(bin => bin == home).ThenByDescending(bin => _left[bin]))
        {
            if (Largest(tile, bin) is var (part, rest))
            {
                Add(part, bin);
                return Put(rest, -1);
            }
        }

        return false;
    }

    private int Cost(Tile tile, int bin) => _left[bin] <= 0 ? int.MaxValue : tile.Length + 1;

    private void Add(Tile tile, int bin)
    {
        _left[bin] -= Cost(tile, bin);
        _bins[bin].Add(tile);
    }

    // As many values of the longer list as fit.
    private (Tile First, Tile Second)? Largest(Tile tile, int bin)
    {
        for (var taken = LongerList(tile).Length - 1; taken > 0; taken--)
        {
            if (Divided(tile, taken) is var (part, rest) && Cost(part, bin) <= _left[bin])
            {
                return (part, rest);
            }
        }

        return null;
    }

    private static (Tile First, Tile Second)? Halves(Tile tile) => LongerList(tile).Length > 1 ? Divided(tile, LongerList(tile).Length / 2) : null;

    private static bool IsByActions(Tile tile)
    {
        var (actions, resources) = (!tile.Heading.ActionsNegated && tile.Actions.Length > 1, tile.Heading is { HasResources: true, ResourcesNegated: false } && tile.Resources.Length > 1);
        return actions && (!resources || Tile.LengthOf(tile.Actions) >= Tile.LengthOf(tile.Resources));
    }

    private static ImmutableArray<string> LongerList(Tile tile) =>
        IsByActions(tile) ? tile.Actions : tile.Heading is { HasResources: true, ResourcesNegated: false } ? tile.Resources : [];

    private static (Tile First, Tile Second) Divided(Tile tile, int at) => IsByActions(tile)
        ? (tile with { Actions = tile.Actions[..at] }, tile with { Actions = tile.Actions[at..] })
        : (tile with { Resources = tile.Resources[..at] }, tile with { Resources = tile.Resources[at..] });
}
