using System.Collections.Immutable;

namespace Lanyard.Policy.Generate;

/// <summary>Needs as they come, those that differ in phase alone put together.</summary>
internal sealed class NeedList
{
    private readonly List<Need> _needs = [];
    private readonly Dictionary<Need, int> _places = new(NeedEquality.WithReasons);

    public void Add(Need need)
    {
        if (_places.TryGetValue(need, out var at))
        {
            _needs[at] = _needs[at] with { Phases = _needs[at].Phases | need.Phases, Evidence = (NeedEvidence)Math.Min((int)_needs[at].Evidence, (int)need.Evidence) };
            return;
        }

        _places[need] = _needs.Count;
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
