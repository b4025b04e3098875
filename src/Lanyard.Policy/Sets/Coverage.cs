using Lanyard.Policy.Sets.Patterns;

namespace Lanyard.Policy.Sets;

/// <summary>
/// Proves quickly that one side allows nothing more: whatever a statement of it allows, one of the other side allows, and whatever the
/// other side denies, it denies too.
/// </summary>
internal sealed class Coverage(Vocabulary vocabulary, PatternRelations relations)
{
    // More pairs than this are left to the search.
    private const int MaxPairs = 20_000;

    private int _pairs;

    /// <summary>Tries to prove it; a no proves nothing.</summary>
    public bool Proves(Question question, IReadOnlyList<Clause> before, IReadOnlyList<Clause> after, bool takesNoResource, bool adds)
    {
        _pairs = 0;
        var (allowing, refusing) = adds ? (after, before) : (before, after);
        var (allowingLayers, refusingLayers) = adds ? (question.After.Layers, question.Before.Layers) : (question.Before.Layers, question.After.Layers);
        return refusingLayers.All(layer => layer.AllowsByDefault || (allowingLayers.Contains(layer)
                && Covers(
                    [.. refusing.Where(clause => !clause.Denies && clause.Layer == layer.Number)],
                    allowing.Where(clause => !clause.Denies && clause.Layer == layer.Number), takesNoResource)))
            && Covers([.. allowing.Where(clause => clause.Denies)], refusing.Where(clause => clause.Denies), takesNoResource);
    }

    // Whether each of the inner statements lies within the outer ones.
    private bool Covers(IReadOnlyList<Clause> outer, IEnumerable<Clause> inner, bool takesNoResource) => inner.All(clause =>
    {
        var candidates = outer.Where(other => other.Conditions.All(clause.Conditions.Contains)).ToList();
        if (candidates.Exists(other => other.Resources is null or { Negated: false, HasAll: true }))
        {
            return true;
        }

        return clause.Resources switch
        {
            null => false,
            { Negated: true } mine => candidates.Exists(other => IsSame(mine, other.Resources!)),
            { HasAll: true } => false,
            _ when takesNoResource => true,
            var mine => mine.Constants.All(number => candidates.Exists(other => Covers(other.Resources!, number)))
                && mine.Templates.All(number => candidates.Exists(other => CoversTemplate(other.Resources!, number))),
        };
    });

    private bool Covers(ResourceTerm outer, int constant) => !outer.Negated
        && (outer.Constants.Contains(constant) || outer.Constants.Any(other => Contains(vocabulary.Constants[other], vocabulary.Constants[constant])));

    private bool CoversTemplate(ResourceTerm outer, int template) => !outer.Negated
        && (outer.Templates.Contains(template)
            || vocabulary.Templates[template].Bound is not { } bound
            || outer.Constants.Any(other => Contains(vocabulary.Constants[other], bound)));

    private bool Contains(TextPattern outer, TextPattern inner) => ++_pairs <= MaxPairs && relations.Contains(outer, inner) == true;

    private static bool IsSame(ResourceTerm one, ResourceTerm other) =>
        one.Negated == other.Negated && one.HasAll == other.HasAll && one.HasMalformed == other.HasMalformed
        && one.Constants.SequenceEqual(other.Constants) && one.Templates.SequenceEqual(other.Templates);
}
