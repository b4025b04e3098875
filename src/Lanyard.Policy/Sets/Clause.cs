using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Sets.Conditions;
using Lanyard.Policy.Sets.Patterns;

namespace Lanyard.Policy.Sets;

/// <summary>A statement, ready to be compared with others.</summary>
internal sealed class Clause
{
    /// <summary>Its number among those of both sides.</summary>
    public required int Number { get; init; }

    /// <summary>Whether it is the later side's.</summary>
    public required bool IsLater { get; init; }

    /// <summary>Which set of documents it is in; all sets must allow.</summary>
    public required int Layer { get; init; }

    /// <summary>Whether it denies.</summary>
    public required bool Denies { get; init; }

    /// <summary>The statement.</summary>
    public required Statement Statement { get; init; }

    /// <summary>The actions of the catalogue that it has, in rising order.</summary>
    public required IReadOnlyList<ActionRange> Actions { get; init; }

    /// <summary>The patterns of its actions; those that nothing fits are left out.</summary>
    public required ImmutableArray<TextPattern> ActionPatterns { get; init; }

    /// <summary>Its resources; <see langword="null"/> when it has no such element and so means any.</summary>
    public required ResourceTerm? Resources { get; init; }

    /// <summary>Its conditions.</summary>
    public required ImmutableArray<ConditionAtom> Conditions { get; init; }

    /// <summary>What it says of one of its actions, as numbers of sentences: two sides with the same sentences say the same.</summary>
    public required ImmutableArray<int> Sentences { get; init; }

    /// <summary>Equal for statements of one side that say the same of the actions they have.</summary>
    public string Meaning => Statement.Principal is null ? $"{IsLater} {string.Join(',', Sentences)}" : $"{Number}";

    /// <summary>Whether it has an action that may not be in the catalogue.</summary>
    public bool HasAction(string action)
    {
        foreach (var pattern in ActionPatterns)
        {
            if (pattern.IsMatch(action))
            {
                return !Statement.Action.Negated;
            }
        }

        return Statement.Action.Negated;
    }
}
