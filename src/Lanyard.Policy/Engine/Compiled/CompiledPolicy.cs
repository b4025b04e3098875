using System.Numerics;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Engine.Compiled;

/// <summary>What the statements of one policy say of a request.</summary>
/// <param name="Reach">The closest that an allowing statement comes to the caller; <c>None</c> when nothing allows.</param>
/// <param name="Allow">That statement, -1 without one.</param>
/// <param name="Deny">The first statement that denies, -1 without one.</param>
internal readonly record struct PolicyAnswer(PrincipalReach Reach, int Allow, int Deny);

/// <summary>The statements of a policy, found by action and matched in their order.</summary>
internal sealed class CompiledPolicy
{
    // As many words as fit on the stack without a thought: statements beyond them take their sets from the heap.
    private const int WordsOnStack = 32;

    private readonly StatementMatcher[] _statements;
    private readonly ActionIndex _actions;
    private readonly ActionIndex? _notActions;
    private readonly ulong[] _withNotAction;

    public CompiledPolicy(PolicyDocument document, ShortArn shortArn)
    {
        _statements = [.. document.Statements.Select(statement => new StatementMatcher(statement, document.HasVariables, shortArn))];
        var words = (_statements.Length + 63) / 64;
        var (actions, notActions) = (new List<IndexedAction>(), new List<IndexedAction>());
        _withNotAction = new ulong[words];
        for (var number = 0; number < _statements.Length; number++)
        {
            var isNegated = _statements[number].Statement.Action.Negated;
            foreach (var pattern in _statements[number].Actions)
            {
                (isNegated ? notActions : actions).Add(new IndexedAction(pattern, number));
            }

            if (isNegated)
            {
                _withNotAction[number >> 6] |= 1UL << number;
            }
        }

        _actions = new ActionIndex(actions, words);
        _notActions = notActions.Count > 0 ? new ActionIndex(notActions, words) : null;
    }

    /// <summary>The statements in their order.</summary>
    public IReadOnlyList<StatementMatcher> Statements => _statements;

    /// <summary>Matches the statements until the answer is certain.</summary>
    public PolicyAnswer Match(AccessRequest request, bool isBounded)
    {
        var words = _withNotAction.Length;
        Span<ulong> candidates = words <= WordsOnStack ? stackalloc ulong[words] : new ulong[words];
        Span<ulong> excluded = words <= WordsOnStack ? stackalloc ulong[words] : new ulong[words];
        _actions.AddTo(candidates, request);
        _notActions?.AddTo(excluded, request);
        var (reach, allow) = (PrincipalReach.None, -1);
        for (var word = 0; word < words; word++)
        {
            for (var left = candidates[word] | (_withNotAction[word] & ~excluded[word]); left != 0; left &= left - 1)
            {
                var number = (word << 6) + BitOperations.TrailingZeroCount(left);
                var statement = _statements[number];
                if (reach == PrincipalReach.Direct && !statement.Denies)
                {
                    continue;
                }

                var match = statement.MatchBehindAction(request, isBounded);
                if (match.Failed == StatementElement.None && statement.Denies)
                {
                    return new PolicyAnswer(reach, allow, number);
                }

                if (match.Failed == StatementElement.None && match.Reach > reach)
                {
                    (reach, allow) = (match.Reach, number);
                }
            }
        }

        return new PolicyAnswer(reach, allow, -1);
    }
}
