using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Grammar.Sizes;

/// <summary>The rules about how large a document is.</summary>
internal static class SizeRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new PolicySizeExceedsIdentityPolicyQuota(), new PolicySizeExceedsRcpQuota(), new PolicySizeExceedsResourcePolicyQuota(),
        new PolicySizeExceedsRoleTrustPolicyQuota(), new PolicySizeExceedsScpQuota(),
    ];
}
