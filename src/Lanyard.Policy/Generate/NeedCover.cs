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
        var covering = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        return needs.Where(need => !IsCovered(need));

        bool IsCovered(Need need)
        {
            if (!covering.TryGetValue(need.Resource, out var found))
            {
                covering[need.Resource] = found = Covering(need.Resource, wide, lengths);
            }

            // What is granted without a condition is granted under each.
            return found.Count > 0 && found.Exists(resource => need with { Resource = resource } is var wider
                && (granted.Contains(wider) || (!need.Conditions.IsEmpty && granted.Contains(wider with { Conditions = [] }))));
        }
    }

    // By what stands before the first wildcard of the resource's part, which tells nearly all of them apart.
    private static Dictionary<string, List<string>> WideResources(IEnumerable<Need> needs)
    {
        var wide = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var need in needs)
        {
            var resource = need.Resource;
            if (!seen.Add(resource) || !resource.Contains('*', StringComparison.Ordinal) || resource.AsSpan().ContainsAny('?', '$'))
            {
                continue;
            }

            var part = PartOf(resource);
            var key = (part.IndexOf('*') is >= 0 and var star ? part[..star] : part).ToString();
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

    private static List<string> Covering(string resource, Dictionary<string, List<string>> wide, HashSet<int> lengths)
    {
        var found = new List<string>();
        var part = PartOf(resource);
        var byStart = wide.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var length in lengths)
        {
            if (length > part.Length || !byStart.TryGetValue(part[..length], out var candidates))
            {
                continue;
            }

            foreach (var candidate in candidates)
            {
                if (candidate != resource && Covers(candidate, resource))
                {
                    found.Add(candidate);
                }
            }
        }

        return found;
    }

    // Part by part, because a star crosses none of the first five colons.
    private static bool Covers(string wide, string narrow)
    {
        if (wide == "*")
        {
            return true;
        }

        var one = wide.AsSpan();
        var other = narrow.AsSpan();
        for (var part = 0; part < ResourceAt; part++)
        {
            var (end, otherEnd) = (one.IndexOf(':'), other.IndexOf(':'));
            if (end < 0 || otherEnd < 0 || !Wildcards.Covers(one[..end], other[..otherEnd], ignoreCase: false))
            {
                return false;
            }

            one = one[(end + 1)..];
            other = other[(otherEnd + 1)..];
        }

        return Wildcards.Covers(one, other, ignoreCase: false);
    }

    private static ReadOnlySpan<char> PartOf(string resource)
    {
        var rest = resource.AsSpan();
        for (var part = 0; part < ResourceAt; part++)
        {
            if (rest.IndexOf(':') is not (>= 0 and var end))
            {
                return "";
            }

            rest = rest[(end + 1)..];
        }

        return rest;
    }
}
