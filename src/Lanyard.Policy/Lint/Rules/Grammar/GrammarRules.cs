using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Grammar;

/// <summary>The rules about the form of a document: its JSON, elements, principals, variables and size.</summary>
internal static class GrammarRules
{
    public static ImmutableArray<Rule> All { get; } = [new MissingVersion()];
}
