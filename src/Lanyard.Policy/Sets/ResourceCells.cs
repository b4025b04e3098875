using Lanyard.Policy.Sets.Patterns;

namespace Lanyard.Policy.Sets;

/// <summary>Divides ARNs by patterns, once for each list of patterns that comes.</summary>
internal sealed class ResourceCells
{
    private const int MaxSteps = 3_000_000;

    private readonly Dictionary<string, TextCells> _known = new(StringComparer.Ordinal);

    /// <summary>Divides ARNs.</summary>
    public TextCells Of(IReadOnlyList<TextPattern> patterns)
    {
        var key = string.Join('\n', patterns.Select(pattern => pattern.Key));
        if (!_known.TryGetValue(key, out var found))
        {
            _known.Add(key, found = JointSearch.Divide(patterns, TextPattern.AnyArn, MaxSteps));
        }

        return found;
    }
}
