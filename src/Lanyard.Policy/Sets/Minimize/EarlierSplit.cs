using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Sets.Minimize;

/// <summary>The documents of the last split, asked where a statement was.</summary>
internal sealed class EarlierSplit
{
    private readonly ImmutableArray<ImmutableArray<Tile>> _documents;

    public EarlierSplit(ImmutableArray<PolicyDocument> documents) => _documents = [.. documents.Select(document => Tile.Of(document))];

    /// <summary>How many documents there were.</summary>
    public int Count => _documents.Length;

    /// <summary>The document that held the most of a statement; -1 where none held any.</summary>
    public int DocumentOf(Tile tile)
    {
        var (best, most) = (-1, 0L);
        for (var i = 0; i < _documents.Length; i++)
        {
            var common = Common(_documents[i], tile);
            (best, most) = common > most ? (i, common) : (best, most);
        }

        return best;
    }

    /// <summary>Divides statements that were divided among documents, as they were.</summary>
    public ImmutableArray<Tile> Divide(ImmutableArray<Tile> tiles) => [.. tiles.SelectMany(Divide)];

    /// <summary>Says of each new document which earlier one it goes on from: the one that it has the most in common with.</summary>
    public ImmutableArray<int?> Assign(List<ImmutableArray<Tile>> bins)
    {
        var assigned = new int?[bins.Count];
        var pairs = from bin in Enumerable.Range(0, bins.Count)
                    from document in Enumerable.Range(0, Count)
                    let common = bins[bin].Sum(tile => Common(_documents[document], tile))
                    where common > 0
                    orderby common descending, document, bin
                    select (bin, document);
        foreach (var (bin, document) in pairs)
        {
            if (assigned[bin] is null && !assigned.Contains(document))
            {
                assigned[bin] = document;
            }
        }

        return [.. assigned];
    }

    private IEnumerable<Tile> Divide(Tile tile)
    {
        if (!tile.Heading.IsPlain)
        {
            return [tile];
        }

        var alike = _documents.SelectMany((tiles, document) => tiles.Select(earlier => (Tile: earlier, Document: document)))
            .Where(entry => entry.Tile.Heading.Key == tile.Heading.Key).ToList();
        var byActions = tile.Actions.GroupBy(action =>
            alike.Find(entry => entry.Tile.ResourcesKey == tile.ResourcesKey && entry.Tile.Actions.Contains(action, StringComparer.OrdinalIgnoreCase)) is { Tile: not null } found ? found.Document : -1).ToList();
        var byResources = tile.Resources.GroupBy(resource =>
            alike.Find(entry => entry.Tile.ActionsKey == tile.ActionsKey && entry.Tile.Resources.Contains(resource)) is { Tile: not null } found ? found.Document : -1).ToList();
        return byActions.Count(group => group.Key >= 0) > 1 ? byActions.Select(group => tile with { Actions = [.. group] })
            : byResources.Count(group => group.Key >= 0) > 1 ? byResources.Select(group => tile with { Resources = [.. group] })
            : [tile];
    }

    // How many pairs of an action and a resource both have.
    private static long Common(ImmutableArray<Tile> document, Tile tile) => document
        .Where(earlier => earlier.Heading.Key == tile.Heading.Key)
        .Sum(earlier => (long)SortedTexts.Actions.Intersect(earlier.Actions, tile.Actions).Length
            * (tile.Heading.HasResources ? SortedTexts.Resources.Intersect(earlier.Resources, tile.Resources).Length : 1));
}
