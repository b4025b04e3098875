using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Sizes;

/// <summary>An RCP that is too large.</summary>
internal sealed class PolicySizeExceedsRcpQuota() : SizeRule("POLICY_SIZE_EXCEEDS_RCP_QUOTA", Severity.Error)
{
    public override string Title => "a resource control policy that is too large";

    protected override PolicyQuota? QuotaOf(CheckedPolicy policy) => policy.Kind == PolicyKind.ResourceControl ? PolicyQuotas.Find(PolicyPlace.ResourceControl) : null;
}
