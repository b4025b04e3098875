using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Engine.Compiled;

/// <summary>
/// Finds the statements of a policy that have an action: by its whole name where a pattern has no wildcard, by its service where only the
/// name has one. What is found are sets of statements, one bit each.
/// </summary>
internal sealed class ActionIndex
{
    private static readonly Wild[] Nothing = [];

    private readonly Dictionary<string, ulong[]> _byAction;
    private readonly Dictionary<string, Wild[]> _byService;
    private readonly Wild[] _anyService;
    private readonly ulong[] _all;

    /// <param name="patterns">The patterns, each with the number of its statement.</param>
    /// <param name="words">How many words a set has.</param>
    public ActionIndex(IReadOnlyList<IndexedAction> patterns, int words)
    {
        var exact = patterns.Where(entry => entry.Pattern.Action is not null);
        _byAction = exact
            .GroupBy(entry => entry.Pattern.Action!, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => SetOf(group, words), StringComparer.OrdinalIgnoreCase);
        var wild = patterns.Where(entry => entry.Pattern is { Action: null, MatchesAll: false }).ToList();
        _byService = wild
            .Where(entry => entry.Pattern.Service is not null)
            .GroupBy(entry => entry.Pattern.Service!, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, ToWild, StringComparer.OrdinalIgnoreCase);
        _anyService = ToWild(wild.Where(entry => entry.Pattern.Service is null));
        _all = SetOf(patterns.Where(entry => entry.Pattern.MatchesAll), words);
    }

    /// <summary>The set of the patterns' statements.</summary>
    public static ulong[] SetOf(IEnumerable<IndexedAction> patterns, int words)
    {
        var set = new ulong[words];
        foreach (var entry in patterns)
        {
            set[entry.Statement >> 6] |= 1UL << entry.Statement;
        }

        return set;
    }

    /// <summary>Adds the statements that have the request's action.</summary>
    public void AddTo(Span<ulong> found, AccessRequest request)
    {
        for (var i = 0; i < _all.Length; i++)
        {
            found[i] |= _all[i];
        }

        if (_byAction.TryGetValue(request.Action, out var set))
        {
            for (var i = 0; i < set.Length; i++)
            {
                found[i] |= set[i];
            }
        }

        Add(found, _byService.GetValueOrDefault(request.Service, Nothing), request.Action);
        Add(found, _anyService, request.Action);
    }

    private static void Add(Span<ulong> found, Wild[] patterns, string action)
    {
        foreach (var (pattern, statement) in patterns)
        {
            ref var word = ref found[statement >> 6];
            if ((word & (1UL << statement)) == 0 && pattern.IsMatch(action))
            {
                word |= 1UL << statement;
            }
        }
    }

    private static Wild[] ToWild(IEnumerable<IndexedAction> patterns)
    {
        var entries = patterns.ToArray();
        var wild = new Wild[entries.Length];
        for (var i = 0; i < wild.Length; i++)
        {
            wild[i] = new Wild(entries[i].Pattern, entries[i].Statement);
        }

        return wild;
    }

    private readonly record struct Wild(ActionPattern Pattern, int Statement);
}

/// <summary>A pattern of a statement. A class: over tuples LINQ's methods would be compiled at every start.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Statement">The statement's number.</param>
internal sealed record IndexedAction(ActionPattern Pattern, int Statement);
