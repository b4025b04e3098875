using Lanyard.Policy.Catalog;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Sets.Patterns;

namespace Lanyard.Policy.Sets;

/// <summary>How a comparison is made.</summary>
/// <param name="FirstOnly">Whether to stop at the first difference, or the first thing that can't be decided, in each direction.</param>
public sealed record ComparisonOptions(bool FirstOnly = false);

/// <summary>Compares what two sides allow, over all requests.</summary>
/// <remarks>
/// Each action, those of the catalogue and those it doesn't have, falls into a class that the same statements have. For each class resources
/// are divided by the patterns they fit, and what is left are conditions, which are tried key by key. Whatever isn't proved to be without
/// a difference, and has no request that the engine confirms, is unknown.
/// </remarks>
public sealed class PolicyComparison
{
    private readonly Vocabulary _vocabulary;
    private readonly ClassSolver _solver;
    private readonly Coverage _coverage;
    private readonly WitnessMaker _witnesses;
    private readonly ComparisonOptions _options;
    private readonly DifferenceList _added = new();
    private readonly DifferenceList _removed = new();
    private readonly List<UnknownAccess> _unknown = [];

    private PolicyComparison(Vocabulary vocabulary, ComparisonOptions options)
    {
        var relations = new PatternRelations();
        _vocabulary = vocabulary;
        _options = options;
        _solver = new ClassSolver(vocabulary, new Dimensions(vocabulary, key => vocabulary.Catalogue.FindConditionKey(key)?.Type.IsMultivalued, relations));
        _coverage = new Coverage(vocabulary, relations);
        _witnesses = new WitnessMaker(vocabulary.Catalogue);
    }

    /// <summary>Compares two sides of the same kind.</summary>
    /// <param name="before">The earlier side.</param>
    /// <param name="after">The later side.</param>
    /// <param name="catalogue">The actions that there are.</param>
    /// <param name="options">How to compare; everything when left out.</param>
    /// <exception cref="ArgumentException">The sides are of two kinds.</exception>
    public static AccessComparison Compare(PolicySide before, PolicySide after, Catalogue catalogue, ComparisonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(catalogue);
        if (before.Kind != after.Kind)
        {
            throw new ArgumentException("policies of two kinds can't be compared", nameof(after));
        }

        var comparison = new PolicyComparison(new Vocabulary(catalogue), options ?? new ComparisonOptions());
        comparison.Run(before, after);
        return new AccessComparison([.. comparison._added.All], [.. comparison._removed.All], [.. comparison._unknown]);
    }

    /// <summary>What a side allows of some access; it is in <see cref="AccessComparison.Added"/>.</summary>
    /// <param name="side">The side.</param>
    /// <param name="access">The access, as policies of kind <see cref="PolicyKind.Endpoint"/>.</param>
    /// <param name="catalogue">The actions that there are.</param>
    public static AccessComparison Granted(PolicySide side, PolicySet access, Catalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(side);
        return Compare(new PolicySide(side.Kind, PolicySet.Empty) { Within = access }, side with { Within = access }, catalogue);
    }

    private void Run(PolicySide before, PolicySide after)
    {
        var questions = Questions.Of(before, after, _vocabulary);
        var clauses = questions.SelectMany(question => question.Before.Clauses.Concat(question.After.Clauses))
            .DistinctBy(clause => clause.Number).OrderBy(clause => clause.Number).ToList();
        var classes = ActionClasses.Of(clauses, _vocabulary.Catalogue);
        foreach (var question in questions)
        {
            foreach (var one in classes.All)
            {
                Compare(question, one, classes);
                if (_options.FirstOnly && (_unknown.Count > 0 || (_added.Count > 0 && _removed.Count > 0)))
                {
                    return;
                }
            }
        }

        if (!classes.IsComplete)
        {
            const string Reason = "the action patterns divide names of actions that don't exist yet into too many kinds";
            _unknown.AddRange(new UnknownAccess(true, [], Reason), new UnknownAccess(false, [], Reason));
        }
    }

    private void Compare(Question question, ActionClass actions, ActionClasses classes)
    {
        var before = question.Before.Clauses.Where(clause => actions.Clauses[clause.Number]).ToList();
        var after = question.After.Clauses.Where(clause => actions.Clauses[clause.Number]).ToList();
        if (question.HasSameLayers && Sentences(before).SetEquals(Sentences(after)))
        {
            return;
        }

        foreach (var adds in (ReadOnlySpan<bool>)[true, false])
        {
            var list = adds ? _added : _removed;
            if ((_options.FirstOnly && list.Count > 0) || _coverage.Proves(question, before, after, actions.TakesNoResource, adds))
            {
                continue;
            }

            var answer = _solver.Solve(question, before, after, actions.TakesNoResource, adds);
            if (answer.Unknown is { } reason)
            {
                _unknown.Add(new UnknownAccess(adds, [.. NamesOf(actions, classes).Take(5)], reason));
            }

            foreach (var finding in answer.Findings)
            {
                Add(list, question, finding, actions, classes, adds);
                if (_options.FirstOnly && list.Count > 0)
                {
                    break;
                }
            }
        }
    }

    private void Add(DifferenceList list, Question question, Finding finding, ActionClass actions, ActionClasses classes, bool adds)
    {
        var names = NamesOf(actions, classes).ToList();
        if (names.Count == 0)
        {
            _unknown.Add(new UnknownAccess(adds, [], $"there may be an action like {actions.ComesTomorrow?.Shortest} that the catalogue doesn't have"));
        }

        foreach (var group in names.Where(name => !question.DecidesAlone(name) && !question.IsOutOfReach(name)).GroupBy(DifferenceList.ClassOf(_vocabulary.Catalogue)))
        {
            var first = group.First();
            if (_options.FirstOnly && list.Count > 0)
            {
                return;
            }

            if (_witnesses.Make(question, finding, [.. group], adds) is { } witness)
            {
                list.Add(group.Key.Service, group.Key.Level, [.. group], finding, witness, _vocabulary);
            }
            else if (!(question.OnlyDenies && WitnessMaker.MustAgree(question, first)))
            {
                _unknown.Add(new UnknownAccess(adds, [.. group.Take(5)], "a request that seems to be allowed by one side alone isn't, as the engine decides"));
            }
        }
    }

    private IEnumerable<string> NamesOf(ActionClass actions, ActionClasses classes)
    {
        var known = actions.Actions.SelectMany(range => Enumerable.Range(range.First, range.Count)).Select(id => _vocabulary.Catalogue.Action(id).FullName);
        var coming = actions.ComesTomorrow?.Example(_vocabulary.Catalogue, classes.Written);
        return known.Concat(actions.Others).Concat(coming is null ? [] : [coming]);
    }

    private static HashSet<int> Sentences(List<Clause> clauses) => [.. clauses.SelectMany(clause => clause.Sentences)];
}
