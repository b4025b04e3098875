using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grants.Trust;

/// <summary>
/// Trust in all that an organization, workspace or cluster has, also what somebody adds to it tomorrow. Of GitHub's <c>repo:OWNER/*</c> Access
/// Analyzer's SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED speaks.
/// </summary>
internal sealed class OidcWholeOrganization() : Rule("LANYARD_OIDC_WHOLE_ORGANIZATION", Severity.Suggestion, RuleOrigin.Lanyard)
{
    public override string Title => "trust in all that an organization or cluster has";

    public override string Mending => "Name the repository, project or service account in the subject.";

    public override Uri Link => new("https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html");

    public override IEnumerable<Finding> Check(CheckedPolicy policy) => OidcTrust.In(policy)
        .Where(trust => !trust.Tests.IsEmpty && !trust.IsLimitedOtherwise)
        .SelectMany(Check);

    private IEnumerable<Finding> Check(OidcTrust trust)
    {
        var mending = $"Test the subject for \"{trust.Provider.Example}\" or what else is meant.";
        CheckedTest[] subjects = [.. trust.Subjects];
        if (subjects.Length == 0)
        {
            return trust.Provider.IsShared
                ? []
                : [Found(trust.Principal.Place, $"everything of this {Whole(trust)} gets tokens that pass: nothing says what the subject must be", mending: mending)];
        }

        return subjects.Any(test => test.Test.Values.All(value => !IsWhole(trust, test, value)))
            ? []
            : subjects.SelectMany(test => test.Test.Values.Where(value => IsWhole(trust, test, value))).Select(value => Found(
                value.Place,
                $"\"{value.Text}\" fits all subjects of one {(trust.Provider.IsShared ? trust.Provider.Owner : Whole(trust))} of {trust.Provider.Name}, also of what is made tomorrow",
                mending: mending));
    }

    private static string Whole(OidcTrust trust) => trust.Provider.Owner == "namespace" ? "cluster" : trust.Provider.Owner;

    private static bool IsWhole(OidcTrust trust, CheckedTest test, ConditionValue value) =>
        test.Operator.Comparison == Comparison.StringLike && !value.Text.StartsWith("repo:", StringComparison.Ordinal)
        && SubjectPattern.Read(trust.Provider, value.Text) == SubjectReach.WholeOwner;
}
