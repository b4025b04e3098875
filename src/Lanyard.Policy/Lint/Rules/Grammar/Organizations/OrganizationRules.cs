using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Grammar.Organizations;

/// <summary>The rules about policies of AWS Organizations.</summary>
internal static class OrganizationRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new RcpAction(), new RcpAllow(), new RcpMissingRelatedPrincipalConditionKey(), new RcpMissingRelatedServicePrincipalConditionKey(),
        new RcpMissingServiceConditionKeyNullCheck(), new RcpNotAction(), new RcpPrincipal(), new ScpActionWildcard(), new ScpPrincipal(),
    ];
}
