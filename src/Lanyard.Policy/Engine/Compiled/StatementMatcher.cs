using Lanyard.Policy.Documents;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Engine.Compiled;

/// <summary>Whether a statement matched a request and, if not, which element kept it from doing so.</summary>
/// <param name="Reach">How the statement names the caller; <c>Direct</c> in a policy without principals.</param>
/// <param name="Failed">The first element that did not match.</param>
/// <param name="Condition">Of a <see cref="StatementElement.Condition"/> the number of the key, counted through all operators from 0.</param>
internal readonly record struct StatementMatch(PrincipalReach Reach, StatementElement Failed, int Condition = -1);

/// <summary>One statement, ready to be compared with requests. It knows nothing of the policy types and how they combine.</summary>
internal sealed class StatementMatcher
{
    private readonly ActionPattern[] _actions;
    private readonly ResourcePattern[]? _resources;
    private readonly bool _resourcesNegated;
    private readonly PrincipalMatcher? _principal;
    private readonly ConditionMatcher[] _conditions;

    public StatementMatcher(Statement statement, bool hasVariables, ShortArn shortArn)
    {
        Statement = statement;
        Denies = statement.Effect == Effect.Deny;
        _actions = [.. statement.Action.Values.Select(value => new ActionPattern(value.Value))];
        _resources = statement.Resource is { } resource
            ? [.. resource.Values.Select(value => new ResourcePattern(value.Value, hasVariables, shortArn))]
            : null;
        _resourcesNegated = statement.Resource is { Negated: true };
        _principal = statement.Principal is { } principal ? new PrincipalMatcher(principal, statement.Effect) : null;
        _conditions =
        [
            .. from block in statement.Conditions
               from test in block.Tests
               select new ConditionMatcher(block.Operator, test, hasVariables),
        ];
    }

    public Statement Statement { get; }

    /// <summary>Whether the statement denies what it matches.</summary>
    public bool Denies { get; }

    /// <summary>The patterns of <c>Action</c> or <c>NotAction</c>.</summary>
    public IReadOnlyList<ActionPattern> Actions => _actions;

    /// <summary>Compares all elements.</summary>
    public StatementMatch Match(AccessRequest request, bool isBounded)
    {
        var any = Array.Exists(_actions, pattern => pattern.IsMatch(request.Action));
        return any == Statement.Action.Negated
            ? new StatementMatch(PrincipalReach.None, StatementElement.Action)
            : MatchBehindAction(request, isBounded);
    }

    /// <summary>Compares all elements but the action, which is known to match.</summary>
    public StatementMatch MatchBehindAction(AccessRequest request, bool isBounded)
    {
        if (_resources is not null && !ResourceMatches(_resources, request))
        {
            return new StatementMatch(PrincipalReach.None, StatementElement.Resource);
        }

        var reach = _principal?.Reach(request.Principal, isBounded) ?? PrincipalReach.Direct;
        if (reach == PrincipalReach.None)
        {
            return new StatementMatch(reach, StatementElement.Principal);
        }

        for (var i = 0; i < _conditions.Length; i++)
        {
            if (!_conditions[i].IsMatch(request.Context))
            {
                return new StatementMatch(reach, StatementElement.Condition, i);
            }
        }

        return new StatementMatch(reach, StatementElement.None);
    }

    private bool ResourceMatches(ResourcePattern[] patterns, AccessRequest request)
    {
        foreach (var pattern in patterns)
        {
            switch (pattern.Match(request.Resource, request.Context))
            {
                case ResourceMatch.Yes:
                    return !_resourcesNegated;

                // What a pattern without a value leaves out can't be known, so its complement isn't either.
                case ResourceMatch.Unresolved when _resourcesNegated:
                    return false;
                default:
                    break;
            }
        }

        return _resourcesNegated;
    }
}
