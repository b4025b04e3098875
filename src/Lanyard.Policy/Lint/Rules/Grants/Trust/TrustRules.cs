using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Grants.Trust;

/// <summary>The rules about whom a role trusts.</summary>
internal static class TrustRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new OidcAnyRepository(),
        new OidcWholeOrganization(),
        new OidcWithoutAudience(),
        new TrustOpenToAllAccounts(),
        new TrustWithoutExternalId(),
    ];
}
