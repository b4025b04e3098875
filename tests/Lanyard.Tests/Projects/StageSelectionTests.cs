using Lanyard.Projects;

namespace Lanyard.Tests.Projects;

public class StageSelectionTests
{
    private static readonly ProjectFile File = Project(
        ("dev", "[dev, \"dev-*\", \"$USER\", \"pr-*-$USER\", \"*-x-*-y\"]"),
        ("staging", "[\"stage*\"]"),
        ("prod", "[\"production\", \"*-main\"]"),
        ("dev-main", "[]"));

    [Theory]
    [InlineData("dev", "anna", "dev")]
    [InlineData("dev-anna", "anna", "dev")]
    [InlineData("dev-", "anna", "dev")]
    [InlineData("anna", "anna", "dev")]
    [InlineData("pr-7-anna", "anna", "dev")]
    [InlineData("a-x-b-y", "anna", "dev")]
    [InlineData("-x--y", "anna", "dev")]
    [InlineData("stage", null, "staging")]
    [InlineData("stage-2", null, "staging")]
    [InlineData("production", null, "prod")]
    [InlineData("release-main", null, "prod")]
    [InlineData("dev-main", null, "dev-main")]
    public void An_exact_name_wins_then_the_patterns_decide(string name, string? user, string stage) =>
        Assert.Equal(stage, File.FindStage(name, user).Name);

    [Theory]
    [InlineData("anna", "bob")]
    [InlineData("anna", null)]
    [InlineData("", "")]
    [InlineData("$USER", null)]
    [InlineData("Dev", "anna")]
    [InlineData("devx", "anna")]
    [InlineData("-x-y", "anna")]
    [InlineData("xyz", "*")]
    [InlineData("xdev-1", "anna")]
    public void What_no_pattern_matches_is_unknown(string name, string? user)
    {
        var e = Assert.Throws<ProjectFileException>(() => File.FindStage(name, user));
        Assert.Equal("STAGE_UNKNOWN", e.Code);
        Assert.All(["dev (matches dev, dev-*, $USER,", "staging", "prod", "dev-main"], stage => Assert.Contains(stage, e.Message));
    }

    [Fact]
    public void An_unknown_name_suggests_the_nearest_stage()
    {
        var e = Assert.Throws<ProjectFileException>(() => File.FindStage("porduct", null));
        Assert.DoesNotContain("did you mean", e.Message);
        e = Assert.Throws<ProjectFileException>(() => File.FindStage("pord", null));
        Assert.Contains("did you mean \"prod\"?", e.Message);
        Assert.Equal("use --stage prod", e.Fix);
        Assert.StartsWith(Samples.Path + ":", e.Message);
    }

    [Fact]
    public void A_name_that_two_stages_match_is_ambiguous_and_both_are_named()
    {
        var e = Assert.Throws<ProjectFileException>(() => File.FindStage("dev-x-main", null));
        Assert.Equal("STAGE_AMBIGUOUS", e.Code);
        Assert.Contains("dev (matches", e.Message);
        Assert.Contains("prod (matches", e.Message);
        Assert.DoesNotContain("staging", e.Message);
    }

    [Fact]
    public void Hostile_patterns_take_linear_time()
    {
        var pattern = "\"" + string.Concat(Enumerable.Repeat("*a", 60)) + "*b\"";
        var e = Assert.Throws<ProjectFileException>(() => Project(("s", $"[{pattern}]")).FindStage(new string('a', 100_000), null));
        Assert.Equal("STAGE_UNKNOWN", e.Code);
    }

    private static ProjectFile Project(params (string Name, string Match)[] stages) => ProjectFile.Parse(
        "version: 1\nsessions: { o: { startUrl: https://o.awsapps.com/start, region: eu-west-1 } }\nstages:\n" + string.Join('\n', stages.Select(stage =>
            $"  {stage.Name}: {{ match: {stage.Match}, account: '111111111111', region: eu-west-1, access: {{ session: o, permissionSet: P }} }}")),
        Samples.Path);
}
