using Lanyard.Policy.Sets.Patterns;

namespace Lanyard.Policy.Sets;

/// <summary>Resources for which the same is left of the statements.</summary>
/// <param name="Terms">What is left.</param>
/// <param name="Examples">Resources, the shortest of each kind; a few of them.</param>
internal sealed record ResourceGroup(Terms Terms, List<string> Examples);

/// <summary>Divides the resources of a class of actions by what is left of the statements that have the actions.</summary>
internal sealed class ResourceSplit
{
    private readonly Vocabulary _vocabulary;
    private readonly RequestContext? _variables;
    private readonly IReadOnlyList<Clause> _before;
    private readonly IReadOnlyList<Clause> _after;
    private readonly List<TextPattern> _patterns = [];
    private readonly Dictionary<int, int> _constantPlaces = [];
    private readonly Dictionary<int, int> _templatePlaces = [];
    private readonly HashSet<int> _unresolved = [];
    private readonly Dictionary<string, ResourceGroup> _groups = new(StringComparer.Ordinal);

    /// <summary>Prepares to divide them.</summary>
    /// <param name="vocabulary">The patterns.</param>
    /// <param name="before">The statements of the earlier side.</param>
    /// <param name="after">The statements of the later side.</param>
    /// <param name="variables">The values of policy variables; <see langword="null"/> when they may be any.</param>
    public ResourceSplit(Vocabulary vocabulary, IReadOnlyList<Clause> before, IReadOnlyList<Clause> after, RequestContext? variables)
    {
        (_vocabulary, _before, _after, _variables) = (vocabulary, before, after, variables);
        var terms = before.Concat(after).Select(clause => clause.Resources).OfType<ResourceTerm>().ToList();
        foreach (var number in terms.SelectMany(term => term.Constants).Distinct().Order())
        {
            _constantPlaces.Add(number, _patterns.Count);
            _patterns.Add(vocabulary.Constants[number]);
        }

        foreach (var number in terms.SelectMany(term => term.Templates).Distinct().Order())
        {
            var template = vocabulary.Templates[number];
            var isResolved = true;
            if ((variables is null ? template.Bound : template.For(variables, out isResolved)) is { } pattern)
            {
                _templatePlaces.Add(number, _patterns.Count);
                _patterns.Add(pattern);
            }

            if (!isResolved)
            {
                _unresolved.Add(number);
            }
        }
    }

    /// <summary>The patterns that resources are divided by.</summary>
    public IReadOnlyList<TextPattern> Patterns => _patterns;

    /// <summary>Divides them.</summary>
    /// <param name="takesNoResource">Whether the actions act on no resource.</param>
    /// <param name="known">What is known of patterns that were divided by before.</param>
    /// <returns>The groups, and whether all resources are in one.</returns>
    public (IReadOnlyList<ResourceGroup> Groups, bool IsComplete) Divide(bool takesNoResource, ResourceCells known)
    {
        var isComplete = true;
        if (!takesNoResource)
        {
            var found = known.Of(_patterns);
            isComplete = found.IsComplete;
            foreach (var cell in found.Cells)
            {
                Add(cell.Matches, cell.Example);
            }
        }

        Add(new Bits(_patterns.Count), "*");
        return ([.. _groups.Values], isComplete);
    }

    /// <summary>What is left for a certain resource, as text that is equal where the same is left.</summary>
    public string KeyOf(string resource)
    {
        var matches = new Bits(_patterns.Count);
        for (var i = 0; i < _patterns.Count; i++)
        {
            matches[i] = _patterns[i].IsMatch(resource);
        }

        return KeyOf(TermsFor(matches, resource == "*"));
    }

    /// <summary>The text of a group.</summary>
    public static string KeyOf(Terms terms) => string.Join(
        ' ', terms.Before.Concat(terms.After).Select(term => $"{term.Clause.Number}:{string.Join(',', term.Literals.AsEnumerable())}"));

    private void Add(Bits matches, string example)
    {
        var terms = TermsFor(matches, example == "*");
        var key = KeyOf(terms);
        if (!_groups.TryGetValue(key, out var group))
        {
            _groups.Add(key, group = new ResourceGroup(terms, []));
        }

        if (group.Examples.Count < 8)
        {
            group.Examples.Add(example);
        }
    }

    private Terms TermsFor(Bits matches, bool isStar) => new(
        [.. _before.SelectMany(clause => TermsOf(clause, matches, isStar))], [.. _after.SelectMany(clause => TermsOf(clause, matches, isStar))]);

    private IEnumerable<Term> TermsOf(Clause clause, Bits matches, bool isStar)
    {
        if (clause.Resources is not { } resources)
        {
            return [TermOf(clause)];
        }

        var matched = resources.HasAll || resources.Constants.Any(number => matches[_constantPlaces[number]]);
        if (resources.Negated)
        {
            return matched || resources.HasMalformed ? [] : ExceptTemplates(clause, resources, matches);
        }

        if (matched)
        {
            return [TermOf(clause)];
        }

        var possible = resources.Templates.Where(number => !isStar && _templatePlaces.TryGetValue(number, out var place) && matches[place]);
        return _variables is null ? possible.Select(number => TermOf(clause, Yes(number)))
            : possible.Any() ? [TermOf(clause)]
            : [];
    }

    private IEnumerable<Term> ExceptTemplates(Clause clause, ResourceTerm resources, Bits matches)
    {
        if (_variables is null)
        {
            return [TermOf(clause, [.. resources.Templates.Select(No)])];
        }

        return resources.Templates.Any(number => _unresolved.Contains(number) || (_templatePlaces.TryGetValue(number, out var place) && matches[place]))
            ? []
            : [TermOf(clause)];
    }

    private static Term TermOf(Clause clause, params ReadOnlySpan<int> more) => new(clause, [.. clause.Conditions.Select(atom => atom.Number), .. more]);

    private int Yes(int template) => _vocabulary.AtomCount + (2 * template);

    private int No(int template) => _vocabulary.AtomCount + (2 * template) + 1;
}
