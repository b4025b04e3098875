using Lanyard.Credentials;
using Lanyard.Credentials.Files;

namespace Lanyard.Tests.Credentials.Files;

public class LanyardFoldersTests
{
    [Theory]
    [InlineData("HOME=/h", "/h/.cache/lanyard", "/h/.cache/lanyard/run", "/h/.local/state/lanyard")]
    [InlineData("HOME=/h;XDG_CACHE_HOME=/c", "/c/lanyard", "/c/lanyard/run", "/h/.local/state/lanyard")]
    [InlineData("HOME=/h;XDG_CACHE_HOME=/c;XDG_RUNTIME_DIR=/r;XDG_STATE_HOME=/s", "/c/lanyard", "/r/lanyard", "/s/lanyard")]
    [InlineData("HOME=/h;XDG_CACHE_HOME=;XDG_RUNTIME_DIR=", "/h/.cache/lanyard", "/h/.cache/lanyard/run", "/h/.local/state/lanyard")]
    [InlineData("HOME=/h;LANYARD_HOME=/l;XDG_CACHE_HOME=/c;XDG_RUNTIME_DIR=/r;XDG_STATE_HOME=/s", "/l/cache", "/l/run", "/l/state")]
    public void Our_files_lie_in_lanyards_home_else_where_the_platform_keeps_such(string environment, string cache, string run, string state) =>
        Assert.Equal(new LanyardFolders(cache, run, state, "/h/.aws"), LanyardFolders.From(Variables(environment), isWindows: false));

    // "XDG Base Directory Specification": a path that is not absolute is invalid and is ignored.
    [Fact]
    public void A_relative_platform_folder_is_ignored() => Assert.Equal(
        new LanyardFolders("/h/.cache/lanyard", "/h/.cache/lanyard/run", "/h/.local/state/lanyard", "/h/.aws"),
        LanyardFolders.From(Variables("HOME=/h;XDG_CACHE_HOME=cache;XDG_RUNTIME_DIR=./run;XDG_STATE_HOME=s"), isWindows: false));

    [Fact]
    public void On_windows_the_profile_folder_is_home() => Assert.Equal(
        new LanyardFolders("/local/lanyard", "/local/lanyard/run", "/local/lanyard/state", "/u/.aws"),
        LanyardFolders.From(Variables("USERPROFILE=/u;LOCALAPPDATA=/local"), isWindows: true));

    [Theory]
    [InlineData("")]
    [InlineData("HOME=")]
    [InlineData("USERPROFILE=/u")]
    public void No_home_is_an_error_that_names_the_variable(string environment)
    {
        var e = Assert.Throws<CredentialsException>(() => LanyardFolders.From(Variables(environment), isWindows: false));
        Assert.Equal((ErrorCodes.SettingInvalid, "set HOME, or LANYARD_HOME"), (e.Code, e.Fix));
    }

    private static Dictionary<string, string> Variables(string text) =>
        text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]);
}
