using Lanyard.Cli.Identity;

namespace Lanyard.Tests.Cli.Identity;

public sealed class GitBranchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ref: refs/heads/main\n", "main")]
    [InlineData("ref: refs/heads/feature/a-b", "feature/a-b")]
    [InlineData("ref: refs/heads/main\r\n", "main")]
    [InlineData("ref: refs/remotes/origin/main\n", null)]
    [InlineData("2f0a1b6e7d0c4c0f8a1d3c2b1a0f9e8d7c6b5a49\n", null)]
    [InlineData("", null)]
    public void The_branch_is_read_from_the_nearest_working_tree(string head, string? branch)
    {
        _folder.Write("a/.git/HEAD", head);
        _folder.Write("a/b/c/file", "");
        Assert.Equal(branch, GitBranch.Of(_folder["a"]));
        Assert.Equal(branch, GitBranch.Of(_folder["a/b/c"]));
    }

    [Fact]
    public void A_linked_working_tree_has_a_branch_of_its_own()
    {
        _folder.Write("main/.git/HEAD", "ref: refs/heads/main\n");
        _folder.Write("main/.git/worktrees/other/HEAD", "ref: refs/heads/other\n");
        _folder.Write("other/.git", $"gitdir: {_folder["main/.git/worktrees/other"]}\n");
        _folder.Write("main/sub/.git", "gitdir: ../.git/modules/sub\n");
        _folder.Write("main/.git/modules/sub/HEAD", "ref: refs/heads/sub\n");
        Assert.Equal("other", GitBranch.Of(_folder["other"]));
        Assert.Equal("sub", GitBranch.Of(_folder["main/sub"]));
    }

    [Theory]
    [InlineData("gitdir: /nowhere/at/all\n")]
    [InlineData("garbage")]
    [InlineData("")]
    public void A_broken_working_tree_is_not_taken_for_a_part_of_the_one_above(string link)
    {
        _folder.Write("a/.git/HEAD", "ref: refs/heads/main\n");
        _folder.Write("a/b/.git", link);
        Assert.Null(GitBranch.Of(_folder["a/b"]));
    }

    [Fact]
    public void A_folder_without_a_head_has_no_branch()
    {
        _folder.Write("a/.git/HEAD", "ref: refs/heads/main\n");
        Directory.CreateDirectory(_folder["a/b/.git"]);
        Assert.Null(GitBranch.Of(_folder["a/b"]));
        Assert.Null(GitBranch.Of(_folder["nowhere"]));
    }
}
