using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Trust;

/// <summary>
/// A wildcard in the subject of GitHub's tokens. Behind the repository it may stay where the branch is compared by <c>ref</c>. A subject
/// without wildcards that names an environment instead of a branch is taken as specific: GitHub's own rules for environments decide the branch.
/// </summary>
internal sealed class SpecificGitHubRepoAndBranchRecommended() : TrustRule("SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED", Severity.Warning)
{
    public override string Title => "a wildcard in the subject of GitHub's tokens";

    public override string Mending => "Write the repository and branch in full, as in \"repo:OWNER/REPOSITORY:ref:refs/heads/BRANCH\".";

    protected override IEnumerable<Finding> Check(CheckedStatement statement) =>
        from provider in IdentityProvider.In(statement)
        where statement.IsAllow && provider.IsGitHub
        let namesBranch = provider.Tests(statement, "ref").Any(test =>
            !test.Operator.Negated && test.Test.Values.All(value => test.Operator.Comparison == Comparison.StringEquals || !HasWildcard(value.Text)))
        from test in provider.Tests(statement, "sub")
        where test.Operator is { Comparison: Comparison.StringLike, Negated: false }
        from value in test.Test.Values
        where HasWildcard(value.Text) && !(namesBranch && NamesRepository(value.Text))
        select Found(value.Place, $"\"{value.Text}\" lets more workflows in than those of one branch");

    private static bool HasWildcard(string text) => text.AsSpan().ContainsAny('*', '?');

    // The wildcards come behind the second colon: repo:OWNER/REPOSITORY:…
    private static bool NamesRepository(string subject) =>
        subject.Split(':', 3) is ["repo", var repository, _] && !HasWildcard(repository);
}
