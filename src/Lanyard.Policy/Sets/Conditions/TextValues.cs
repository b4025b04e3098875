using Lanyard.Policy.Documents;
using Lanyard.Policy.Matching;
using Lanyard.Policy.Sets.Patterns;

namespace Lanyard.Policy.Sets.Conditions;

/// <summary>Divides texts by the conditions that compare them as text, as ARNs or as truth values.</summary>
internal static class TextValues
{
    private const int MaxSteps = 400_000;

    // Each of them that is free doubles the cells.
    private const int MaxFree = 5;
    private const int MaxReadable = 200;

    private static readonly TextPattern NotEmpty = PatternReader.Wild("?*");

    /// <summary>Divides them; <see langword="null"/> when there are too many cells.</summary>
    /// <param name="atoms">The conditions.</param>
    /// <param name="places">The places of those that are meant.</param>
    /// <param name="variables">The values of policy variables; <see langword="null"/> when they may be any.</param>
    public static IReadOnlyList<ValueCell>? Divide(IReadOnlyList<ConditionAtom> atoms, int[] places, RequestContext? variables)
    {
        var patterns = new Dictionary<TextPattern, int>();
        var fixedOnes = new List<(int Place, int Pattern)>();
        var freeOnes = new List<(int Place, int Pattern, string Template)>();
        foreach (var place in places)
        {
            foreach (var value in atoms[place].Values)
            {
                var (pattern, isFree) = PatternOf(atoms[place], value, variables);
                if (pattern is null)
                {
                    continue;
                }

                if (!patterns.TryGetValue(pattern, out var number))
                {
                    patterns.Add(pattern, number = patterns.Count);
                }

                if (isFree)
                {
                    freeOnes.Add((place, number, $"{atoms[place].Operator.Comparison} {value}"));
                }
                else
                {
                    fixedOnes.Add((place, number));
                }
            }
        }

        var found = JointSearch.Divide([.. patterns.Keys], NotEmpty, MaxSteps);
        if (!found.IsComplete)
        {
            return null;
        }

        var readable = Readable(atoms, places, [.. patterns.Keys]);
        var cells = new Dictionary<Bits, ValueCell>();
        foreach (var cell in found.Cells)
        {
            var matched = new Bits(atoms.Count);
            foreach (var (place, pattern) in fixedOnes)
            {
                matched[place] |= cell.Matches[pattern];
            }

            var free = freeOnes.Where(one => cell.Matches[one.Pattern]).ToList();
            if (!AddAll(cells, matched, readable.GetValueOrDefault(cell.Matches, cell.Example), free))
            {
                return null;
            }
        }

        return [.. cells.Values];
    }

    // Values as policies write them read better than the shortest ones that fit.
    private static Dictionary<Bits, string> Readable(IReadOnlyList<ConditionAtom> atoms, int[] places, List<TextPattern> patterns)
    {
        var readable = new Dictionary<Bits, string>();
        var written = places.SelectMany(place => atoms[place].Values).Where(value => !value.Contains("${", StringComparison.Ordinal));
        var filled = written.SelectMany(value => new[] { value, value.Replace("*", "example", StringComparison.Ordinal).Replace('?', 'x') });
        foreach (var text in filled.Take(MaxReadable).Concat(["other", "true", "false"]).Where(text => text.Length > 0))
        {
            var matches = new Bits(patterns.Count);
            for (var i = 0; i < patterns.Count; i++)
            {
                matches[i] = patterns[i].IsMatch(text);
            }

            readable.TryAdd(matches, text);
        }

        return readable;
    }

    // What a value with a variable matches depends on the request: it may match each text that fits with any value of the variable.
    private static bool AddAll(Dictionary<Bits, ValueCell> cells, Bits matched, string example, List<(int Place, int Pattern, string Template)> free)
    {
        var templates = free.Select(one => one.Template).Distinct(StringComparer.Ordinal).ToList();
        if (templates.Count > MaxFree)
        {
            return false;
        }

        for (var choice = 0; choice < 1 << templates.Count; choice++)
        {
            var bits = matched.Copy();
            foreach (var one in free)
            {
                bits[one.Place] |= (choice & (1 << templates.IndexOf(one.Template))) != 0;
            }

            cells.TryAdd(bits, new ValueCell(free.Count == 0 ? example : null, bits));
        }

        return true;
    }

    private static (TextPattern? Pattern, bool IsFree) PatternOf(ConditionAtom atom, string value, RequestContext? variables)
    {
        var comparison = atom.Operator.Comparison;
        if (comparison == Comparison.Bool)
        {
            return (ValueTests.Truth(value) is { } truth ? PatternReader.Literal(truth ? "true" : "false", ignoreCase: true) : null, false);
        }

        var text = PolicyString.Parse(value, atom.HasVariables ? 0 : int.MaxValue);
        if (text.Constant is { } constant)
        {
            return (comparison switch
            {
                Comparison.ArnLike => constant == "*" ? TextPattern.AnyArn : PatternReader.Arn(constant),
                Comparison.StringLike => PatternReader.Wild(constant),
                _ => PatternReader.Literal(constant, comparison == Comparison.StringEqualsIgnoreCase),
            }, false);
        }

        if (variables is not null || !text.Pieces.Any(piece => piece.Variable is not null) || text.IsMalformed)
        {
            return (Expand(text, comparison, variables ?? RequestContext.Empty), false);
        }

        return (comparison == Comparison.ArnLike ? TextPattern.AnyArn : Bound(text, comparison), true);
    }

    private static TextPattern? Expand(PolicyString text, Comparison comparison, RequestContext variables)
    {
        var expanded = new ExpandedText();
        try
        {
            return !text.TryExpand(variables, ref expanded) ? null : comparison switch
            {
                Comparison.ArnLike => PatternReader.Arn(expanded.Text, expanded.Wild),
                Comparison.StringLike => PatternReader.Text(expanded.Text, expanded.Wild, ignoreCase: false),
                _ => PatternReader.Literal(expanded.Text.ToString(), comparison == Comparison.StringEqualsIgnoreCase),
            };
        }
        finally
        {
            expanded.Dispose();
        }
    }

    // All texts that the value matches with some values of its variables.
    private static TextPattern Bound(PolicyString text, Comparison comparison)
    {
        var (characters, wild) = (new List<char>(), new List<bool>());
        foreach (var piece in text.Pieces)
        {
            var isVariable = piece.Variable is not null;
            var shown = isVariable ? "*" : piece.Text ?? "";
            characters.AddRange(shown);
            wild.AddRange(shown.Select(symbol => isVariable || (piece.IsPattern && comparison == Comparison.StringLike && symbol is '*' or '?')));
        }

        return PatternReader.Text([.. characters], [.. wild], comparison == Comparison.StringEqualsIgnoreCase);
    }
}
