using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Sets.Minimize;

/// <summary>A wildcard that was put in the place of actions.</summary>
/// <param name="Pattern">The pattern, such as <c>ec2:Describe*</c>.</param>
/// <param name="Actions">The actions of the catalogue that it matches.</param>
public sealed record ChosenWildcard(string Pattern, ImmutableArray<string> Actions);

/// <summary>
/// Puts wildcards in the place of actions. A wildcard matches none of the catalogue's actions but those that the statement lists, and is cut
/// where a word of a name ends: <c>ec2:DescribeIns*</c> would save a few characters more, say less, and match more of what AWS will add.
/// </summary>
internal sealed class ActionWildcards(Catalogue catalogue)
{
    private readonly Dictionary<string, ChosenWildcard> _chosen = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What was put in, whether or not it stayed.</summary>
    public IReadOnlyDictionary<string, ChosenWildcard> Chosen => _chosen;

    /// <summary>Puts them into the statements that allow.</summary>
    public ImmutableArray<Tile> Use(ImmutableArray<Tile> tiles) =>
    [
        .. tiles.Select(tile => tile.Heading is { Effect: Effect.Allow, ActionsNegated: false } ? tile with { Actions = Shorten(tile.Actions) } : tile),
    ];

    private ImmutableArray<string> Shorten(ImmutableArray<string> actions) => SortedTexts.Actions.Of(
        actions.GroupBy(ServiceOf, StringComparer.OrdinalIgnoreCase)
            .SelectMany(group => catalogue.FindService(group.Key) is { } service && group.Skip(1).Any() ? Shorten(service, [.. group]) : group));

    private static string ServiceOf(string action) => action[..Math.Max(action.IndexOf(':', StringComparison.Ordinal), 0)];

    private IEnumerable<string> Shorten(CatalogueService service, ImmutableArray<string> actions)
    {
        var wanted = actions.SelectMany(catalogue.Match).SelectMany(range => Enumerable.Range(range.First, range.Count)).ToHashSet();
        var names = service.Actions.Select(action => (action.Name, IsWanted: wanted.Contains(action.Id))).ToList();
        var candidates = Candidates(service.Prefix, [.. names.Where(name => name.IsWanted).Select(name => name.Name)])
            .Where(pattern => new WildcardPattern(pattern.Name, ignoreCase: true) is var matcher && names.TrueForAll(name => name.IsWanted || !matcher.IsMatch(name.Name)))
            .Select(pattern => (pattern.Text, Covered: actions.Where(action => PatternCover.OfActions(pattern.Text, action)).ToImmutableHashSet()))
            .ToList();
        var (left, chosen) = (actions.ToHashSet(), new List<(string Text, ImmutableHashSet<string> Covered)>());
        while (candidates.Count > 0)
        {
            var best = candidates
                .Select(candidate => (candidate, Gain: candidate.Covered.Where(left.Contains).Sum(action => action.Length + 3) - candidate.Text.Length - 3))
                .OrderByDescending(entry => entry.Gain).ThenBy(entry => entry.candidate.Text, StringComparer.Ordinal).First();
            if (best.Gain <= 0)
            {
                break;
            }

            chosen.Add(best.candidate);
            left.ExceptWith(best.candidate.Covered);
            candidates.RemoveAll(candidate => !candidate.Covered.Overlaps(left));
        }

        Note(service, chosen.Select(pattern => pattern.Text).Except(actions, StringComparer.OrdinalIgnoreCase));
        return chosen.Where(pattern => !chosen.Exists(other => other.Text != pattern.Text && pattern.Covered.IsProperSubsetOf(other.Covered))).Select(pattern => pattern.Text).Concat(left);
    }

    private void Note(CatalogueService service, IEnumerable<string> patterns)
    {
        foreach (var pattern in patterns)
        {
            var matched = catalogue.Match(pattern).SelectMany(range => Enumerable.Range(range.First, range.Count));
            _chosen.TryAdd(pattern, new ChosenWildcard(pattern, [.. matched.Select(id => $"{service.Prefix}:{catalogue.Action(id).Name}")]));
        }
    }

    // Of each name its beginnings, its ends, both, and what is within, word by word; those that two names have, or more.
    private static IEnumerable<(string Name, string Text)> Candidates(string service, ImmutableArray<string> names)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal) { ["*"] = names.Length };
        foreach (var name in names)
        {
            foreach (var pattern in PatternsOf(name))
            {
                seen[pattern] = seen.GetValueOrDefault(pattern) + 1;
            }
        }

        return seen.Where(entry => entry.Value > 1).Select(entry => (entry.Key, $"{service}:{entry.Key}"));
    }

    private static HashSet<string> PatternsOf(string name)
    {
        int[] ends = [.. Enumerable.Range(1, name.Length).Where(at => at == name.Length || IsWordStart(name, at))];
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var end in ends)
        {
            found.Add($"{name[..end]}*");
            foreach (var start in ends.Where(start => start < name.Length))
            {
                found.Add($"*{name[start..]}");
                if (start > end)
                {
                    found.Add($"{name[..end]}*{name[start..]}");
                    found.Add($"*{name[end..start]}*");
                }
                else if (start == end)
                {
                    found.Add($"{name[..end]}*{name[start..]}");
                }
            }
        }

        return found;
    }

    private static bool IsWordStart(string name, int at) =>
        (char.IsAsciiLetterUpper(name[at]) && !char.IsAsciiLetterUpper(name[at - 1]))
        || (char.IsAsciiLetterUpper(name[at]) && at + 1 < name.Length && char.IsAsciiLetterLower(name[at + 1]));
}
