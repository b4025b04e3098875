using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Names.Operators;

/// <summary>The rules about condition operators, and how they fit their keys.</summary>
internal static class OperatorRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new EquivalentToNullFalse(),
        new EquivalentToNullTrue(),
        new ForAllValuesWithSingleValuedKey(),
        new InvalidConditionOperator(),
        new InvalidVariableForOperator(),
        new MissingQualifier(),
        new NullWithIfExists(),
        new NullWithQualifier(),
        new StringLikeOperatorWithArnConditionKeys(),
        new TypeMismatch(),
        new WildcardWithoutLikeOperator(),
    ];
}
