using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Sets.Minimize;

/// <summary>What may be done to a document.</summary>
[Flags]
public enum MinimizeSteps
{
    /// <summary>Lists and statements are put in order, and what is twice in a list is written once.</summary>
    Sorted = 0,

    /// <summary>Statements that differ by one list alone are put together.</summary>
    Merged = 1,

    /// <summary>What other parts of the document say already is left out.</summary>
    Implied = 2,

    /// <summary>What statements have in common is divided anew among statements.</summary>
    Factored = 4,

    /// <summary>Wildcards are put in the place of actions.</summary>
    Wildcards = 8,
}

/// <summary>How a document is minimised.</summary>
/// <param name="Wildcards">Whether wildcards may be put in the place of actions.</param>
/// <param name="DropSids">Whether statements lose their names.</param>
public sealed record MinimizeOptions(bool Wildcards = false, bool DropSids = false);

/// <summary>A document that says the same in fewer characters.</summary>
/// <param name="Document">The document.</param>
/// <param name="Steps">What was done; <see langword="null"/> where nothing could be proved, and the document is as it was.</param>
/// <param name="Unproved">Why more wasn't done; <see langword="null"/> where everything was proved.</param>
/// <param name="Wildcards">The wildcards that were put in.</param>
/// <param name="LostSids">The names that statements lost when they were put together.</param>
public sealed record MinimizedPolicy(
    PolicyDocument Document, MinimizeSteps? Steps, string? Unproved, ImmutableArray<ChosenWildcard> Wildcards, ImmutableArray<string> LostSids);

/// <summary>
/// Says a document in fewer characters. What comes out is proved to be the same set of requests, or isn't given: where a proof doesn't
/// succeed, less is done, down to nothing.
/// </summary>
/// <param name="catalogue">The actions that there are.</param>
/// <param name="proof">Proves that documents are equal.</param>
public sealed class PolicyMinimizer(Catalogue catalogue, EqualityProof proof)
{
    private const MinimizeSteps Exact = MinimizeSteps.Merged | MinimizeSteps.Implied | MinimizeSteps.Factored;

    // From the most to the least that can be done.
    private static readonly ImmutableArray<MinimizeSteps> Attempts = [Exact, MinimizeSteps.Merged | MinimizeSteps.Implied, MinimizeSteps.Merged, MinimizeSteps.Sorted];

    /// <summary>Minimises a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="options">What may be done.</param>
    public MinimizedPolicy Minimize(PolicyDocument document, MinimizeOptions options)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(options);
        var exact = Minimize(document, options.DropSids);
        var found = options.Wildcards && exact.Steps is { } steps ? WithWildcards(exact, steps) : exact;
        return found with { LostSids = options.DropSids ? [] : Lost(document, found.Document) };
    }

    private MinimizedPolicy Minimize(PolicyDocument document, bool dropSids)
    {
        string? unproved = null;
        foreach (var steps in Attempts)
        {
            var found = Tile.Document(document, Take(steps, Tile.Of(document, dropSids), new ActionWildcards(catalogue)));
            if (proof.WhyNotEqual([document], [found]) is not { } why)
            {
                return new MinimizedPolicy(found, steps, unproved, [], []);
            }

            unproved ??= why;
        }

        return new MinimizedPolicy(document, null, unproved, [], []);
    }

    // What is the same as the same is the same: the wildcards are compared with what is proved already, which is easier.
    private MinimizedPolicy WithWildcards(MinimizedPolicy exact, MinimizeSteps steps)
    {
        var wildcards = new ActionWildcards(catalogue);
        var found = Tile.Document(exact.Document, Take(steps | MinimizeSteps.Wildcards, Tile.Of(exact.Document), wildcards));
        return proof.WhyNotEqual([exact.Document], [found], allowsTomorrow: true) is { } why
            ? exact with { Unproved = exact.Unproved ?? why }
            : exact with { Document = found, Steps = steps | MinimizeSteps.Wildcards, Wildcards = Used(wildcards, found) };
    }

    // Every round starts from what the last one made, so that minimising again changes nothing.
    private static ImmutableArray<Tile> Take(MinimizeSteps steps, ImmutableArray<Tile> tiles, ActionWildcards wildcards)
    {
        while (true)
        {
            var next = tiles;
            if (steps.HasFlag(MinimizeSteps.Implied))
            {
                next = ImpliedParts.Drop(next);
            }

            if (steps.HasFlag(MinimizeSteps.Merged))
            {
                next = MergedTiles.Of(next);
            }

            if (steps.HasFlag(MinimizeSteps.Factored))
            {
                next = FactoredTiles.Of(next);
            }

            if (steps.HasFlag(MinimizeSteps.Wildcards))
            {
                next = wildcards.Use(next);
            }

            next = Tile.InOrder(next);
            if (LengthOf(next) >= LengthOf(tiles))
            {
                return tiles;
            }

            tiles = next;
        }
    }

    private static int LengthOf(ImmutableArray<Tile> tiles) => tiles.Sum(tile => tile.Length + 1);

    private static ImmutableArray<ChosenWildcard> Used(ActionWildcards wildcards, PolicyDocument document) =>
    [
        .. document.Statements.SelectMany(statement => statement.Action.Values).Select(value => value.Value).Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(wildcards.Chosen.GetValueOrDefault).OfType<ChosenWildcard>().OrderBy(wildcard => wildcard.Pattern, StringComparer.OrdinalIgnoreCase),
    ];

    private static ImmutableArray<string> Lost(PolicyDocument before, PolicyDocument after)
    {
        var left = after.Statements.Select(statement => statement.Sid?.Value).ToHashSet();
        return [.. before.Statements.Select(statement => statement.Sid?.Value).OfType<string>().Where(sid => !left.Contains(sid)).Distinct()];
    }
}
