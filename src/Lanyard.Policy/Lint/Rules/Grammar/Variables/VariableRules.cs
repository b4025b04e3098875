using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Grammar.Variables;

/// <summary>The rules about policy variables.</summary>
internal static class VariableRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new EmptyVariable(), new MissingBraceInVariable(), new MissingQuoteInVariable(), new UnsupportedSpaceInVariable(),
        new VariableUnsupportedInElement(), new VariableUnsupportedInVersion(),
    ];
}
