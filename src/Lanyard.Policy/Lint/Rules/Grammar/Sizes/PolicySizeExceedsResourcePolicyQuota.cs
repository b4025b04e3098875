using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Sizes;

/// <summary>A resource policy that is too large for its type of resource; types whose quota isn't known aren't looked at.</summary>
internal sealed class PolicySizeExceedsResourcePolicyQuota() : SizeRule("POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", Severity.Warning)
{
    public override string Title => "a policy that is too large for its resource";

    protected override PolicyQuota? QuotaOf(CheckedPolicy policy) => policy.Kind == PolicyKind.Resource ? PolicyQuotas.Find(PolicyPlace.Resource, policy.ResourceType) : null;
}
