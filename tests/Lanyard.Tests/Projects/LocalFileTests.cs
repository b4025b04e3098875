using Lanyard.Projects;

namespace Lanyard.Tests.Projects;

public class LocalFileTests
{
    [Fact]
    public void A_local_profile_replaces_the_way_in_and_the_pin_stays()
    {
        var committed = ProjectFile.Parse(Samples.Rich, Samples.Path);
        var file = ProjectFile.Parse(Samples.Rich, Samples.Path, Samples.RichLocal);

        Assert.Equal(Samples.LocalPath, file.LocalPath);
        Assert.Equal(new StageAccess.Profile("my-dev"), file.Stages[0].Access);
        Assert.Equal(new StageAccess.Profile("my prod"), file.Stages[2].Access);
        Assert.Equal(committed.Stages.Select(stage => stage.Access), file.Stages.Select(stage => stage.PinnedAccess));
        Assert.Equal(committed.Stages[1], file.Stages[1]);
        Assert.Equal(committed.Stages[2] with { Access = file.Stages[2].Access }, file.Stages[2]);
    }

    [Theory]
    [InlineData("", 1, 1, "must be a mapping, but is empty")]
    [InlineData("stages: {}", 1, 1, "does not say its version")]
    [InlineData("version: 1\nstages: { dve: { profile: x } }", 2, 11, "defines no stage \"dve\"; did you mean \"dev\"?")]
    [InlineData("version: 1\nstages: { dev: { profile: x, access: { profile: x } } }", 2, 27, "twice")]
    [InlineData("version: 1\nstages: { dev: {} }", 2, 16, "has no profile")]
    [InlineData("version: 1\nstages: { dev: { access: { role: x } } }", 2, 28, "unknown key \"role\"")]
    [InlineData("version: 1\nstages: { dev: { account: '222222222222' } }", 2, 18, "unknown key \"account\"")]
    [InlineData("version: 1\nstages: { dev: { protected: false } }", 2, 18, "unknown key \"protected\"")]
    [InlineData("version: 1\nstages: { dev: { profile: } }", 2, 27, "must be text, but is empty")]
    [InlineData("version: 1\nstages: { dev: { profile: \"a\\nb\" } }", 2, 27, "is not a profile's name")]
    [InlineData("version: 1\nprofile: x", 2, 1, "unknown key \"profile\"")]
    [InlineData("version: 1\nsessions: {}", 2, 1, "unknown key \"sessions\"")]
    public void The_local_file_can_name_profiles_and_nothing_else(string local, int line, int column, string words)
    {
        var e = Samples.Refused(Samples.Rich, local);
        Assert.Contains(words, e.Message);
        Assert.Equal((Samples.LocalPath, line, column), (e.Path, e.Line, e.Column));
        Assert.Equal("STAGE_FILE_INVALID", e.Code);
    }

    [Fact]
    public void A_local_file_without_stages_changes_nothing_but_is_named()
    {
        var file = ProjectFile.Parse(Samples.Rich, Samples.Path, "version: 1");
        Assert.Equal(ProjectFile.Parse(Samples.Rich, Samples.Path) with { LocalPath = Samples.LocalPath }, file);
    }
}
