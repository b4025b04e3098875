using System.Collections.Immutable;
using Lanyard.Policy.Sets.Conditions;

namespace Lanyard.Policy.Sets;

/// <summary>One thing that requests can differ in, with all that can be said of it: a condition key, or the patterns with variables.</summary>
/// <param name="Key">The condition key; <see langword="null"/> for the patterns.</param>
/// <param name="Literals">The numbers of what it decides, in the order of the cells' bits.</param>
/// <param name="Cells">The cells.</param>
internal sealed record Dimension(string? Key, IReadOnlyList<int> Literals, IReadOnlyList<KeyCell> Cells);

/// <summary>What a search for a request that one side allows and the other doesn't came to.</summary>
internal enum SearchOutcome
{
    /// <summary>There is none.</summary>
    Nothing,

    /// <summary>There is one, and it is known.</summary>
    Found,

    /// <summary>There may be one: what decides isn't known well enough.</summary>
    Possible,

    /// <summary>There were too many requests to go through.</summary>
    TooMany,
}

/// <summary>The answer of a search.</summary>
/// <param name="Outcome">What it came to.</param>
/// <param name="Context">The condition keys of the request that was found.</param>
/// <param name="Granting">The statement that allows it; <see langword="null"/> where none needs to.</param>
/// <param name="Refusing">The statement of the other side that denies it, if one does.</param>
internal sealed record SearchAnswer(
    SearchOutcome Outcome, ImmutableDictionary<string, ContextValue>? Context = null, Clause? Granting = null, Clause? Refusing = null);

/// <summary>Looks for what requests must say so that one side allows them and the other doesn't, dimension by dimension.</summary>
/// <remarks>
/// Each statement is true, false or open as long as some of its conditions are, so that most of the tree is never entered.
/// </remarks>
internal sealed class ConditionSearch
{
    private const int MaxNodes = 100_000;

    private readonly Side _allowing;
    private readonly Side _refusing;
    private readonly IReadOnlyList<Dimension> _dimensions;
    private readonly sbyte[] _literals;
    private readonly int[] _chosen;
    private int _nodes;
    private bool _concreteOnly;
    private bool _sawOpen;

    private ConditionSearch(Side allowing, Side refusing, IReadOnlyList<Dimension> dimensions, int literalCount)
    {
        (_allowing, _refusing, _dimensions) = (allowing, refusing, dimensions);
        _literals = new sbyte[literalCount];
        _chosen = new int[dimensions.Count];
    }

    /// <summary>One side: its sets, and what is left of its statements.</summary>
    internal readonly record struct Side(ImmutableArray<Layer> Layers, IReadOnlyList<Term> Terms);

    /// <summary>Looks for a request.</summary>
    /// <param name="allowing">The side that must allow it.</param>
    /// <param name="refusing">The side that mustn't.</param>
    /// <param name="dimensions">What requests can differ in; literals of none of them stay open.</param>
    /// <param name="literalCount">One more than the largest number of a literal.</param>
    public static SearchAnswer Find(Side allowing, Side refusing, IReadOnlyList<Dimension> dimensions, int literalCount)
    {
        var search = new ConditionSearch(allowing, refusing, dimensions, literalCount) { _concreteOnly = true };
        if (search.Go(0) is { } found)
        {
            return found;
        }

        if (search._nodes > MaxNodes)
        {
            return new SearchAnswer(SearchOutcome.TooMany);
        }

        if (search._sawOpen || dimensions.All(dimension => dimension.Cells.All(cell => cell.IsConcrete)))
        {
            return new SearchAnswer(search._sawOpen ? SearchOutcome.Possible : SearchOutcome.Nothing);
        }

        (search._nodes, search._concreteOnly) = (0, false);
        var possible = search.Go(0) is not null || search._sawOpen;
        return new SearchAnswer(possible ? SearchOutcome.Possible : search._nodes > MaxNodes ? SearchOutcome.TooMany : SearchOutcome.Nothing);
    }

    private SearchAnswer? Go(int depth)
    {
        if (++_nodes > MaxNodes)
        {
            return null;
        }

        var target = Math.Min(Allows(_allowing), -Allows(_refusing));
        if (target < 0)
        {
            return null;
        }

        if (target > 0)
        {
            return Answer(depth);
        }

        if (depth == _dimensions.Count)
        {
            _sawOpen = true;
            return null;
        }

        var dimension = _dimensions[depth];
        for (var i = 0; i < dimension.Cells.Count; i++)
        {
            var cell = dimension.Cells[i];
            if (_concreteOnly && !cell.IsConcrete)
            {
                continue;
            }

            for (var bit = 0; bit < dimension.Literals.Count; bit++)
            {
                _literals[dimension.Literals[bit]] = (sbyte)(cell.Holds[bit] ? 1 : -1);
            }

            _chosen[depth] = i;
            if (Go(depth + 1) is { } found)
            {
                return found;
            }
        }

        foreach (var literal in dimension.Literals)
        {
            _literals[literal] = 0;
        }

        return null;
    }

    private SearchAnswer Answer(int depth)
    {
        var context = ImmutableDictionary.CreateBuilder<string, ContextValue>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < depth; i++)
        {
            if (_dimensions[i].Key is { } key && _dimensions[i].Cells[_chosen[i]].Value is { } value)
            {
                context[key] = value;
            }
        }

        return new SearchAnswer(
            SearchOutcome.Found,
            context.ToImmutable(),
            _allowing.Terms.FirstOrDefault(term => !term.Clause.Denies && term.Clause.Layer == _allowing.Layers[0].Number && Holds(term) > 0)?.Clause,
            _refusing.Terms.FirstOrDefault(term => term.Clause.Denies && Holds(term) > 0)?.Clause);
    }

    // 1 when it allows, -1 when it doesn't, 0 when that is open.
    private int Allows(Side side)
    {
        var answer = 1;
        foreach (var term in side.Terms)
        {
            if (term.Clause.Denies)
            {
                answer = Math.Min(answer, -Holds(term));
            }
        }

        foreach (var layer in side.Layers)
        {
            if (answer < 0)
            {
                break;
            }

            answer = layer.AllowsByDefault ? answer : Math.Min(answer, AllowsIn(side.Terms, layer.Number));
        }

        return answer;
    }

    private int AllowsIn(IReadOnlyList<Term> terms, int layer)
    {
        var answer = -1;
        for (var i = 0; i < terms.Count && answer < 1; i++)
        {
            if (!terms[i].Clause.Denies && terms[i].Clause.Layer == layer)
            {
                answer = Math.Max(answer, Holds(terms[i]));
            }
        }

        return answer;
    }

    private int Holds(Term term)
    {
        var answer = 1;
        foreach (var literal in term.Literals)
        {
            answer = Math.Min(answer, _literals[literal]);
        }

        return answer;
    }
}
