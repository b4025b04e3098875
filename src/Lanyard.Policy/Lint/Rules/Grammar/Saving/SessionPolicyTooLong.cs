using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Lint.Rules.Grammar.Sizes;

namespace Lanyard.Policy.Lint.Rules.Grammar.Saving;

/// <summary>A session policy that is longer than STS takes it. Packed it has a second limit, which nobody outside can compute.</summary>
internal sealed class SessionPolicyTooLong() : SizeRule("IAM_SESSION_POLICY_TOO_LONG", Severity.Error, RuleOrigin.SaveTime)
{
    public override string Title => "a session policy that is too long";

    public override string Mending => "Write less, or pass the ARNs of managed policies instead.";

    public override Uri Link => SavingPages.Page("reference_iam-quotas.html");

    protected override PolicyQuota? QuotaOf(CheckedPolicy policy) => policy.Kind == PolicyKind.Session ? PolicyQuotas.Find(PolicyPlace.Session) : null;
}
