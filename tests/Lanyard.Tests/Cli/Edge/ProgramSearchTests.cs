using Lanyard.Cli.Edge;

namespace Lanyard.Tests.Cli.Edge;

/// <summary>The rules are those of a POSIX shell's command search, and its exit codes 126 and 127.</summary>
public sealed class ProgramSearchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ProgramSearchTests()
    {
        Make("one/tool", executable: false);
        Make("two/tool", executable: true);
        Make("here/local", executable: true);
        Directory.CreateDirectory(_folder["one/folder"]);
        Make("two/folder", executable: true);
        Directory.CreateDirectory(_folder["two/only-folder"]);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tool", "{}/one:{}/two", "{}/two/tool", 0)]
    [InlineData("tool", "{}/one", null, 126)]
    [InlineData("tool", "{}/nowhere", null, 127)]
    [InlineData("tool", "", null, 127)]
    [InlineData("folder", "{}/one:{}/two", "{}/two/folder", 0)]
    [InlineData("only-folder", "{}/two", null, 126)]
    [InlineData("local", "{}/one::{}/two", "{}/here/local", 0)]
    [InlineData("local", "{}/one", null, 127)]
    [InlineData("./local", "", "{}/here/./local", 0)]
    [InlineData("../two/tool", "", "{}/here/../two/tool", 0)]
    [InlineData("../one/tool", "{}/two", null, 126)]
    [InlineData("{}/two/tool", null, "{}/two/tool", 0)]
    [InlineData("{}/two/nope", "{}/two", null, 127)]
    [InlineData("sh", null, "/usr/bin/sh", 0)]
    public void A_command_is_found_as_a_shell_finds_it(string command, string? path, string? found, int exitCode)
    {
        var result = ProgramSearch.Find(Fill(command)!, Fill(path), _folder["here"]);
        Assert.Equal((Fill(found), exitCode), (result.Path, result.ExitCode));
    }

    // cmd.exe: a name is tried with each ending of PATHEXT in turn, in each folder of PATH; npm puts `npx` for shells beside `npx.cmd`.
    [Theory]
    [InlineData("npx", "{}/npm/npx.cmd", 0)]
    [InlineData("npx.cmd", "{}/npm/npx.cmd", 0)]
    [InlineData("both", "{}/npm/both.exe", 0)]
    [InlineData("both.cmd", "{}/npm/both.cmd", 0)]
    [InlineData("plain", null, 127)]
    [InlineData("./tool", "{}/here/./tool.exe", 0)]
    public void With_endings_a_name_stands_for_the_first_file_that_has_one(string command, string? found, int exitCode)
    {
        foreach (var name in new[] { "npm/npx", "npm/npx.cmd", "npm/both.cmd", "npm/both.exe", "npm/plain", "here/tool.exe" })
        {
            Make(name, executable: true);
        }

        var result = ProgramSearch.Find(command, _folder["one"] + Path.PathSeparator + _folder["npm"], _folder["here"], [".exe", ".cmd"]);
        Assert.Equal((Fill(found), exitCode), (result.Path, result.ExitCode));
    }

    private string? Fill(string? text) => text?.Replace("{}", _folder.Path, StringComparison.Ordinal);

    private void Make(string name, bool executable)
    {
        var path = _folder.Write(name, "");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, executable ? UnixFileMode.UserRead | UnixFileMode.UserExecute : UnixFileMode.UserRead);
        }
    }
}
