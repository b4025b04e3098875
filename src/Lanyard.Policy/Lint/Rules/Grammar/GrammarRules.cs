using System.Collections.Immutable;
using Lanyard.Policy.Lint.Rules.Grammar.Elements;
using Lanyard.Policy.Lint.Rules.Grammar.Empty;
using Lanyard.Policy.Lint.Rules.Grammar.Organizations;
using Lanyard.Policy.Lint.Rules.Grammar.Principals;
using Lanyard.Policy.Lint.Rules.Grammar.Saving;
using Lanyard.Policy.Lint.Rules.Grammar.Sizes;
using Lanyard.Policy.Lint.Rules.Grammar.Trust;
using Lanyard.Policy.Lint.Rules.Grammar.Variables;

namespace Lanyard.Policy.Lint.Rules.Grammar;

/// <summary>The rules about the form of a document: its JSON, elements, principals, variables and size, and whether it can be saved.</summary>
internal static class GrammarRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        .. ElementRules.All, .. EmptyRules.All, .. OrganizationRules.All, .. PrincipalRules.All, .. SavingRules.All, .. SizeRules.All,
        .. TrustRules.All, .. VariableRules.All,
    ];
}
