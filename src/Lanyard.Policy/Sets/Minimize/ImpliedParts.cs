using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Sets.Minimize;

/// <summary>Leaves out what other parts of the document say already: values, and whole statements.</summary>
internal static class ImpliedParts
{
    /// <summary>Leaves it out.</summary>
    public static ImmutableArray<Tile> Drop(ImmutableArray<Tile> tiles)
    {
        var left = tiles.Select(tile => (Tile?)WithoutCoveredValues(tile)).ToList();

        // One after the other, so that of two that say the same one stays.
        for (var i = left.Count - 1; i >= 0; i--)
        {
            left[i] = WhatOthersDoNotSay(left[i]!, left.Where((other, j) => j != i && other is not null).Select(other => other!));
        }

        return [.. left.OfType<Tile>()];
    }

    /// <summary>Leaves out the values of a statement's lists that another value of the list covers.</summary>
    public static Tile WithoutCoveredValues(Tile tile) => tile with
    {
        Actions = Uncovered(tile.Actions, PatternCover.OfActions),
        Resources = Uncovered(tile.Resources, (outer, inner) => CoversResource(tile.Heading, outer, inner)),
    };

    private static ImmutableArray<string> Uncovered(ImmutableArray<string> values, Func<string, string, bool> covers)
    {
        var wild = values.Where(value => value.AsSpan().ContainsAny('*', '?')).ToList();
        if (wild.Count == 0)
        {
            return values;
        }

        var left = values.ToList();
        for (var i = values.Length - 1; i >= 0; i--)
        {
            var value = values[i];
            if (wild.Any(outer => !ReferenceEquals(outer, value) && covers(outer, value)))
            {
                left.RemoveAt(i);
                wild.RemoveAll(outer => ReferenceEquals(outer, value));
            }
        }

        return [.. left];
    }

    private static Tile? WhatOthersDoNotSay(Tile tile, IEnumerable<Tile> all)
    {
        var others = all.Where(other => IsUnder(other.Heading, tile.Heading)).ToList();
        if (others.Count == 0)
        {
            return tile;
        }

        var actions = tile.Actions;
        var wide = others.Where(other => CoversResources(other, tile)).ToList();
        if (wide.Any(other => CoversActions(other, tile)))
        {
            return null;
        }

        if (tile.Heading.ActionsNegated)
        {
            return tile;
        }

        actions = [.. actions.Where(action => !wide.Any(other => CoversAction(other, action)))];
        tile = tile with { Actions = actions };
        if (actions.IsEmpty)
        {
            return null;
        }

        if (!tile.Heading.IsPlain)
        {
            return tile;
        }

        var deep = others.Where(other => CoversActions(other, tile)).ToList();
        ImmutableArray<string> resources = [.. tile.Resources.Where(resource => !deep.Any(other => CoversResource(other, resource)))];
        return resources.IsEmpty ? null : tile with { Resources = resources };
    }

    // What is denied needs no allowing; otherwise like implies like. Every condition of the one must be one of the other.
    private static bool IsUnder(Heading outer, Heading inner) =>
        (outer.Effect == inner.Effect || outer.Effect == Effect.Deny)
        && outer.PrincipalKey == inner.PrincipalKey
        && outer.HasResources == inner.HasResources
        && outer.Tests.IsSubsetOf(inner.Tests);

    private static bool CoversActions(Tile outer, Tile inner) =>
        inner.Heading.ActionsNegated
            ? outer.Heading.ActionsNegated
                ? outer.Actions.All(left => inner.Actions.Any(leftToo => PatternCover.OfActions(leftToo, left)))
                : outer.Actions.Contains("*")
            : inner.Actions.All(action => CoversAction(outer, action));

    private static bool CoversAction(Tile outer, string action) =>
        !outer.Heading.ActionsNegated && outer.Actions.Any(pattern => PatternCover.OfActions(pattern, action));

    private static bool CoversResources(Tile outer, Tile inner) =>
        !outer.Heading.HasResources
        || (inner.Heading.ResourcesNegated
            ? !outer.Heading.ResourcesNegated
                ? outer.Resources.Contains("*")
                : outer.Resources.All(left => inner.Resources.Any(leftToo => CoversResource(inner.Heading, leftToo, left)))
            : inner.Resources.All(resource => CoversResource(outer, resource)));

    private static bool CoversResource(Tile outer, string resource) =>
        !outer.Heading.ResourcesNegated && outer.Resources.Any(pattern => CoversResource(outer.Heading, pattern, resource));

    private static bool CoversResource(Heading heading, string outer, string inner) =>
        PatternCover.OfResources(outer, inner, heading.HasVariables, heading.ResourcesNegated);
}
