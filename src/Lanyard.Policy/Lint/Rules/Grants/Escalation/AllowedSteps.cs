using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grants.Escalation;

/// <summary>A value of <c>Action</c>, or <c>NotAction</c> as a whole, that allows a step of a way.</summary>
/// <param name="Action">The action.</param>
/// <param name="Statement">The statement.</param>
/// <param name="Place">Where the value is.</param>
internal sealed record Allowing(string Action, CheckedStatement Statement, Documents.Place Place);

/// <summary>
/// Which steps of ways a document as a whole allows. What decides is in <see cref="StepConditions"/>: an Allow with a condition on the target doesn't
/// count; a Deny counts where it has no condition, or forbids what lacks a boundary, another service or another policy.
/// </summary>
internal sealed class AllowedSteps
{
    private readonly Dictionary<int, List<Allowing>> _allows = [];
    private readonly Dictionary<int, List<CheckedStatement>> _denies = [];
    private readonly ActionNumbers _numbers;

    private AllowedSteps(CheckedPolicy policy)
    {
        _numbers = ActionNumbers.Of(policy.Catalogue);
        IsAsked = policy.Kind == PolicyKind.Identity && !policy.Statements.Any(IsAdministrator);
        foreach (var statement in IsAsked ? policy.Statements : [])
        {
            foreach (var (id, place) in _numbers.In(statement))
            {
                if (statement.IsAllow)
                {
                    Add(_allows, id, new Allowing(_numbers.Names[id], statement, place));
                }
                else
                {
                    Add(_denies, id, statement);
                }
            }
        }
    }

    /// <summary>Gets whether the document gives permissions of which some are worth more than they seem; an administrator has them all.</summary>
    public bool IsAsked { get; }

    /// <summary>Gives those of a policy.</summary>
    public static AllowedSteps Of(CheckedPolicy policy) => policy.Shared(checkedPolicy => new AllowedSteps(checkedPolicy));

    /// <summary>Finds what allows each step of a way.</summary>
    /// <param name="way">The way.</param>
    /// <returns>One for each step; <see langword="null"/> where the document doesn't allow a step.</returns>
    public ImmutableArray<Allowing>? Find(Way way)
    {
        var found = ImmutableArray.CreateBuilder<Allowing>(way.Steps.Length);
        foreach (var step in way.Steps)
        {
            if (Find(step) is not { } allowing)
            {
                return null;
            }

            found.Add(allowing);
        }

        return found.ToImmutable();
    }

    private static bool IsAdministrator(CheckedStatement statement) =>
        statement.IsAllow && statement.Tests.IsEmpty && !statement.HasNotAction && !statement.HasNotResource
        && statement.Actions.Any(action => action.Text.Value is "*" or "*:*") && statement.Resources.Any(resource => resource.IsEverything);

    private static void Add<T>(Dictionary<int, List<T>> lists, int id, T item)
    {
        if (!lists.TryGetValue(id, out var list))
        {
            lists.Add(id, list = []);
        }

        list.Add(item);
    }

    private Allowing? Find(WayStep step)
    {
        foreach (var action in step.Actions)
        {
            if (_numbers.IdOf(action) is >= 0 and var id && _allows.TryGetValue(id, out var allows)
                && !_denies.GetValueOrDefault(id, []).Any(deny => StepConditions.Forbids(deny, step, id)))
            {
                foreach (var allowing in allows)
                {
                    if (StepConditions.Allows(allowing.Statement, step, id))
                    {
                        return allowing;
                    }
                }
            }
        }

        return null;
    }

    /// <summary>The numbers of the actions that ways go by, in one catalogue.</summary>
    private sealed class ActionNumbers
    {
        private static readonly ConditionalWeakTable<Catalogue, ActionNumbers> Made = [];
        private readonly int[] _ids;
        private readonly FrozenDictionary<string, int> _byName;

        private ActionNumbers(Catalogue catalogue)
        {
            _byName = Ways.All.SelectMany(way => way.Steps).SelectMany(step => step.Actions).Distinct(StringComparer.Ordinal)
                .ToFrozenDictionary(name => name, name => catalogue.IdOf(name), StringComparer.Ordinal);
            Names = _byName.Where(pair => pair.Value >= 0).ToFrozenDictionary(pair => pair.Value, pair => pair.Key);
            _ids = [.. Names.Keys.Order()];
        }

        public FrozenDictionary<int, string> Names { get; }

        public static ActionNumbers Of(Catalogue catalogue) => Made.GetValue(catalogue, made => new ActionNumbers(made));

        public int IdOf(string action) => _byName[action];

        public IEnumerable<(int Id, Documents.Place Place)> In(CheckedStatement statement)
        {
            if (statement.HasNotAction)
            {
                return statement.Actions.All(action => action.IsKnown)
                    ? _ids.Where(id => !statement.Actions.Any(action => action.Holds(id))).Select(id => (id, statement.Statement.Action.Key.Place))
                    : [];
            }

            return statement.Actions.SelectMany(action => action.Matches.SelectMany(In).Select(id => (id, action.Text.Place)));
        }

        private IEnumerable<int> In(ActionRange range)
        {
            var at = Array.BinarySearch(_ids, range.First);
            for (var i = at < 0 ? ~at : at; i < _ids.Length && _ids[i] < range.End; i++)
            {
                yield return _ids[i];
            }
        }
    }
}
