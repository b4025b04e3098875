using Lanyard.Projects;

namespace Lanyard.Tests.Projects;

public class ProjectFileLocatorTests
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    [Fact]
    public void The_nearest_file_upwards_is_found()
    {
        using var folder = new TempFolder();
        var outer = folder.Write("lanyard.yaml", "");
        var inner = folder.Write("a/lanyard.yaml", "");
        folder.Write("a/b/c/x", "");

        Assert.Equal(inner, ProjectFileLocator.Find(folder.File("a/b/c"), NoEnvironment));
        Assert.Equal(inner, ProjectFileLocator.Find(folder.File("a"), NoEnvironment));
        Assert.Equal(outer, ProjectFileLocator.Find(folder.Path, NoEnvironment));
    }

    [Theory]
    [InlineData("a/.git/HEAD")]
    [InlineData("a/.git")]
    public void The_search_ends_with_the_repository(string gitFile)
    {
        using var folder = new TempFolder();
        folder.Write("lanyard.yaml", "");
        folder.Write(gitFile, "");
        folder.Write("a/b/x", "");

        Assert.Null(ProjectFileLocator.Find(folder.File("a/b"), NoEnvironment));
        var own = folder.Write("a/lanyard.yaml", "");
        Assert.Equal(own, ProjectFileLocator.Find(folder.File("a/b"), NoEnvironment));
    }

    [Fact]
    public void Nothing_up_to_the_root_is_no_error() =>
        Assert.Null(ProjectFileLocator.Find(System.IO.Path.GetPathRoot(Environment.CurrentDirectory)!, NoEnvironment));

    [Fact]
    public void A_folder_of_that_name_is_passed_by()
    {
        using var folder = new TempFolder();
        var outer = folder.Write("lanyard.yaml", "");
        folder.Write("a/lanyard.yaml/x", "");
        Assert.Equal(outer, ProjectFileLocator.Find(folder.File("a"), NoEnvironment));
    }

    [Fact]
    public void LANYARD_FILE_names_the_file_outright()
    {
        using var folder = new TempFolder();
        folder.Write("lanyard.yaml", "");
        var other = folder.Write("infra/stages.yaml", "");

        Assert.Equal(other, Find(other));
        Assert.Equal(other, Find("infra/stages.yaml"));
        Assert.Equal(folder.File("lanyard.yaml"), Find(""));
        var e = Assert.Throws<ProjectFileException>(() => Find("no.yaml"));
        Assert.Equal("STAGE_FILE_UNREADABLE", e.Code);
        Assert.Contains(folder.File("no.yaml"), e.Message);
        Assert.Throws<ProjectFileException>(() => Find("a\0b"));

        string? Find(string named) =>
            ProjectFileLocator.Find(folder.Path, new Dictionary<string, string> { ["LANYARD_FILE"] = named });
    }
}
