using System.Collections.Immutable;
using System.Globalization;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Sets.Minimize;

/// <summary>
/// Two sets of documents in which made-up names stand for the actions that only wildcards reach: one for each way in which a name may fit
/// some of the wildcards and not the others. What is equal of these is equal of all names, also where so many wildcards overlap that the
/// names can't be gone through. Wildcards that stand together in every statement are taken as one; that no name may fit in some way doesn't
/// matter, as it can't make what differs look equal.
/// </summary>
internal sealed class OpaqueActions
{
    private const int MaxGroups = 60;
    private const int MaxWays = 4_000;

    // Without a colon it matches nothing.
    private const string NoAction = "none";

    private readonly ImmutableArray<ImmutableArray<string>> _groups;
    private readonly List<ulong> _ways = [];

    private OpaqueActions(ImmutableArray<ImmutableArray<string>> groups) => _groups = groups;

    /// <summary>Makes them of the documents; <see langword="null"/> where the wildcards are too many.</summary>
    public static OpaqueActions? Of(IEnumerable<PolicyDocument> documents)
    {
        var places = new Dictionary<string, List<int>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (number, statement) in documents.SelectMany(document => document.Statements).Index())
        {
            foreach (var pattern in Wildcards(statement).Distinct(StringComparer.OrdinalIgnoreCase))
            {
                places.TryAdd(pattern, []);
                places[pattern].Add(number);
            }
        }

        var opaque = new OpaqueActions([.. places.GroupBy(entry => string.Join(',', entry.Value)).Select(group => group.Select(entry => entry.Key).ToImmutableArray())]);
        return opaque._groups.Length <= MaxGroups && opaque.FindWays() ? opaque : null;
    }

    /// <summary>The documents with the made-up names.</summary>
    public IEnumerable<PolicyDocument> In(IEnumerable<PolicyDocument> documents) =>
        documents.Select(document => document with { Statements = [.. document.Statements.Select(In)] });

    // Group by group: a name fits it or not, which must agree with the groups before.
    private bool FindWays()
    {
        var implied = _groups.Select(inner => SetOf(outer => inner.All(name => outer.Any(pattern => PatternCover.OfActions(pattern, name))))).ToList();
        var apart = _groups.Select(one => SetOf(other => one.All(a => other.All(b => AreApart(a, b))))).ToList();
        _ways.Add(0);
        for (var group = 0; group < _groups.Length; group++)
        {
            var (bit, before) = (1UL << group, (1UL << group) - 1);
            var count = _ways.Count;
            for (var i = count - 1; i >= 0; i--)
            {
                var way = _ways[i];
                if ((way & apart[group]) == 0 && (implied[group] & before & ~way) == 0)
                {
                    _ways.Add(way | bit);
                }

                if (Enumerable.Range(0, group).Any(other => (way & (1UL << other)) != 0 && (implied[other] & bit) != 0))
                {
                    _ways.RemoveAt(i);
                }
            }

            if (_ways.Count > MaxWays)
            {
                return false;
            }
        }

        return true;
    }

    private ulong SetOf(Func<ImmutableArray<string>, bool> isMember) =>
        _groups.Index().Where(group => isMember(group.Item)).Aggregate(0UL, (set, group) => set | (1UL << group.Index));

    // No name fits both, for what stands before their first wildcards differs.
    private static bool AreApart(string a, string b)
    {
        var length = Math.Min(a.AsSpan().IndexOfAny('*', '?'), b.AsSpan().IndexOfAny('*', '?'));
        return !a.AsSpan(0, length).Equals(b.AsSpan(0, length), StringComparison.OrdinalIgnoreCase);
    }

    private Statement In(Statement statement)
    {
        var own = Wildcards(statement).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var groups = SetOf(group => own.Overlaps(group));
        var names = _ways.Where(way => (way & groups) != 0).Select(way => string.Create(CultureInfo.InvariantCulture, $"opaque:way{way}"));
        return statement with { Action = statement.Action with { Values = [.. names.DefaultIfEmpty(NoAction).Select(name => new PolicyText(name, Place.None))] } };
    }

    private static IEnumerable<string> Wildcards(Statement statement) =>
        statement.Action.Values.Select(value => value.Value).Where(value => value.AsSpan().ContainsAny('*', '?'));
}
