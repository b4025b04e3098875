using Lanyard.Policy.Documents;
using Lanyard.Policy.Sets.Patterns;

namespace Lanyard.Policy.Sets.Conditions;

/// <summary>What a request can say of a condition key, as far as the conditions tell it apart.</summary>
/// <param name="IsConcrete">Whether <paramref name="Value"/> is such a request; where not, it isn't known whether there is any.</param>
/// <param name="Value">The key's value; <see langword="null"/> of a request without it.</param>
/// <param name="Holds">The conditions that hold, by their place in the list.</param>
internal sealed record KeyCell(bool IsConcrete, ContextValue? Value, Bits Holds);

/// <summary>Which values of a condition key a comparison looks at.</summary>
/// <param name="MayBeAbsent">Whether there are requests without the key.</param>
/// <param name="MayBeSingle">Whether it can have one value.</param>
/// <param name="MayBeMany">Whether it can be multivalued.</param>
internal readonly record struct KeyForms(bool MayBeAbsent, bool MayBeSingle, bool MayBeMany);

/// <summary>Divides all that requests can say of one condition key by the conditions that hold.</summary>
internal static class KeyCells
{
    private const int MaxSets = 300;
    private const int MaxFree = 6;

    /// <summary>Divides them; <see langword="null"/> when there are too many cells to go through. Those for simple requests come first.</summary>
    /// <param name="atoms">The conditions on the key.</param>
    /// <param name="forms">Which values it can have.</param>
    /// <param name="variables">The values of policy variables; <see langword="null"/> when they may be any.</param>
    public static IReadOnlyList<KeyCell>? Divide(IReadOnlyList<ConditionAtom> atoms, KeyForms forms, RequestContext? variables)
    {
        if (ValueCells.Divide(atoms, variables) is not { } values)
        {
            return null;
        }

        if (EmptyText(atoms, variables) is not { } empty)
        {
            return null;
        }

        List<ValueCell> all = [.. values, .. empty];
        var cells = new Dictionary<Bits, KeyCell>();
        if (forms.MayBeAbsent)
        {
            Add(cells, new KeyCell(true, null, HoldsOf(atoms, atom => atom.PassesWhenAbsent)));
        }

        if (forms.MayBeSingle)
        {
            foreach (var value in all)
            {
                Add(cells, new KeyCell(
                    value.Example is not null,
                    value.Example is { } example ? ContextValue.One(example) : null,
                    HoldsOf(atoms, (atom, place) => HoldsForOne(atom, value.Matched[place], value.IsEmpty))));
            }
        }

        return !forms.MayBeMany || AddMany(cells, atoms, all) ? [.. cells.Values] : null;
    }

    /// <summary>The one cell of a value that is given.</summary>
    public static KeyCell Of(IReadOnlyList<ConditionAtom> atoms, ContextValue? value, RequestContext variables) => value switch
    {
        null => new KeyCell(true, null, HoldsOf(atoms, atom => atom.PassesWhenAbsent)),
        { Single: { } text } => new KeyCell(true, value, HoldsOf(
            atoms, (atom, _) => HoldsForOne(atom, !atom.IsNull && atom.AnyMatches(text, variables), text.Length == 0))),
        _ => throw new ArgumentException("a policy variable has one value", nameof(value)),
    };

    private static IReadOnlyList<ValueCell>? EmptyText(IReadOnlyList<ConditionAtom> atoms, RequestContext? variables)
    {
        var plain = ValueCells.MatchedBy("", atoms, variables ?? RequestContext.Empty);
        if (variables is not null)
        {
            return [new ValueCell("", plain, IsEmpty: true)];
        }

        // Each condition with variables may match the empty text, or not.
        var free = Enumerable.Range(0, atoms.Count).Where(place => atoms[place].HasVariables).ToList();
        return free.Count > MaxFree ? null
            :
            [
                .. Enumerable.Range(0, 1 << free.Count).Select(choice =>
                {
                    var matched = plain.Copy();
                    foreach (var (i, place) in free.Index())
                    {
                        matched[place] = (choice & (1 << i)) != 0;
                    }

                    return new ValueCell(free.Count == 0 ? "" : null, matched, IsEmpty: true);
                }),
            ];
    }

    // Every set of values, as far as conditions tell sets apart: sets are joined as long as that gives new answers.
    private static bool AddMany(Dictionary<Bits, KeyCell> cells, IReadOnlyList<ConditionAtom> atoms, List<ValueCell> values)
    {
        Add(cells, new KeyCell(true, ContextValue.Many([""]), HoldsOf(atoms, atom => atom.Operator.Qualifier switch
        {
            SetQualifier.ForAllValues => true,
            SetQualifier.ForAnyValue => false,
            _ => atom.PassesNullWhenPresent,
        })));
        var singles = values.Select(value => new KeyCell(
            value.Example is not null,
            value.Example is { } example ? ContextValue.Many(example.Length == 0 ? [example, example] : [example]) : null,
            HoldsOf(atoms, (atom, place) => HoldsInSet(atom, value.Matched[place])))).DistinctBy(cell => cell.Holds).ToList();
        var known = singles.Select(cell => cell.Holds).ToHashSet();
        var sets = new List<KeyCell>(singles);
        for (var i = 0; i < sets.Count; i++)
        {
            foreach (var single in singles)
            {
                var (one, other) = (sets[i], single);
                var holds = HoldsOf(atoms, (atom, place) => atom.Operator.Qualifier == SetQualifier.ForAllValues
                    ? one.Holds[place] && other.Holds[place]
                    : one.Holds[place] || other.Holds[place]);
                if (known.Add(holds))
                {
                    var isConcrete = one.IsConcrete && other.IsConcrete;
                    sets.Add(new KeyCell(isConcrete, isConcrete ? ContextValue.Many([.. one.Value!.Values, .. other.Value!.Values]) : null, holds));
                }
            }

            if (sets.Count > MaxSets)
            {
                return false;
            }
        }

        foreach (var set in sets)
        {
            Add(cells, set);
        }

        return true;
    }

    private static bool HoldsForOne(ConditionAtom atom, bool matched, bool isEmpty) => (atom.IsNull, atom.Operator.Qualifier) switch
    {
        (true, SetQualifier.None) => atom.PassesNullWhenPresent,
        (_, SetQualifier.ForAllValues) => atom.IsNull || isEmpty || atom.Passes(matched),
        (_, SetQualifier.ForAnyValue) => !atom.IsNull && !isEmpty && atom.Passes(matched),
        _ => atom.Passes(matched),
    };

    private static bool HoldsInSet(ConditionAtom atom, bool matched) => (atom.IsNull, atom.Operator.Qualifier) switch
    {
        (true, SetQualifier.None) => atom.PassesNullWhenPresent,
        (true, _) => atom.Operator.Qualifier == SetQualifier.ForAllValues,
        (_, SetQualifier.None) => false,
        _ => atom.Passes(matched),
    };

    private static Bits HoldsOf(IReadOnlyList<ConditionAtom> atoms, Func<ConditionAtom, bool> holds) => HoldsOf(atoms, (atom, _) => holds(atom));

    private static Bits HoldsOf(IReadOnlyList<ConditionAtom> atoms, Func<ConditionAtom, int, bool> holds)
    {
        var bits = new Bits(atoms.Count);
        for (var i = 0; i < atoms.Count; i++)
        {
            bits[i] = holds(atoms[i], i);
        }

        return bits;
    }

    private static void Add(Dictionary<Bits, KeyCell> cells, KeyCell cell)
    {
        if (!cells.TryGetValue(cell.Holds, out var known) || (cell.IsConcrete && !known.IsConcrete))
        {
            cells[cell.Holds] = cell;
        }
    }
}
