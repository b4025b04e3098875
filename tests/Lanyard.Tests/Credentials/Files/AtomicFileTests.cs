using Lanyard.Credentials.Files;

namespace Lanyard.Tests.Credentials.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_made_and_then_replaced_and_nothing_else_is_left()
    {
        string path = _folder["a/b/token.json"];
        AtomicFile.Write(path, "one"u8);
        AtomicFile.Write(path, "2"u8);
        Assert.Equal("2", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder["a/b"]));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder["a"]));
        }
    }

    [Fact]
    public void Who_has_the_old_file_open_keeps_reading_the_old_content()
    {
        string path = _folder.Write("token.json", "old content");
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        AtomicFile.Write(path, "new"u8);
        Assert.Equal("old content", reader.ReadToEnd());
    }

    [Fact]
    public void A_file_that_root_replaces_keeps_its_owner()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "only root can give a file to somebody else");
        string path = _folder.Write("config", "one");
        Assert.Equal("", Run("chown", "1234:2345", path));
        AtomicFile.Write(path, "two"u8);
        Assert.Equal("1234:2345 two", Run("stat", "-c", "%u:%g", path) + " " + File.ReadAllText(path));
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return output;
    }

    [Fact]
    public void A_folder_is_not_replaced_and_leaves_no_temporary_file()
    {
        Directory.CreateDirectory(_folder["x"]);
        Assert.Throws<IOException>(() => AtomicFile.Write(_folder["x"], "y"u8));
        Assert.Equal([_folder["x"]], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_file_in_the_place_of_a_folder_is_an_IOException()
    {
        _folder.Write("x", "");
        Assert.ThrowsAny<IOException>(() => AtomicFile.Write(_folder["x/y"], "z"u8));
    }

    [Fact]
    public void What_a_killed_process_left_is_removed_and_what_another_may_still_rename_is_not()
    {
        var (old, young) = (_folder.Write(".lanyard-a.tmp", "s"), _folder.Write(".lanyard-b.tmp", "s"));
        _folder.Write("lanyard.tmp", "a user's");
        var now = File.GetLastWriteTimeUtc(young);
        File.SetLastWriteTimeUtc(old, now.AddMinutes(-2));
        AtomicFile.RemoveLeftovers(_folder.Path, now.AddMinutes(-1));
        Assert.Equal(["lanyard.tmp", Path.GetFileName(young)], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal).Reverse());
    }
}
