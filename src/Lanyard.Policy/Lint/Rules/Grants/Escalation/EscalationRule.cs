using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grants.Escalation;

/// <summary>
/// A rule about ways to more permissions, looked for in the document as a whole. Ways that begin at one place are one finding, with the steps of the
/// first and the names of the others. In policies that give nothing (boundaries, session and service control policies) nothing is looked for.
/// </summary>
internal abstract class EscalationRule(string id, Severity severity, WayKind kind) : Rule(id, severity, RuleOrigin.Lanyard)
{
    private const int NamedWays = 6;

    private readonly ImmutableArray<Way> _ways = [.. Ways.All.Where(way => way.Kind == kind)];

    public override Uri Link => new(_ways[0].Source.Link);

    /// <summary>Gets what the caller gets by it, to come before the steps.</summary>
    protected abstract string Gain { get; }

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        var steps = AllowedSteps.Of(policy);
        if (!steps.IsAsked)
        {
            return [];
        }

        // By the places where they begin, in the order of the ways.
        var places = new List<List<FoundWay>>();
        foreach (var way in _ways)
        {
            if (steps.Find(way) is not { } found)
            {
                continue;
            }

            var same = places.Find(others => others[0].Steps[0].Place.Start.Offset == found[0].Place.Start.Offset);
            if (same is null)
            {
                places.Add(same = []);
            }

            same.Add(new FoundWay(way, found));
        }

        return places.Select(ways => Report([.. ways]));
    }

    private static string Describe(FoundWay found) => string.Join(
        "; ",
        found.Steps.Select((step, i) => $"{(found.Steps.Length > 1 ? $"({i + 1}) " : "")}{step.Action} {found.Way.Steps[i].Does}"));

    private Finding Report(ImmutableArray<FoundWay> ways)
    {
        var others = string.Join(", ", ways.Skip(1).Take(NamedWays).Select(found => found.Way.Name));
        var more = ways.Length - 1 - NamedWays;
        var message = $"a caller with these permissions {Gain} by {ways[0].Way.Name}: {Describe(ways[0])}"
            + (others.Length == 0 ? "" : $"; and so by {others}{(more > 0 ? $" and {more} other ways" : "")}")
            + $" (known from {string.Join(" and ", ways.Select(found => found.Way.Source.Name).Distinct())})";
        var related = new List<Place>();
        foreach (var step in ways.SelectMany(found => found.Steps.Skip(1)))
        {
            if (!related.Exists(place => place.Start.Offset == step.Place.Start.Offset))
            {
                related.Add(step.Place);
            }
        }

        return Found(ways[0].Steps[0].Place, message) with { Related = [.. related.Where(place => place != ways[0].Steps[0].Place)] };
    }

    private sealed record FoundWay(Way Way, ImmutableArray<Allowing> Steps);
}
