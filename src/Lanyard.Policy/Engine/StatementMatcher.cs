using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Engine;

/// <summary>Whether a statement matched a request and, if not, which element kept it from doing so.</summary>
/// <param name="Reach">How the statement names the caller; <c>Direct</c> in a policy without principals.</param>
/// <param name="Failed">The first element that did not match; <see langword="null"/> when all did.</param>
/// <param name="At">Where that element is, or the <c>Effect</c> of a statement that matched.</param>
internal readonly record struct StatementMatch(PrincipalReach Reach, string? Failed, TextPosition At)
{
    public bool Matched => Failed is null;
}

/// <summary>One statement, ready to be compared with requests. It knows nothing of the policy types and how they combine.</summary>
internal sealed class StatementMatcher
{
    private readonly ImmutableArray<ActionPattern> _actions;
    private readonly ImmutableArray<ResourcePattern> _resources;
    private readonly ImmutableArray<(string Element, TextPosition At, ConditionMatcher Matcher)> _conditions;

    public StatementMatcher(Statement statement, bool hasVariables)
    {
        Statement = statement;
        _actions = [.. statement.Action.Values.Select(value => new ActionPattern(value.Value))];
        _resources = statement.Resource is null
            ? []
            : [.. statement.Resource.Values.Select(value => new ResourcePattern(value.Value, hasVariables))];
        _conditions =
        [
            .. from block in statement.Conditions
               from test in block.Tests
               select ($"Condition {block.Operator.Name} {test.Key.Value}", test.Key.At,
                   new ConditionMatcher(block.Operator, test, hasVariables)),
        ];
    }

    public Statement Statement { get; }

    public StatementMatch Match(AccessRequest request)
    {
        if (_actions.Any(pattern => pattern.IsMatch(request.Action)) == Statement.Action.Negated)
        {
            return new StatementMatch(PrincipalReach.None, Statement.Action.Name, Statement.Action.At);
        }

        if (Statement.Resource is { } resource && !ResourceMatches(request, resource.Negated))
        {
            return new StatementMatch(PrincipalReach.None, resource.Name, resource.At);
        }

        var reach = Statement.Principal is { } principal
            ? PrincipalMatcher.Reach(principal, Statement.Effect, request.Principal)
            : PrincipalReach.Direct;
        if (reach == PrincipalReach.None)
        {
            return new StatementMatch(reach, Statement.Principal!.Name, Statement.Principal.At);
        }

        foreach (var (element, at, matcher) in _conditions)
        {
            if (!matcher.IsMatch(request.Context))
            {
                return new StatementMatch(reach, element, at);
            }
        }

        return new StatementMatch(reach, null, Statement.EffectAt);
    }

    private bool ResourceMatches(AccessRequest request, bool negated)
    {
        var any = false;
        foreach (var pattern in _resources)
        {
            switch (pattern.Match(request.ResourceArn, request.Context))
            {
                case ResourceMatch.Yes:
                    any = true;
                    break;

                // What a pattern without a value leaves out can't be known, so its complement isn't either.
                case ResourceMatch.Unresolved when negated:
                    return false;
                default:
                    break;
            }
        }

        return any != negated;
    }
}
