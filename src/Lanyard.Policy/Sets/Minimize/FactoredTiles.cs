using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Sets.Minimize;

/// <summary>
/// Divides the pairs of actions and resources that the statements under one heading allow among other statements, where that takes fewer
/// characters: what two statements have in common becomes one of its own, or each action is named with all of its resources once.
/// </summary>
internal static class FactoredTiles
{
    // Every pair is looked at for every improvement; more statements under one heading than this were surely made by a program.
    private const int MaxTiles = 250;

    /// <summary>Divides them anew.</summary>
    public static ImmutableArray<Tile> Of(ImmutableArray<Tile> tiles) =>
    [
        .. tiles.GroupBy(tile => tile.Heading.Key).SelectMany(group => CanBeDivided([.. group]) ? Shortest([.. group]) : [.. group]),
    ];

    private static bool CanBeDivided(ImmutableArray<Tile> tiles) => tiles is { Length: > 1 and <= MaxTiles } and [{ Heading: { IsPlain: true, Effect: Effect.Allow } }, ..];

    private static ImmutableArray<Tile> Shortest(ImmutableArray<Tile> tiles)
    {
        var best = tiles;
        foreach (var start in (ImmutableArray<Tile>[])[tiles, ByAction(tiles), ByResource(tiles)])
        {
            var found = Improved(start);
            best = LengthOf(found) < LengthOf(best) ? found : best;
        }

        return best == tiles ? tiles : WithNames(best, tiles);
    }

    // Without names: to lose one is no gain.
    private static int LengthOf(ImmutableArray<Tile> tiles) => tiles.Sum(LengthOf);

    private static int LengthOf(Tile tile) => (tile with { Sid = null }).Length + 1;

    // A statement that came out as it was goes on with its name.
    private static ImmutableArray<Tile> WithNames(ImmutableArray<Tile> tiles, ImmutableArray<Tile> before)
    {
        var names = before.DistinctBy(tile => tile.Key).ToDictionary(tile => tile.Key, tile => tile.Sid);
        return [.. tiles.Select(tile => tile.Sid is null && names.GetValueOrDefault(tile.Key) is { } sid ? tile with { Sid = sid } : tile)];
    }

    private static ImmutableArray<Tile> ByAction(ImmutableArray<Tile> tiles)
    {
        var pairs = tiles.SelectMany(tile => tile.Actions.Select(action => (Action: action, tile.Resources)));
        return
        [
            .. pairs.GroupBy(pair => pair.Action, StringComparer.OrdinalIgnoreCase)
                .Select(group => (Action: group.Key, Resources: SortedTexts.Resources.Of(group.SelectMany(pair => pair.Resources))))
                .GroupBy(entry => SortedTexts.Resources.KeyOf(entry.Resources))
                .Select(group => new Tile(tiles[0].Heading, null, SortedTexts.Actions.Of(group.Select(entry => entry.Action)), group.First().Resources)),
        ];
    }

    private static ImmutableArray<Tile> ByResource(ImmutableArray<Tile> tiles)
    {
        var pairs = tiles.SelectMany(tile => tile.Resources.Select(resource => (Resource: resource, tile.Actions)));
        return
        [
            .. pairs.GroupBy(pair => pair.Resource)
                .Select(group => (Resource: group.Key, Actions: SortedTexts.Actions.Of(group.SelectMany(pair => pair.Actions))))
                .GroupBy(entry => SortedTexts.Actions.KeyOf(entry.Actions))
                .Select(group => new Tile(tiles[0].Heading, null, group.First().Actions, SortedTexts.Resources.Of(group.Select(entry => entry.Resource)))),
        ];
    }

    private static ImmutableArray<Tile> Improved(ImmutableArray<Tile> tiles)
    {
        while (BestStep(tiles) is { } better)
        {
            tiles = Tile.InOrder(MergedTiles.Of(better));
        }

        return tiles;
    }

    private static ImmutableArray<Tile>? BestStep(ImmutableArray<Tile> tiles)
    {
        var (best, gain) = (default((int A, int B, ImmutableArray<Tile> Parts)?), 0);
        for (var a = 0; a < tiles.Length; a++)
        {
            for (var b = a + 1; b < tiles.Length; b++)
            {
                foreach (var parts in Divisions(tiles[a], tiles[b]))
                {
                    var gained = LengthOf(tiles[a]) + LengthOf(tiles[b]) - LengthOf(parts);
                    (best, gain) = gained > gain ? ((a, b, parts), gained) : (best, gain);
                }
            }
        }

        return best is var (first, second, found) ? [.. tiles.Where((_, i) => i != first && i != second), .. found] : null;
    }

    private static IEnumerable<ImmutableArray<Tile>> Divisions(Tile a, Tile b)
    {
        if (SortedTexts.Actions.Meet(a.Actions, b.Actions))
        {
            var common = SortedTexts.Actions.Intersect(a.Actions, b.Actions);
            yield return
            [
                new Tile(a.Heading, null, common, SortedTexts.Resources.Union(a.Resources, b.Resources)),
                .. Rest(a, SortedTexts.Actions.Except(a.Actions, common), a.Resources),
                .. Rest(b, SortedTexts.Actions.Except(b.Actions, common), b.Resources),
            ];
        }

        if (SortedTexts.Resources.Meet(a.Resources, b.Resources))
        {
            var common = SortedTexts.Resources.Intersect(a.Resources, b.Resources);
            yield return
            [
                new Tile(a.Heading, null, SortedTexts.Actions.Union(a.Actions, b.Actions), common),
                .. Rest(a, a.Actions, SortedTexts.Resources.Except(a.Resources, common)),
                .. Rest(b, b.Actions, SortedTexts.Resources.Except(b.Resources, common)),
            ];
        }
    }

    private static IEnumerable<Tile> Rest(Tile tile, ImmutableArray<string> actions, ImmutableArray<string> resources) =>
        actions.IsEmpty || resources.IsEmpty ? [] : [tile with { Actions = actions, Resources = resources }];
}
