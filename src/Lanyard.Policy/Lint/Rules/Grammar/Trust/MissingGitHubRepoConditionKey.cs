using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Trust;

/// <summary>
/// A role for every workflow on GitHub. Besides the subject, the claims that name a repository or a workflow in one are taken as a restriction.
/// </summary>
internal sealed class MissingGitHubRepoConditionKey() : TrustRule("MISSING_GITHUB_REPO_CONDITION_KEY", Severity.SecurityWarning)
{
    private static readonly string[] Claims = ["sub", "repository", "repository_id", "job_workflow_ref"];

    public override string Title => "a role for every workflow on GitHub";

    public override string Mending => "Compare \"token.actions.githubusercontent.com:sub\" with \"repo:OWNER/REPOSITORY:ref:refs/heads/BRANCH\" in the condition.";

    protected override IEnumerable<Finding> Check(CheckedStatement statement) =>
        from provider in IdentityProvider.In(statement)
        where statement.IsAllow && provider.IsGitHub && !Placeholder.IsIn(provider.Name)
            && !Claims.Any(claim => provider.Tests(statement, claim).Any(test => test.Operator.Comparison != Comparison.Null))
            && !statement.Tests.Any(test => Placeholder.IsIn(test.Test.Key.Value))
        select Found(provider.Value.Place, "workflows of every repository on GitHub can assume the role: no condition compares the token's subject");
}
