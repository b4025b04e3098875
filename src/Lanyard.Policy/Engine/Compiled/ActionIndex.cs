using System.Collections.Frozen;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Engine.Compiled;

/// <summary>
/// Finds the statements of a policy that have an action: by its whole name where a pattern has no wildcard, by its service where only the
/// name has one. What is found are sets of statements, one bit each.
/// </summary>
internal sealed class ActionIndex
{
    private static readonly Wild[] Nothing = [];

    private readonly FrozenDictionary<string, ulong[]> _byAction;
    private readonly FrozenDictionary<string, Wild[]> _byService;
    private readonly Wild[] _anyService;
    private readonly ulong[] _all;

    /// <param name="patterns">The patterns, each with the number of its statement.</param>
    /// <param name="words">How many words a set has.</param>
    public ActionIndex(IReadOnlyList<(ActionPattern Pattern, int Statement)> patterns, int words)
    {
        var exact = patterns.Where(entry => entry.Pattern.Action is not null);
        _byAction = exact
            .GroupBy(entry => entry.Pattern.Action!, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => SetOf(group.Select(entry => entry.Statement), words), StringComparer.OrdinalIgnoreCase);
        var wild = patterns.Where(entry => entry.Pattern is { Action: null, MatchesAll: false }).ToList();
        _byService = wild
            .Where(entry => entry.Pattern.Service is not null)
            .GroupBy(entry => entry.Pattern.Service!, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, ToWild, StringComparer.OrdinalIgnoreCase);
        _anyService = ToWild(wild.Where(entry => entry.Pattern.Service is null));
        _all = SetOf(patterns.Where(entry => entry.Pattern.MatchesAll).Select(entry => entry.Statement), words);
    }

    /// <summary>A set of statements.</summary>
    public static ulong[] SetOf(IEnumerable<int> statements, int words)
    {
        var set = new ulong[words];
        foreach (var statement in statements)
        {
            set[statement >> 6] |= 1UL << statement;
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

    private static Wild[] ToWild(IEnumerable<(ActionPattern Pattern, int Statement)> patterns) =>
        [.. patterns.Select(entry => new Wild(entry.Pattern, entry.Statement))];

    private readonly record struct Wild(ActionPattern Pattern, int Statement);
}
