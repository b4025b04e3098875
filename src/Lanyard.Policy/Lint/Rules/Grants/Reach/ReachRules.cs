using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Grants.Reach;

/// <summary>The rules about what statements reach: too much, or nothing.</summary>
internal static class ReachRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new ActionNeverMatchesResource(),
        new ActionWithoutResource(),
        new StatementMatchesNothing(),
        new ConditionNeverHolds(),
        new DangerousWildcard(),
        new WrongPartition(),
        new ShadowedStatement(),
        new DeniedStatement(),
    ];
}
