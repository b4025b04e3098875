using Lanyard.Policy.Documents;
using Lanyard.Policy.Sets.Conditions;
using Lanyard.Policy.Sets.Patterns;

namespace Lanyard.Policy.Sets;

/// <summary>Finds what requests can differ in, as far as the statements tell them apart.</summary>
/// <param name="vocabulary">The patterns and conditions.</param>
/// <param name="isMultivalued">Whether a condition key is multivalued; <see langword="null"/> when that isn't known.</param>
/// <param name="relations">Compares patterns.</param>
internal sealed class Dimensions(Vocabulary vocabulary, Func<string, bool?> isMultivalued, PatternRelations relations)
{
    private const int MaxTemplates = 4;

    private readonly Dictionary<string, IReadOnlyList<KeyCell>?> _known = new(StringComparer.Ordinal);

    /// <summary>The dimensions of the requests for some resources. What can't be divided has none.</summary>
    /// <param name="terms">What is left of the statements.</param>
    /// <param name="alwaysHas">Whether every request has a condition key.</param>
    /// <param name="variables">The values of policy variables, keys without one included; <see langword="null"/> when they may be any.</param>
    public IReadOnlyList<Dimension> Of(IEnumerable<Term> terms, Predicate<string> alwaysHas, VariableValues? variables)
    {
        var uses = terms.SelectMany(term => term.Literals).GroupBy(literal => literal).ToDictionary(group => group.Key, group => group.Count());
        var found = uses.Keys.Where(literal => literal < vocabulary.AtomCount)
            .Select(literal => vocabulary.Atoms[literal])
            .GroupBy(atom => atom.Name, StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(key => key.Sum(atom => uses[atom.Number]))
            .ThenBy(key => key.Key, StringComparer.OrdinalIgnoreCase)
            .Select(key => Of(key.Key, [.. key.OrderBy(atom => atom.Number)], alwaysHas, variables))
            .OfType<Dimension>()
            .ToList();
        var templates = uses.Keys.Where(literal => literal >= vocabulary.AtomCount).Select(literal => (literal - vocabulary.AtomCount) / 2).Distinct().ToList();
        return templates.Count is 0 or > MaxTemplates ? found : [.. found, OfTemplates(templates, uses.Keys)];
    }

    private Dimension? Of(string key, List<ConditionAtom> atoms, Predicate<string> alwaysHas, VariableValues? variables)
    {
        IReadOnlyList<KeyCell>? cells;
        if (variables?.TryGet(key, out var value) == true)
        {
            cells = [KeyCells.Of(atoms, value, variables.Context)];
        }
        else
        {
            var needsVariables = variables is not null && atoms.Exists(atom => atom.HasVariables);
            var name = $"{alwaysHas(key)} {(needsVariables ? variables!.Name : variables is null)} {string.Join(',', atoms.Select(atom => atom.Number))}";
            if (!_known.TryGetValue(name, out cells))
            {
                _known.Add(name, cells = KeyCells.Divide(atoms, FormsOf(key, atoms, alwaysHas), variables?.Context));
            }
        }

        return cells is null ? null : new Dimension(key, [.. atoms.Select(atom => atom.Number)], cells);
    }

    // A key that the catalogue knows to have one value is never multivalued, unless the policies test it as if it were.
    private KeyForms FormsOf(string key, List<ConditionAtom> atoms, Predicate<string> alwaysHas)
    {
        var isMany = isMultivalued(key);
        var asSet = atoms.Exists(atom => atom.Operator.Qualifier != SetQualifier.None);
        var asOne = atoms.Exists(atom => atom.Operator.Qualifier == SetQualifier.None && !atom.IsNull);
        return new KeyForms(!alwaysHas(key), isMany != true || asOne, isMany != false || asSet);
    }

    // What becomes of patterns with variables is taken as open, but for what follows from their texts.
    private Dimension OfTemplates(List<int> templates, IReadOnlyCollection<int> used)
    {
        int Yes(int template) => vocabulary.AtomCount + (2 * template);
        var literals = templates.SelectMany(template => new[] { Yes(template), Yes(template) + 1 }).ToList();
        var states = 1;
        for (var i = 0; i < templates.Count; i++)
        {
            states *= 3;
        }

        var within = new List<(int Inner, int Outer)>();
        foreach (var (i, inner) in templates.Index())
        {
            foreach (var (k, outer) in templates.Index())
            {
                if (i != k && used.Contains(Yes(outer)) && vocabulary.Templates[inner].IsWithin(vocabulary.Templates[outer], relations))
                {
                    within.Add((i, k));
                }
            }
        }

        var cells = new List<KeyCell>();
        for (var state = 0; state < states; state++)
        {
            // Of each pattern: 0 it doesn't match, 1 it matches, 2 a variable has no value.
            var left = state;
            var each = templates.Select(_ =>
            {
                var one = left % 3;
                left /= 3;
                return one;
            }).ToArray();
            if (within.Any(pair => each[pair.Inner] == 1 && each[pair.Outer] != 1)
                || templates.Index().Any(entry => each[entry.Index] == 1 && !used.Contains(Yes(entry.Item))))
            {
                continue;
            }

            var holds = new Bits(literals.Count);
            for (var i = 0; i < each.Length; i++)
            {
                holds[2 * i] = each[i] == 1;
                holds[(2 * i) + 1] = each[i] == 0;
            }

            cells.Add(new KeyCell(IsConcrete: false, null, holds));
        }

        return new Dimension(null, literals, cells);
    }
}
