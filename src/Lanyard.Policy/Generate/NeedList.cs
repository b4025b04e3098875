using System.Collections.Immutable;

namespace Lanyard.Policy.Generate;

/// <summary>Needs as they come, those that differ in phase alone put together.</summary>
internal sealed class NeedList
{
    private readonly List<Need> _needs = [];
    // The key is one text: for a tuple of them the program would compile its comparer at every start.
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public void Add(Need need)
    {
        var key = string.Join('\n', need.Action, need.Resource, need.Reason, need.Conditions.IsEmpty ? "" : string.Join(';', need.Conditions.Select(c => $"{c.Operator} {c.Key} {string.Join('|', c.Values)}")));
        if (_places.TryGetValue(key, out var at))
        {
            _needs[at] = _needs[at] with { Phases = _needs[at].Phases | need.Phases, Evidence = (NeedEvidence)Math.Min((int)_needs[at].Evidence, (int)need.Evidence) };
            return;
        }

        _places[key] = _needs.Count;
        _needs.Add(need);
    }

    public void AddRange(IEnumerable<Need> needs)
    {
        foreach (var need in needs)
        {
            Add(need);
        }
    }

    public ImmutableArray<Need> ToImmutable() => [.. _needs];
}
