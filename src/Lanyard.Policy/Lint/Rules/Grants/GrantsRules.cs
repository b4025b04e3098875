using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Grants;

/// <summary>The rules about what a document lets people do.</summary>
internal static class GrantsRules
{
    public static ImmutableArray<Rule> All { get; } = [];
}
