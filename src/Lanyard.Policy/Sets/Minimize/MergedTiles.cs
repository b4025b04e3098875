using System.Collections.Immutable;

namespace Lanyard.Policy.Sets.Minimize;

/// <summary>Puts statements together that differ by one list alone.</summary>
internal static class MergedTiles
{
    /// <summary>Puts them together until no two are left.</summary>
    public static ImmutableArray<Tile> Of(ImmutableArray<Tile> tiles)
    {
        for (var before = int.MaxValue; tiles.Length < before;)
        {
            before = tiles.Length;
            tiles = Merge(tiles, ResourcesKey, (a, b) => a with { Actions = SortedTexts.Actions.Union(a.Actions, b.Actions) });
            tiles = Merge(tiles, ActionsKey, (a, b) => a with { Resources = SortedTexts.Resources.Union(a.Resources, b.Resources) });
            tiles = Merge(tiles, ButForPrincipals, (a, b) => a.Heading.PrincipalKey == b.Heading.PrincipalKey ? a : a with { Heading = a.Heading.WithPrincipalsOf(b.Heading) });
        }

        return tiles;
    }

    // Lists of what is not meant can't be put together: both leave out less than either does.
    private static string? ResourcesKey(Tile tile) => tile.Heading.ActionsNegated ? null : $"{tile.Heading.Key}\u0002{tile.ResourcesKey}";

    private static string? ActionsKey(Tile tile) => tile.Heading.ResourcesNegated || !tile.Heading.HasResources ? null : $"{tile.Heading.Key}\u0002{tile.ActionsKey}";

    private static string? ButForPrincipals(Tile tile) =>
        tile.Heading.Principal is { Negated: false } principal && !principal.Entries.Any(entry => entry.Kind == Documents.PrincipalKind.Everyone)
            ? $"{tile.Heading.Effect} {tile.Heading.ActionsNegated} {tile.Heading.ResourcesNegated} {tile.Heading.HasResources}\u0001"
                + $"{string.Join('\u0001', tile.Heading.Tests.Order(StringComparer.Ordinal))}\u0002{tile.ActionsKey}\u0002{tile.ResourcesKey}"
            : null;

    private static ImmutableArray<Tile> Merge(ImmutableArray<Tile> tiles, Func<Tile, string?> keyOf, Func<Tile, Tile, Tile> merge)
    {
        var (found, places) = (ImmutableArray.CreateBuilder<Tile>(), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var tile in tiles)
        {
            if (keyOf(tile) is not { } key)
            {
                found.Add(tile);
            }
            else if (places.TryAdd(key, found.Count))
            {
                found.Add(tile);
            }
            else
            {
                var into = found[places[key]];
                found[places[key]] = merge(into, tile).NamedAfter(into, tile);
            }
        }

        return found.ToImmutable();
    }
}
