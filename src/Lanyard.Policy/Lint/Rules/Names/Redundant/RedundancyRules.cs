using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Names.Redundant;

/// <summary>The rules about what is said twice, or says nothing.</summary>
internal static class RedundancyRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new RedundantAction(),
        new RedundantConditionValueNum(),
        new RedundantKeyDueToWildcard(),
        new RedundantResource(),
        new RedundantStatement(),
        new RedundantStatementDueToWildcard(),
    ];
}
