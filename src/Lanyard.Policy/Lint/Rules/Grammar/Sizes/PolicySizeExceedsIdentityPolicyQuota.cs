using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Sizes;

/// <summary>A policy for an identity, or a boundary, that is too large for a managed policy; inline policies have other quotas, for all of them together.</summary>
internal sealed class PolicySizeExceedsIdentityPolicyQuota() : SizeRule("POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", Severity.Warning)
{
    public override string Title => "an identity's policy that is too large";

    protected override PolicyQuota? QuotaOf(CheckedPolicy policy) => policy.Kind switch
    {
        PolicyKind.Identity => PolicyQuotas.Find(PolicyPlace.Managed),
        PolicyKind.Boundary => PolicyQuotas.Find(PolicyPlace.Boundary),
        _ => null,
    };
}
