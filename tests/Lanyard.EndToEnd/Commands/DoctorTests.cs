using System.Diagnostics;
using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Commands;

/// <summary><c>lanyard doctor</c> in a home where much is wrong.</summary>
public sealed class DoctorTests : IDisposable
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const string Token = "aoaAAAAAGexampleexampleexampletoken";

    // The SHA-1 of `corp`, as `printf corp | sha1sum` has it.
    private const string Corp = "ee0bfd2552fbd840c02cc48b6e823320543c450f";
    private readonly UserHome _home = new();
    private readonly string _leftover;

    public DoctorTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "permissions and processes are those of Linux");
        _home.WriteAwsFiles(
            "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n\n[profile dev]\nsso_session = corp\nsso_account_id = 111111111111\nsso_role_name = Admin\n\n"
            + "[profile broken\nregion = eu-west-1\n\n[profile lost]\nrole_arn = arn:aws:iam::111111111111:role/x\nsource_profile = nowhere\n",
            $"[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = {Secret}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_home.PathOf(".aws/credentials"), (UnixFileMode)Convert.ToInt32("644", 8));
        }

        _home.Write($".aws/sso/cache/{Corp}.json", $$"""{"startUrl":"https://corp.awsapps.com/start","region":"eu-west-1","accessToken":"{{Token}}","expiresAt":"2026-01-05T09:00:00Z"}""");
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        _leftover = _home.Write(".aws/.lanyard-killed.tmp", Secret);
        File.SetLastWriteTimeUtc(_leftover, now.AddHours(-3));
        Directory.CreateDirectory(Path.Combine(_home.LanyardHome, "run", "0123456789abcdef0123456789abcdef"));
        Directory.CreateDirectory(Path.Combine(_home.LanyardHome, "run", "fedcba9876543210fedcba9876543210"));
    }

    [Fact]
    public async Task A_messy_home_is_told_and_what_is_safe_is_mended()
    {
        // A command that runs for days holds the lock beside its folder.
        var flock = Requires.Program("flock", "util-linux");
        await using var running = _home.Start([flock, Path.Combine(_home.LanyardHome, "run", "fedcba9876543210fedcba9876543210.lock"), "/bin/sh", "-c", "echo held; sleep 60"]);
        await running.WaitForOutAsync("held");

        var told = (await _home.LanyardAsync("doctor", "--offline", "--json")).EndedWith(3);
        Assert.Superset(
            new HashSet<string> { "FILE_OPEN_TO_OTHERS", "BROKEN_LINE", "PROFILE_UNUSABLE", "PLAIN_TEXT_KEY", "DEFAULT_PROFILE_CREDENTIALS", "SIGN_IN_ENDED", "LEFTOVER_FILES", "LEFTOVER_RUN_FOLDER" },
            Ids(told).ToHashSet());
        (await _home.LanyardAsync("doctor", "--offline", "--fix", "--no-input")).EndedWith(4);

        var mended = (await _home.LanyardAsync("doctor", "--offline", "--fix", "--yes")).EndedWith(3);

        Assert.Equal((UnixFileMode)Convert.ToInt32("600", 8), Mode(".aws/credentials"));
        Assert.False(File.Exists(_leftover));
        Assert.Equal(["fedcba9876543210fedcba9876543210"], Directory.EnumerateDirectories(Path.Combine(_home.LanyardHome, "run")).Select(Path.GetFileName));
        var after = await _home.LanyardAsync("doctor", "--offline", "--json");
        Assert.DoesNotContain(Ids(after), id => id.StartsWith("FILE_", StringComparison.Ordinal) || id.StartsWith("FOLDER_", StringComparison.Ordinal) || id.StartsWith("LEFTOVER", StringComparison.Ordinal));
        foreach (var output in new[] { told, mended, after })
        {
            Assert.DoesNotContain(Secret, output.Out + output.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(Token, output.Out + output.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Endpoints_that_never_answer_are_waited_for_together_and_not_for_long()
    {
        await using var mute = LoopbackServer.Start(_ => null);
        _home.Environment["AWS_ENDPOINT_URL"] = mute.Url.OriginalString;
        _home.Environment["AWS_ENDPOINT_URL_SSO"] = mute.Url.OriginalString.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        var clock = Stopwatch.StartNew();

        var ended = (await _home.LanyardAsync("doctor", "--json")).EndedWith(3);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(15), $"it took {clock.Elapsed}");
        Assert.Equal(2, Ids(ended).Count(id => id == "ENDPOINT_UNREACHABLE"));
        Assert.Equal("", ended.Error);
    }

    public void Dispose() => _home.Dispose();

    private static string[] Ids(Ended ended) => [.. JsonNode.Parse(ended.Out)!["findings"]!.AsArray().Select(f => (string)f!["id"]!)];

    private UnixFileMode Mode(string name) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(_home.PathOf(name));
}
