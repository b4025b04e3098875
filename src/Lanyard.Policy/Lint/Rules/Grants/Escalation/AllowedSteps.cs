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
            _numbers.In(statement, (id, place) =>
            {
                if (statement.IsAllow)
                {
                    Add(_allows, id, new Allowing(_numbers.NameOf(id), statement, place));
                }
                else
                {
                    Add(_denies, id, statement);
                }
            });
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
        private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);

        // Those of a range come one after the other.
        private readonly SortedList<int, string> _names = [];

        private ActionNumbers(Catalogue catalogue)
        {
            foreach (var name in Ways.All.SelectMany(way => way.Steps).SelectMany(step => step.Actions))
            {
                if (!_byName.ContainsKey(name) && (_byName[name] = catalogue.IdOf(name)) is >= 0 and var id)
                {
                    _names[id] = name;
                }
            }
        }

        public static ActionNumbers Of(Catalogue catalogue) => Made.GetValue(catalogue, made => new ActionNumbers(made));

        public int IdOf(string action) => _byName[action];

        public string NameOf(int id) => _names[id];

        /// <summary>Tells each that a statement has, with the place of the value that has it.</summary>
        public void In(CheckedStatement statement, Action<int, Documents.Place> found)
        {
            if (!statement.HasNotAction)
            {
                foreach (var action in statement.Actions)
                {
                    foreach (var range in action.Matches)
                    {
                        In(range, action.Text.Place, found);
                    }
                }
            }
            else if (statement.Actions.All(action => action.IsKnown))
            {
                foreach (var id in _names.Keys)
                {
                    if (!statement.Actions.Any(action => action.Holds(id)))
                    {
                        found(id, statement.Statement.Action.Key.Place);
                    }
                }
            }
        }

        private void In(ActionRange range, Documents.Place place, Action<int, Documents.Place> found)
        {
            for (var i = FirstFrom(range.First); i < _names.Count && _names.GetKeyAtIndex(i) < range.End; i++)
            {
                found(_names.GetKeyAtIndex(i), place);
            }
        }

        private int FirstFrom(int id)
        {
            var (low, high) = (0, _names.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = _names.GetKeyAtIndex(middle) < id ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }
}
