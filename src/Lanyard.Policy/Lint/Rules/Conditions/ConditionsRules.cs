using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Conditions;

/// <summary>The rules about what a document names: actions, ARNs and conditions, and what is said twice.</summary>
internal static class ConditionsRules
{
    public static ImmutableArray<Rule> All { get; } = [];
}
