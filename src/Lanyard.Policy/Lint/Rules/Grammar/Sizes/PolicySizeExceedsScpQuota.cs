using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Lint.Rules.Grammar.Sizes;

/// <summary>An SCP that is too large.</summary>
internal sealed class PolicySizeExceedsScpQuota() : SizeRule("POLICY_SIZE_EXCEEDS_SCP_QUOTA", Severity.Error)
{
    public override string Title => "a service control policy that is too large";

    protected override PolicyQuota? QuotaOf(CheckedPolicy policy) => policy.Kind == PolicyKind.ServiceControl ? PolicyQuotas.Find(PolicyPlace.ServiceControl) : null;
}
