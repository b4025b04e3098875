using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Sets.Patterns;

namespace Lanyard.Policy.Sets;

/// <summary>Collects differences: those with the same service, access level, resources and conditions become one.</summary>
internal sealed class DifferenceList
{
    private readonly Dictionary<(string Service, AccessLevel? Level, string Resource, string Conditions, string? Who), int> _places = [];
    private readonly List<AccessDifference> _all = [];

    /// <summary>How many there are.</summary>
    public int Count => _all.Count;

    /// <summary>All of them: by service, access level and resource.</summary>
    public IEnumerable<AccessDifference> All => _all
        .OrderBy(difference => difference.Service, StringComparer.Ordinal)
        .ThenBy(difference => difference.Level)
        .ThenBy(difference => difference.Resource, StringComparer.Ordinal)
        .Select(difference => difference with { Actions = [.. difference.Actions.Order(StringComparer.OrdinalIgnoreCase)] });

    /// <summary>The service and the access level of an action.</summary>
    public static Func<string, (string Service, AccessLevel? Level)> ClassOf(Catalogue catalogue) => action =>
        catalogue.FindAction(action) is { } known
            ? (known.Service.Prefix, known.AccessLevel)
            : (action[..Math.Max(0, action.IndexOf(':', StringComparison.Ordinal))], null);

    /// <summary>Adds one.</summary>
    public void Add(string service, AccessLevel? level, IReadOnlyList<string> actions, Finding finding, Witness witness, Vocabulary vocabulary)
    {
        var resource = ResourceOf(finding, witness.Resource, vocabulary);
        var conditions = (finding.Granting?.Conditions ?? []).Select(atom => atom.ToString()).ToImmutableArray();
        var who = finding.Granting?.Statement.Principal is null && finding.Refusing?.Statement.Principal is null ? null : witness.Principal.ToString();
        var key = (service, level, resource, string.Join('\n', conditions), who);
        if (_places.TryGetValue(key, out var place))
        {
            _all[place] = _all[place] with { Actions = [.. _all[place].Actions.Union(actions, StringComparer.OrdinalIgnoreCase)] };
        }
        else
        {
            _places.Add(key, _all.Count);
            _all.Add(new AccessDifference(service, level, [.. actions], resource, conditions, witness));
        }
    }

    // What the other side denies is narrower than what this one allows, as a rule; among patterns the longest that fits tells most.
    private static string ResourceOf(Finding finding, string resource, Vocabulary vocabulary)
    {
        var clause = finding.Refusing is { Resources: { Negated: false, HasAll: false } } ? finding.Refusing : finding.Granting;
        if (clause?.Statement.Resource is not { } element)
        {
            return "*";
        }

        if (element.Negated)
        {
            return $"all but {string.Join(", ", element.Values.Select(value => value.Value))}";
        }

        var fitting = clause.Resources!.Constants.Select(number => vocabulary.Constants[number])
            .Where(pattern => pattern.IsMatch(resource))
            .MaxBy(pattern => pattern.Steps.Count);
        return fitting?.ToString() ?? (clause.Resources.HasAll ? "*" : element.Values.FirstOrDefault()?.Value ?? "*");
    }
}
