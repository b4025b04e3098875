using Lanyard.Policy;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Lint;
using Lanyard.Policy.Trust;

namespace Lanyard.Tests.Policy.Trust;

/// <summary>
/// What is in a token: "OpenID Connect reference", GitHub; "OpenID Connect (OIDC) authentication using ID tokens", GitLab; "Deploy on AWS using Bitbucket
/// Pipelines OpenID Connect", Atlassian; "Using OpenID Connect tokens in jobs", CircleCI.
/// </summary>
public class CiSystemsTests
{
    private const string A = "0a1b2c3d-1111-4222-8333-444455556666";
    private const string B = "9f8e7d6c-1111-4222-8333-444455556666";
    private const string Account = "111111111111";

    // Each pattern with a subject that it is for, and one near it that it isn't for.
    public static TheoryData<string, string, string[]> Subjects => new()
    {
        { "github acme/orders branch main", "repo:acme/orders:ref:refs/heads/main", ["repo:acme/orders:ref:refs/heads/main2", "repo:acme/orders:ref:refs/tags/main", "repo:acme/other:ref:refs/heads/main", "repo:acme/orders:pull_request", "repo:acme/orders:environment:main"] },
        { "github acme@12/orders@34 branch main", "repo:acme@12/orders@34:ref:refs/heads/main", ["repo:acme/orders:ref:refs/heads/main", "repo:acme@13/orders@34:ref:refs/heads/main"] },
        { "github acme/orders environment prod:eu", "repo:acme/orders:environment:prod%3Aeu", ["repo:acme/orders:environment:prod:eu", "repo:acme/orders:environment:prod"] },
        { "github acme/orders tag v1.0", "repo:acme/orders:ref:refs/tags/v1.0", ["repo:acme/orders:ref:refs/tags/v1x0", "repo:acme/orders:ref:refs/heads/v1.0"] },
        { "github acme/orders pull", "repo:acme/orders:pull_request", ["repo:acme/orders:ref:refs/heads/pull_request"] },
        { "github acme/orders all", "repo:acme/orders:ref:refs/heads/any", ["repo:acme/orders-fork:ref:refs/heads/any"] },
        { "gitlab acme/sub/orders branch main", "project_path:acme/sub/orders:ref_type:branch:ref:main", ["project_path:acme/sub/orders:ref_type:tag:ref:main", "project_path:acme/sub/orders/x:ref_type:branch:ref:main"] },
        { "gitlab acme/orders tag v1", "project_path:acme/orders:ref_type:tag:ref:v1", ["project_path:acme/orders:ref_type:branch:ref:v1"] },
        { "gitlab acme/orders all", "project_path:acme/orders:ref_type:branch:ref:x", ["project_path:acme/orders2:ref_type:branch:ref:x"] },
        { $"bitbucket acme/orders environment {B}", $"{{{A}}}:{{{B}}}:{{{A}}}", [$"{{{A}}}:{{{A}}}:{{{A}}}", $"{{{A}}}:{{{A}}}", $"{{{B}}}:{{{B}}}:{{{A}}}"] },
        { "bitbucket acme/orders all", $"{{{A}}}:{{{B}}}", [$"{{{B}}}:{{{A}}}"] },
        {
            "circleci branch main", $"org/{A}/project/{B}/user/{A}/vcs-origin/github.com/acme/orders/vcs-ref/refs/heads/main",
            [
                $"org/{A}/project/{B}/user/{A}", $"org/{A}/project/{B}/user/{A}/vcs-origin/github.com/eve/orders/vcs-ref/refs/heads/main",
                $"org/{A}/project/{A}/user/{A}/vcs-origin/github.com/acme/orders/vcs-ref/refs/heads/main",

                // A branch whose name ends as the subject does.
                $"org/{A}/project/{B}/user/{A}/vcs-origin/github.com/acme/orders/vcs-ref/refs/heads/x/vcs-origin/github.com/acme/orders/vcs-ref/refs/heads/main",
            ]
        },
        { "circleci all", $"org/{A}/project/{B}/user/{A}", [$"org/{A}/project/{A}/user/{A}"] },
    };

    [Theory]
    [MemberData(nameof(Subjects))]
    public void The_token_of_the_run_gets_the_role_and_those_near_it_do_not(string what, string subject, string[] others)
    {
        var trust = Make(what);
        Assert.True(Takes(trust, subject, trust.Audience));
        Assert.False(Takes(trust, subject, "https://github.com/acme"));
        Assert.All(others, other => Assert.False(Takes(trust, other, trust.Audience), other));
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Policy_check_has_nothing_to_say_unless_all_runs_are_trusted(string what, string subject, string[] others)
    {
        Assert.NotEmpty(subject);
        Assert.NotEmpty(others);
        var found = Findings(TrustPolicy.Of([Make(what).Statement("aws", Account)]));
        Assert.Equal(what == "github acme/orders all" ? ["SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED"] : [], found);
    }

    [Fact]
    public void A_subject_that_is_known_is_compared_letter_by_letter()
    {
        var trust = CiSystems.GitHub("acme/orders", new CiRuns { Branches = ["main", "next"] }, null, "aws");
        Assert.Equal(["StringEquals", "StringEquals"], trust.Statement("aws", Account).Conditions.Select(c => c.Operator));
        Assert.Equal(["repo:acme/orders:ref:refs/heads/main", "repo:acme/orders:ref:refs/heads/next"], trust.Subjects);
    }

    // "Customizing the subject claims for an organization or repository", GitHub: its own examples of templates and the subjects they give.
    [Theory]
    [InlineData("acme/orders", "repo context job_workflow_ref=acme/ci/.github/workflows/oidc.yml@refs/heads/main", "environment production", "repo:acme/orders:environment:production:job_workflow_ref:acme/ci/.github/workflows/oidc.yml@refs/heads/main")]
    [InlineData("acme@65/orders@41", "repository_owner_id repository_id context", "branch main", "repository_owner_id:65:repository_id:41:ref:refs/heads/main")]
    [InlineData("acme/orders", "repository_owner_id=65 repository_visibility=private", "", "repository_owner_id:65:repository_visibility:private")]
    [InlineData("acme@65/orders@41", "repo context", "branch main", "repo:acme@65/orders@41:ref:refs/heads/main")]
    [InlineData("acme@65/orders@41", "repository environment", "environment eu:prod", "repository:acme/orders:environment:eu%3Aprod")]
    [InlineData("acme/orders", "repository_owner ref_type ref", "tag v1.0", "repository_owner:acme:ref_type:tag:ref:refs/tags/v1.0")]
    [InlineData("acme/orders", "repo context", "pull", "repo:acme/orders:pull_request")]
    public void Chosen_claims_make_the_subject_in_their_order(string repository, string claims, string run, string subject)
    {
        var trust = GitHubSubjects.Of(repository, claims.Split(' '), RunOf(run), null, "aws");
        Assert.Equal([subject], trust.Subjects);
        Assert.Equal("StringEquals", trust.Statement("aws", Account).Conditions[1].Operator);
        Assert.True(Takes(trust, subject, trust.Audience));
        Assert.False(Takes(trust, subject + "x", trust.Audience));
    }

    [Theory]
    [InlineData("repo context", "", "which runs isn't said")]
    [InlineData("repository_owner_id=65", "branch main", "no claim says anything of the run")]
    [InlineData("repository_owner_id context", "branch main", "the value of the claim repository_owner_id isn't known")]
    [InlineData("repo job_workflow_ref", "", "the value of the claim job_workflow_ref isn't known")]
    [InlineData("repo ref", "environment production", "the value of the claim ref isn't known")]
    [InlineData("repo environment", "branch main", "the value of the claim environment isn't known")]
    [InlineData("repo repo context", "branch main", "named twice")]
    [InlineData("repo context", "all", "all runs are trusted")]
    [InlineData("repo job_workflow_ref=acme/*", "", "letter by letter")]
    [InlineData("repo job_workflow_ref=${x}", "", "letter by letter")]
    [InlineData("context", "branch main", "no claim says whose the job is")]
    [InlineData("environment", "environment production", "no claim says whose the job is")]
    [InlineData("job_workflow_ref=acme/ci/.github/workflows/oidc.yml@refs/heads/main", "", "no claim says whose the job is")]
    [InlineData("repo=other/x context", "branch main", "says another repository than acme/orders")]
    [InlineData("repository_owner=other context", "branch main", "says another repository than acme/orders")]
    [InlineData("Repo context", "branch main", "no claim of GitHub's tokens")]
    public void Claims_that_leave_the_subject_open_are_refused(string claims, string run, string why) =>
        Assert.Contains(why, Assert.Throws<TrustException>(() => GitHubSubjects.Of("acme/orders", claims.Split(' '), RunOf(run), null, "aws")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_subject_that_is_given_whole_is_trusted_as_it_is()
    {
        var trust = GitHubSubjects.Given("acme/orders", ["repository_owner_id:65:environment:prod"], null, "aws-cn");
        Assert.Equal(("token.actions.githubusercontent.com", "sts.amazonaws.com.cn"), (trust.Provider, trust.Audience));
        Assert.True(Takes(trust, "repository_owner_id:65:environment:prod", trust.Audience));
        Assert.Equal("gitlab.example.com", CiSystems.GitLabSubjects("acme/orders", ["user_id:7"], "https://gitlab.example.com", "aws").Provider);
        Assert.Equal("github.example.com/_services/token", GitHubSubjects.Given("acme/orders", ["environment:prod"], "https://github.example.com/_services/token", "aws").Provider);
        Assert.Throws<TrustException>(() => GitHubSubjects.Given("acme/orders", ["repo:acme/*"], null, "aws"));
    }

    [Theory]
    [InlineData("acme/orders", "repo:acme/orders:ref:refs/heads/main", true)]
    [InlineData("acme/orders", "repo:acme@65/orders@41:pull_request", true)]
    [InlineData("acme@65/orders@41", "repo:acme/orders:environment:repo", true)]
    [InlineData("acme@65/orders@41", "repository_owner_id:65:pull_request:actor:repository", false)]
    [InlineData("acme/orders", "repository_owner:acme:context:repo", false)]
    public void A_subject_says_the_repository_or_only_its_owner(string repository, string subject, bool saysRepository)
    {
        Assert.Equal([subject], GitHubSubjects.Given(repository, [subject], null, "aws").Subjects);
        Assert.Equal(saysRepository, GitHubSubjects.SaysRepository(subject));
    }

    [Theory]
    [InlineData("ref:refs/heads/main")]
    [InlineData("environment:production:repo:")]
    [InlineData("environment:repo:acme/orders")]
    [InlineData("environment:repository_owner_id:65")]
    [InlineData("${token.actions.githubusercontent.com:sub}")]
    public void A_subject_of_GitHub_must_say_whose_the_job_is(string subject) =>
        Assert.Throws<TrustException>(() => GitHubSubjects.Given("acme/orders", [subject], null, "aws"));

    [Theory]
    [InlineData("repo:other/orders:ref:refs/heads/main")]
    [InlineData("repo:acme:ref:refs/heads/main")]
    [InlineData("repo:acme@66/orders@41:ref:refs/heads/main")]
    [InlineData("repository:acme/others:environment:production")]
    [InlineData("repository_owner:other:environment:production")]
    [InlineData("repository_owner_id:66:environment:production")]
    [InlineData("repository_id:42:environment:production")]
    [InlineData("repository_owner:acme:repo:other/x")]
    public void A_subject_of_another_repository_is_refused(string subject) =>
        Assert.Contains("is of another repository than acme@65/orders@41", Assert.Throws<TrustException>(() => GitHubSubjects.Given("acme@65/orders@41", [subject], null, "aws")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("ref_type:branch:ref:main", "doesn't say whose the job is")]
    [InlineData("ref:project_path:acme/shop/orders", "doesn't say whose the job is")]
    [InlineData("project_path:", "doesn't say whose the job is")]
    [InlineData("project_path:acme/shop:ref_type:branch:ref:main", "is of another project than acme/shop/orders")]
    [InlineData("namespace_path:acme:ref_type:branch:ref:main", "is of another project than acme/shop/orders")]
    public void A_subject_of_GitLab_must_be_of_the_project(string subject, string why) =>
        Assert.Contains(why, Assert.Throws<TrustException>(() => CiSystems.GitLabSubjects("acme/shop/orders", [subject], null, "aws")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("${token.actions.githubusercontent.com:sub}")]
    [InlineData("a*")]
    public void A_branch_is_one_name(string branch) =>
        Assert.Throws<TrustException>(() => CiSystems.GitHub("acme/orders", new CiRuns { Branches = [branch] }, null, "aws"));

    [Theory]
    [InlineData("aws", "sts.amazonaws.com")]
    [InlineData("aws-us-gov", "sts.amazonaws.com")]
    [InlineData("aws-cn", "sts.amazonaws.com.cn")]
    public void The_audience_is_that_of_the_partition(string partition, string audience)
    {
        var trust = CiSystems.GitHub("acme/orders", new CiRuns { Branches = ["main"] }, null, partition);
        Assert.Equal((audience, $"arn:{partition}:iam::{Account}:oidc-provider/token.actions.githubusercontent.com"), (trust.Audience, trust.Statement(partition, Account).Principals[0]));
    }

    [Fact]
    public void A_server_of_ones_own_is_another_provider() =>
        Assert.Equal("gitlab.example.com/sub", CiSystems.GitLab("a/b", new CiRuns { All = true }, "https://gitlab.example.com/sub/", "aws").Provider);

    [Theory]
    [InlineData("github acme branch main", "no repository of GitHub")]
    [InlineData("github acme/orders/x branch main", "no repository of GitHub")]
    [InlineData("github acme@1/orders branch main", "no repository of GitHub")]
    [InlineData("github acme/* branch main", "no repository of GitHub")]
    [InlineData("github acme/orders branch release/*", "is no one name")]
    [InlineData("gitlab orders branch main", "no project of GitLab")]
    [InlineData("gitlab acme/orders environment prod", "don't say the environment")]
    [InlineData("gitlab acme/orders pull", "whether it is a pull request")]
    [InlineData("bitbucket acme/orders branch main", "don't say the branch")]
    [InlineData("bitbucket acme/orders environment prod", "prod is no UUID")]
    [InlineData("bitbucket acme all", "no repository of Bitbucket")]
    [InlineData("circleci-nowhere branch main", "what the repository is called isn't said")]
    public void What_can_not_be_trusted_as_written_says_why(string what, string expected) =>
        Assert.Contains(expected, Assert.Throws<TrustException>(() => Make(what)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("http://gitlab.example.com")]
    [InlineData("gitlab.example.com")]
    [InlineData("https://gitlab.example.com/?x")]
    public void An_issuer_is_an_https_address(string issuer) => Assert.Throws<TrustException>(() => CiSystems.GitLab("a/b", new CiRuns { All = true }, issuer, "aws"));

    internal static string[] Findings(PolicyDocument document) =>
        [.. PolicyLinter.Check(PolicyDocumentWriter.Write(document, indented: true), new PolicyUse(PolicyKind.Trust), Catalogue.Embedded).Select(f => f.Rule.Id)];

    private static CiTrust Make(string what)
    {
        var words = what.Split(' ');
        var (name, kind, value) = words[0].StartsWith("circleci", StringComparison.Ordinal) ? ("", words[1], words[^1]) : (words[1], words[2], words[^1]);
        var runs = kind switch
        {
            "branch" => new CiRuns { Branches = [value] },
            "tag" => new CiRuns { Tags = [value] },
            "environment" => new CiRuns { Environments = [value] },
            "pull" => new CiRuns { PullRequests = true },
            _ => new CiRuns { All = true },
        };
        return words[0] switch
        {
            "github" => CiSystems.GitHub(name, runs, null, "aws"),
            "gitlab" => CiSystems.GitLab(name, runs, null, "aws"),
            "bitbucket" => CiSystems.Bitbucket(name, A, $"{{{A.ToUpperInvariant()}}}", runs),
            "circleci" => CiSystems.CircleCi($"{A}/{B}", runs, "github.com/acme/orders"),
            _ => CiSystems.CircleCi($"{A}/{B}", runs, null),
        };
    }

    private static bool Takes(CiTrust trust, string subject, string audience)
    {
        var statement = trust.Statement("aws", Account);
        var policies = AccessPolicies.None with { Resource = PolicySet.Of(new AttachedPolicy("trust", PolicyKind.Trust, TrustPolicy.Of([statement]))) };
        return AccessEvaluator.Decide(
            new AccessRequest(new FederatedIdentity(statement.Principals[0]), statement.Action, $"arn:aws:iam::{Account}:role/ci",
                RequestContext.Empty.With($"{trust.Provider}:sub", subject).With($"{trust.Provider}:aud", audience), Account),
            policies).IsAllowed;
    }

    private static CiRuns RunOf(string run) => run.Split(' ', 2) switch
    {
        ["environment", var name] => new CiRuns { Environments = [name] },
        ["branch", var name] => new CiRuns { Branches = [name] },
        ["tag", var name] => new CiRuns { Tags = [name] },
        ["pull"] => new CiRuns { PullRequests = true },
        ["all"] => new CiRuns { All = true },
        _ => new CiRuns(),
    };
}
