using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Grammar.Principals;

/// <summary>The rules about whom a statement names.</summary>
internal static class PrincipalRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new AllowWithNotPrincipal(), new FederatedPrincipalNotSupported(), new InvalidPrincipalFormat(), new InvalidPrincipalKey(),
        new InvalidRoleReference(), new InvalidServicePrincipalFormat(), new InvalidUserReference(),
        new RecommendedConditionKeyForServicePrincipal(), new RestrictAccessToServicePrincipal(),
        new UnsupportedConditionKeyForServicePrincipal(), new UnsupportedPrincipal(), new UnsupportedWildcardInPrincipal(),
    ];
}
