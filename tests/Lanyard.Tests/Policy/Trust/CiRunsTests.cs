using Lanyard.Policy.Trust;

namespace Lanyard.Tests.Policy.Trust;

/// <summary>Runs as people name them by mistake: with what a subject has before the name, or with what none has.</summary>
public sealed class CiRunsTests
{
    private const string Id = "0a1b2c3d-1111-4222-8333-444455556666";

    [Theory]
    [InlineData("refs/heads/main", "--branch main")]
    [InlineData("refs/heads/release/1", "--branch release/1")]
    [InlineData("refs/tags/v1", "--tag v1")]
    public void A_whole_reference_is_no_name_of_a_branch_or_tag(string name, string mending)
    {
        foreach (var runs in new[] { new CiRuns { Branches = [name] }, new CiRuns { Tags = [name] } })
        {
            Assert.Equal($"write the name alone: {mending}", Assert.Throws<TrustException>(() => CiSystems.GitHub("acme/orders", runs, null, "aws")).Mending);
            Assert.Throws<TrustException>(() => CiSystems.GitLab("acme/orders", runs, null, "aws"));
            Assert.Throws<TrustException>(() => CiSystems.CircleCi($"{Id}/{Id}", runs, "github.com/acme/orders"));
        }
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("production ")]
    public void A_name_has_no_blanks_around_it(string name) =>
        Assert.Contains("begins or ends with a blank", Assert.Throws<TrustException>(() => CiSystems.GitHub("acme/orders", new CiRuns { Environments = [name] }, null, "aws")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("github.com/${aws:username}/x")]
    [InlineData("github.com/acme/x\n")]
    public void The_repository_in_a_subject_of_CircleCI_is_no_variable(string origin) =>
        Assert.Throws<TrustException>(() => CiSystems.CircleCi($"{Id}/{Id}", new CiRuns { Branches = ["main"] }, origin));
}
