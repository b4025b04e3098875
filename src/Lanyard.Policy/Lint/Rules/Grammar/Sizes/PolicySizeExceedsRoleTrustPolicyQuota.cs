using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Sizes;

/// <summary>A trust policy that is larger than an account takes it if the quota was never raised.</summary>
internal sealed class PolicySizeExceedsRoleTrustPolicyQuota() : SizeRule("POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA", Severity.Warning)
{
    public override string Title => "a trust policy that is too large";

    protected override PolicyQuota? QuotaOf(CheckedPolicy policy) => policy.Kind == PolicyKind.Trust ? PolicyQuotas.Find(PolicyPlace.Trust) : null;

    protected override string? Advice(PolicyQuota quota) => "Write less, or ask Service Quotas for a longer role trust policy; if that was done, accept this finding.";
}
