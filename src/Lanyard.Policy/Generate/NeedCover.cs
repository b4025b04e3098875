using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Generate;

/// <summary>Leaves out needs that a wider need of the same action grants already: a policy with both says one thing twice.</summary>
internal static class NeedCover
{
    private const int ResourceAt = 5;

    /// <summary>Gives the needs that aren't covered by another.</summary>
    public static IEnumerable<Need> Without(IReadOnlyCollection<Need> needs)
    {
        var wide = WideResources(needs);
        if (wide.Count == 0)
        {
            return needs;
        }

        var granted = needs.ToHashSet(NeedEquality.OfRequests);
        var lengths = LengthsOf(wide);
        var covering = new Dictionary<string, string[]>(StringComparer.Ordinal);
        return needs.Where(need => !IsCovered(need));

        bool IsCovered(Need need)
        {
            if (!covering.TryGetValue(need.Resource, out var found))
            {
                covering[need.Resource] = found = [.. Covering(need.Resource, wide, lengths)];
            }

            // What is granted without a condition is granted under each.
            return found.Any(resource => need with { Resource = resource } is var wider
                && (granted.Contains(wider) || (!need.Conditions.IsEmpty && granted.Contains(wider with { Conditions = [] }))));
        }
    }

    // By what stands before the first wildcard of the resource's part, which tells nearly all of them apart.
    private static Dictionary<string, List<string>> WideResources(IEnumerable<Need> needs)
    {
        var wide = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var resource in needs.Select(need => need.Resource).Distinct(StringComparer.Ordinal).Where(resource => resource.Contains('*', StringComparison.Ordinal) && !resource.AsSpan().ContainsAny('?', '$')))
        {
            var part = PartOf(resource);
            var key = part.IndexOf('*', StringComparison.Ordinal) is >= 0 and var star ? part[..star] : part;
            (wide.TryGetValue(key, out var list) ? list : wide[key] = []).Add(resource);
        }

        return wide;
    }

    private static HashSet<int> LengthsOf(Dictionary<string, List<string>> wide)
    {
        var lengths = new HashSet<int>();
        foreach (var key in wide.Keys)
        {
            lengths.Add(key.Length);
        }

        return lengths;
    }

    private static IEnumerable<string> Covering(string resource, Dictionary<string, List<string>> wide, HashSet<int> lengths)
    {
        var part = PartOf(resource);
        foreach (var length in lengths)
        {
            foreach (var candidate in (length <= part.Length ? wide.GetValueOrDefault(part[..length]) : null) ?? [])
            {
                if (candidate != resource && Covers(candidate, resource))
                {
                    yield return candidate;
                }
            }
        }
    }

    // Part by part, because a star crosses none of the first five colons.
    private static bool Covers(string wide, string narrow)
    {
        var (one, other) = (wide.Split(':', ResourceAt + 1), narrow.Split(':', ResourceAt + 1));
        return wide == "*" || (one.Length == ResourceAt + 1 && other.Length == one.Length && one.Zip(other).All(parts => Wildcards.Covers(parts.First, parts.Second, ignoreCase: false)));
    }

    private static string PartOf(string resource) => resource.Split(':', ResourceAt + 1) is [_, _, _, _, _, var part] ? part : "";
}
