using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Grammar.Empty;

/// <summary>The rules about elements that hold nothing.</summary>
internal static class EmptyRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new EmptyArrayAction(), new EmptyArrayCondition(), new EmptyArrayConditionForAllValues(), new EmptyArrayConditionForAnyValue(),
        new EmptyArrayConditionIfExists(), new EmptyArrayPrincipal(), new EmptyArrayResource(), new EmptyObjectCondition(),
        new EmptyObjectPrincipal(), new EmptySidValue(),
    ];
}
