using Lanyard.Cli.Identity;

namespace Lanyard.Tests.Cli.Identity;

public sealed class GitCommitTests : IDisposable
{
    private const string Commit = "2f0a1b6e7d0c4c0f8a1d3c2b1a0f9e8d7c6b5a49";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_commit_of_a_branch_is_read_from_its_file()
    {
        _folder.Write("a/.git/HEAD", "ref: refs/heads/feature/x\n");
        _folder.Write("a/.git/refs/heads/feature/x", Commit + "\n");
        _folder.Write("a/b/file", "");
        Assert.Equal("2f0a1b6e7d0c", GitCommit.Of(_folder["a"]));
        Assert.Equal("2f0a1b6e7d0c", GitCommit.Of(_folder["a/b"]));
    }

    [Fact]
    public void A_detached_head_is_the_commit_itself()
    {
        _folder.Write(".git/HEAD", Commit + "\n");
        Assert.Equal("2f0a1b6e7d0c", GitCommit.Of(_folder.Path));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("")]
    [InlineData("\n^1111111111111111111111111111111111111111\n")]
    public void A_packed_branch_is_found_whole(string end)
    {
        _folder.Write(".git/HEAD", "ref: refs/heads/main\n");
        _folder.Write(".git/packed-refs", $"# pack-refs with: peeled\n{new string('a', 40)} refs/heads/main2\n{new string('b', 40)} refs/remotes/refs/heads/mai\n{Commit} refs/heads/main{end}");
        Assert.Equal("2f0a1b6e7d0c", GitCommit.Of(_folder.Path));
    }

    [Fact]
    public void A_linked_working_tree_shares_the_branches_of_the_first()
    {
        _folder.Write("main/.git/refs/heads/other", Commit + "\n");
        _folder.Write("main/.git/worktrees/other/HEAD", "ref: refs/heads/other\n");
        _folder.Write("main/.git/worktrees/other/commondir", "../..\n");
        _folder.Write("other/.git", $"gitdir: {_folder["main/.git/worktrees/other"]}\n");
        Assert.Equal("2f0a1b6e7d0c", GitCommit.Of(_folder["other"]));
    }

    [Theory]
    [InlineData("ref: refs/heads/main\n")]
    [InlineData("ref: ../../secret\n")]
    [InlineData("2f0a1b\n")]
    [InlineData("zf0a1b6e7d0c4c0f8a1d3c2b1a0f9e8d7c6b5a49\n")]
    [InlineData("")]
    public void Where_there_is_none_none_is_given(string head)
    {
        _folder.Write("secret", Commit);
        _folder.Write("a/.git/HEAD", head);
        Assert.Null(GitCommit.Of(_folder["a"]));
        Assert.Null(GitCommit.Of(Path.GetTempPath()));
    }
}
