using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Saving;

/// <summary>A text that is longer than any API takes a policy document, white space included.</summary>
internal sealed class PolicyTooLong() : Rule("IAM_POLICY_TOO_LONG", Severity.Error, RuleOrigin.SaveTime)
{
    public override string Title => "a policy that is longer than any API takes it";

    public override string Mending => "Split the policy, or write it without white space.";

    public override Uri Link => SavingPages.Page("reference_iam-quotas.html");

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        var length = policy.Root.Place.End.Offset - policy.Root.Place.Start.Offset;
        if (policy.Text is not null && policy.Root.Place.Path.Parent is null && length > PolicyDocument.MaxLength)
        {
            yield return Found(policy.Root.Place, $"the policy is {length} characters long, white space included, and no API takes more than {PolicyDocument.MaxLength}");
        }
    }
}
