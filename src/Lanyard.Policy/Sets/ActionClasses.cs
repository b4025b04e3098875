using System.Runtime.CompilerServices;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Sets.Patterns;

namespace Lanyard.Policy.Sets;

/// <summary>Divides all actions, those of the catalogue and those it doesn't have, by the statements that have them.</summary>
internal sealed class ActionClasses
{
    private const int MaxSteps = 4_000_000;

    private static readonly ConditionalWeakTable<Catalogue, bool[]> WithoutResource = [];

    private readonly Dictionary<(Bits Clauses, bool TakesNoResource), ActionClass> _classes = [];
    private readonly IReadOnlyList<Clause> _clauses;
    private readonly Catalogue _catalogue;

    private ActionClasses(IReadOnlyList<Clause> clauses, Catalogue catalogue) => (_clauses, _catalogue) = (clauses, catalogue);

    /// <summary>Gets the classes; actions that no statement has are in none.</summary>
    public IReadOnlyCollection<ActionClass> All => _classes.Values;

    /// <summary>Gets the names without a wildcard that the policies write.</summary>
    public HashSet<string> Written { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets whether every action is in a class, also those that the catalogue doesn't have.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Divides the actions.</summary>
    /// <param name="clauses">The statements, each at the place of its number.</param>
    /// <param name="catalogue">The catalogue.</param>
    public static ActionClasses Of(IReadOnlyList<Clause> clauses, Catalogue catalogue)
    {
        var classes = new ActionClasses(clauses, catalogue);
        classes.AddKnown();
        classes.AddOthers();
        return classes;
    }

    /// <summary>Whether an action of the catalogue takes no resource.</summary>
    public static bool[] TakeNoResource(Catalogue catalogue) => WithoutResource.GetValue(
        catalogue, static of => [.. Enumerable.Range(0, of.ActionCount).Select(id => of.Action(id).IsWithoutResourceTypes)]);

    // Between two neighbouring ends of ranges the same statements have all actions.
    private void AddKnown()
    {
        var ends = new List<(int Action, int Clause, bool Starts)>();
        foreach (var clause in _clauses)
        {
            foreach (var range in clause.Actions)
            {
                ends.Add((range.First, clause.Number, true));
                ends.Add((range.End, clause.Number, false));
            }
        }

        ends.Sort();
        var takeNoResource = TakeNoResource(_catalogue);
        var (current, count) = (new Bits(_clauses.Count), 0);
        for (var i = 0; i < ends.Count; i++)
        {
            current[ends[i].Clause] = ends[i].Starts;
            count += ends[i].Starts ? 1 : -1;
            if (i + 1 < ends.Count && ends[i + 1].Action > ends[i].Action && count > 0)
            {
                Add(current.Copy(), new ActionRange(ends[i].Action, ends[i + 1].Action), takeNoResource);
            }
        }
    }

    private void Add(Bits clauses, ActionRange range, bool[] takeNoResource)
    {
        for (var first = range.First; first < range.End;)
        {
            var end = first + 1;
            while (end < range.End && takeNoResource[end] == takeNoResource[first])
            {
                end++;
            }

            ClassOf(clauses, takeNoResource[first]).Actions.Add(new ActionRange(first, end));
            first = end;
        }
    }

    private void AddOthers()
    {
        var all = _clauses.SelectMany(clause => clause.ActionPatterns).Distinct().ToList();
        var wild = all.Where(pattern => pattern.Steps.Any(step => step.Kind != TokenKind.Literal)).ToList();
        Written.UnionWith(all.Except(wild).Select(pattern => pattern.ToString()));
        foreach (var name in Written)
        {
            if (_catalogue.IdOf(name) < 0 && BitsOf(clause => clause.HasAction(name)) is { } having)
            {
                ClassOf(having, takesNoResource: false).Others.Add(name);
            }
        }

        // Of patterns that the same statements have, or others that say the same, it is enough to know whether one of them fits.
        var uses = _clauses.SelectMany(clause => clause.ActionPatterns.Select(pattern => (pattern, Meaning: $"{clause.Statement.Action.Negated}{clause.Meaning}")))
            .ToLookup(entry => entry.pattern, entry => entry.Meaning);
        var groups = new Dictionary<string, int>(StringComparer.Ordinal);
        var groupOf = wild.ToDictionary(pattern => pattern, pattern =>
        {
            var name = string.Join('|', uses[pattern].Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
            groups.TryAdd(name, groups.Count);
            return groups[name];
        });
        var groupsOf = _clauses.Select(clause => clause.ActionPatterns.Where(groupOf.ContainsKey).Select(pattern => groupOf[pattern]).Distinct().ToArray()).ToList();
        var written = new WildActions(wild, [.. wild.Select(pattern => groupOf[pattern])]);
        IsComplete = true;
        foreach (var service in wild.Select(ServiceOf).Distinct(StringComparer.OrdinalIgnoreCase).Where(service => service.Length > 0))
        {
            AddComing(written.Of(service, ServiceOf), groupsOf, PatternReader.Action(service + ":?*")!);
        }

        AddComing(written.Of("", ServiceOf), groupsOf, TextPattern.AnyAction);
    }

    // The patterns that name another service fit none of the names.
    private void AddComing(WildActions patterns, List<int[]> groupsOf, TextPattern universe)
    {
        var cells = JointSearch.Divide(patterns.Patterns, universe, MaxSteps, null, patterns.Groups);
        IsComplete &= cells.IsComplete;
        foreach (var cell in cells.Cells)
        {
            // Where the catalogue has an action like that, whatever is true of it is true of the new one.
            var fitting = cell.Matches.Numbers.ToHashSet();
            if (BitsOf(clause => Array.Exists(groupsOf[clause.Number], fitting.Contains) != clause.Statement.Action.Negated) is { } having
                && !_classes.ContainsKey((having, false)))
            {
                _classes.Add((having, false), new ActionClass(having, false, [], [], new NewActions(patterns, fitting, universe, cell.Example)));
            }
        }
    }

    // The service that a pattern names without a wildcard; empty when there is one in it.
    private static string ServiceOf(TextPattern pattern)
    {
        var colon = pattern.Steps.TakeWhile(step => step is { Kind: TokenKind.Literal, Char: not ':' }).Count();
        return colon < pattern.Steps.Count && pattern.Steps[colon] is { Kind: TokenKind.Literal } ? pattern.ToString()[..colon] : "";
    }

    private Bits? BitsOf(Predicate<Clause> has)
    {
        var (bits, any) = (new Bits(_clauses.Count), false);
        foreach (var clause in _clauses)
        {
            if (has(clause))
            {
                bits[clause.Number] = any = true;
            }
        }

        return any ? bits : null;
    }

    private ActionClass ClassOf(Bits clauses, bool takesNoResource)
    {
        if (!_classes.TryGetValue((clauses, takesNoResource), out var found))
        {
            _classes.Add((clauses, takesNoResource), found = new ActionClass(clauses, takesNoResource, [], []));
        }

        return found;
    }
}
