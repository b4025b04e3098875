using System.Collections.Immutable;
using Lanyard.Policy.Lint.Rules.Names.Actions;
using Lanyard.Policy.Lint.Rules.Names.Arns;
using Lanyard.Policy.Lint.Rules.Names.Keys;
using Lanyard.Policy.Lint.Rules.Names.Operators;
using Lanyard.Policy.Lint.Rules.Names.Redundant;
using Lanyard.Policy.Lint.Rules.Names.Values;

namespace Lanyard.Policy.Lint.Rules.Names;

/// <summary>The rules about what a document names: actions, ARNs and conditions, and what is said twice.</summary>
internal static class NamesRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        .. ActionNameRules.All, .. ArnRules.All, .. KeyRules.All, .. OperatorRules.All, .. ValueRules.All, .. RedundancyRules.All,
    ];
}
