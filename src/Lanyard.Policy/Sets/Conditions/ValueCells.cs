using Lanyard.Policy.Documents;
using Lanyard.Policy.Sets.Patterns;

namespace Lanyard.Policy.Sets.Conditions;

/// <summary>Values of a condition key that the same conditions match.</summary>
/// <param name="Example">One of them; <see langword="null"/> where it isn't known that there is any.</param>
/// <param name="Matched">The conditions, by their place in the list, of which some value matches; negation and qualifiers left aside.</param>
/// <param name="IsEmpty">Whether the empty text is meant, which qualifiers take for no value.</param>
internal sealed record ValueCell(string? Example, Bits Matched, bool IsEmpty = false);

/// <summary>Divides the values that a condition key can have, not the empty one, by the conditions that match them.</summary>
internal static class ValueCells
{
    private const int MaxCells = 4096;

    private enum Family
    {
        Text,
        Number,
        Date,
        Address,
        Bytes,
    }

    /// <summary>Divides them.</summary>
    /// <param name="atoms">The conditions on the key.</param>
    /// <param name="variables">The values of policy variables; <see langword="null"/> when they may be any.</param>
    /// <returns>The cells; <see langword="null"/> when there are too many to go through. A cell that no value is in may be among them, without an example.</returns>
    public static IReadOnlyList<ValueCell>? Divide(IReadOnlyList<ConditionAtom> atoms, RequestContext? variables)
    {
        var families = Enumerable.Range(0, atoms.Count)
            .Where(place => !atoms[place].IsNull)
            .GroupBy(place => FamilyOf(atoms[place].Operator.Comparison))
            .OrderBy(family => family.Key == Family.Text)
            .ToList();
        IReadOnlyList<ValueCell> all = [new ValueCell("x", new Bits(atoms.Count))];
        var examples = new List<string>();
        for (var i = 0; i < families.Count; i++)
        {
            if (Divide(families[i].Key, atoms, [.. families[i]], variables) is not { } cells || (long)all.Count * cells.Count > MaxCells)
            {
                return null;
            }

            examples.AddRange(cells.Select(cell => cell.Example).OfType<string>());
            all = i == 0 ? cells : [.. all.SelectMany(one => cells.Select(other => Join(one, other)))];
        }

        return families.Count < 2 ? all : WithExamples(all, examples, atoms, variables);
    }

    private static ValueCell Join(ValueCell one, ValueCell other)
    {
        var matched = one.Matched.Copy();
        matched.Add(other.Matched);
        return new ValueCell(null, matched);
    }

    // Where conditions compare the same value as text and as a number, say, any pair of answers is taken as possible. Those that some
    // value is known to give get it as their example.
    private static List<ValueCell> WithExamples(
        IReadOnlyList<ValueCell> cells, List<string> examples, IReadOnlyList<ConditionAtom> atoms, RequestContext? variables)
    {
        var found = cells.DistinctBy(cell => cell.Matched).ToDictionary(cell => cell.Matched);
        if (variables is not null || !atoms.Any(atom => atom.HasVariables))
        {
            foreach (var example in examples)
            {
                var matched = MatchedBy(example, atoms, variables ?? RequestContext.Empty);
                found[matched] = found.GetValueOrDefault(matched) is { Example: not null } known ? known : new ValueCell(example, matched);
            }
        }

        return [.. found.Values];
    }

    /// <summary>The conditions that match a value.</summary>
    public static Bits MatchedBy(string value, IReadOnlyList<ConditionAtom> atoms, RequestContext variables)
    {
        var matched = new Bits(atoms.Count);
        for (var i = 0; i < atoms.Count; i++)
        {
            matched[i] = !atoms[i].IsNull && atoms[i].AnyMatches(value, variables);
        }

        return matched;
    }

    private static IReadOnlyList<ValueCell>? Divide(Family family, IReadOnlyList<ConditionAtom> atoms, int[] places, RequestContext? variables)
    {
        if (family == Family.Text)
        {
            return TextValues.Divide(atoms, places, variables);
        }

        var values = places.SelectMany(place => atoms[place].Values).Distinct(StringComparer.Ordinal).ToList();
        var samples = family switch
        {
            Family.Number => Samples.OfNumbers(values),
            Family.Date => Samples.OfDates(values),
            Family.Address => Samples.OfAddresses(values),
            _ => Samples.OfBytes(values),
        };
        var cells = new Dictionary<Bits, ValueCell>();
        foreach (var sample in samples)
        {
            var matched = new Bits(atoms.Count);
            foreach (var place in places)
            {
                matched[place] = atoms[place].AnyMatches(sample, RequestContext.Empty);
            }

            cells.TryAdd(matched, new ValueCell(sample, matched));
        }

        return [.. cells.Values];
    }

    private static Family FamilyOf(Comparison comparison) => comparison switch
    {
        >= Comparison.NumericEquals and <= Comparison.NumericGreaterThanEquals => Family.Number,
        >= Comparison.DateEquals and <= Comparison.DateGreaterThanEquals => Family.Date,
        Comparison.BinaryEquals => Family.Bytes,
        Comparison.IpAddress => Family.Address,
        _ => Family.Text,
    };
}
