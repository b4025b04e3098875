using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Grammar.Trust;

/// <summary>The rules about who may assume a role.</summary>
internal static class TrustRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new ConfirmAudienceClaimType(), new ForAnyValueWithAudienceClaimType(), new InvalidFederatedPrincipal(),
        new MismatchedActionForPrincipal(), new MissingActionForRolesAnywhere(), new MissingConditionKeyForOidcPrincipal(),
        new MissingGitHubRepoConditionKey(), new RedundantPrincipalInRoleTrustPolicy(), new RoleTrustPolicyNotPrincipal(),
        new RoleTrustPolicyResource(), new RoleTrustPolicyWildcard(), new SpecificGitHubRepoAndBranchRecommended(),
    ];
}
