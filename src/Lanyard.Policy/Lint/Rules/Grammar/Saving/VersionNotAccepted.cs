using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Saving;

/// <summary>
/// A document without <c>Version</c>, or of 2008, as a managed policy, SCP or RCP. Policies of resources, trust policies and session policies
/// may still be so.
/// </summary>
internal sealed class VersionNotAccepted() : Rule("IAM_VERSION_NOT_ACCEPTED", Severity.Error, RuleOrigin.SaveTime)
{
    public override string Title => "a version of the policy language that is too old to be saved";

    public override string Mending => $"Write \"Version\": \"{PolicyDocument.VersionWithVariables}\".";

    public override Uri Link => SavingPages.Page("reference_policies_elements_version.html");

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        if (policy.Root.Kind != JsonNodeKind.Object || (!policy.IsManaged() && !policy.IsOfOrganizations()))
        {
            yield break;
        }

        if (policy.Root.Find("Version") is { Text: PolicyDocument.VersionWithoutVariables } old)
        {
            yield return Found(old.Place, $"a new policy can't be saved with version {old.Text}");
        }
        else if (policy.Root.Lacks("Version"))
        {
            yield return Found(policy.Root.Place, "a new policy can't be saved without a version");
        }
    }
}
