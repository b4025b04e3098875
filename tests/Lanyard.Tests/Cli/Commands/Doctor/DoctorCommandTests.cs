using System.Text.Json;
using System.Text.RegularExpressions;
using Lanyard.Cli;
using Lanyard.Cli.Commands.Doctor;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands.Doctor;

/// <summary>The command as a whole, against an AWS on this machine.</summary>
public sealed partial class DoctorCommandTests : IAsyncLifetime
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private TestCli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync();
        _cli.Home.Set(("PATH", _cli.Home["bin"]));
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task A_machine_in_order_has_notes_at_most_and_one_line_says_what_was_looked_at()
    {
        _cli.Home.Config("[profile dev]\nregion = eu-west-1\n");
        Allow(".aws", Owner | UnixFileMode.UserExecute);

        var run = (await _cli.RunAsync("doctor")).Done();

        Assert.Matches(@"(?m)^Looked at 1 profile in both files, the environment, 8 SDKs' rules, 0 sign-ins, the permissions of .*, the vault, 1 endpoint, the clock\.$", run.Out);
        Assert.EndsWith("0 errors, 0 warnings, 1 note\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("CUSTOM_ENDPOINT", run.Out, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task An_error_ends_with_3_and_each_finding_has_its_remedy_on_a_line_of_its_own()
    {
        _cli.WriteCiKeys();
        Allow(".aws/credentials", Owner | UnixFileMode.OtherRead);

        var run = await _cli.RunAsync("doctor", "--offline");

        Assert.Equal((3, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("errors\n  FILE_OPEN_TO_OTHERS  ~/.aws/credentials\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("    to mend it: chmod 600 ~/.aws/credentials\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("    to mend it: lanyard vault migrate ci\n", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', run.Out);
        Assert.Equal(Regex.Count(run.Out, "(?m)^  [A-Z]"), Regex.Count(run.Out, "(?m)^    to mend it: "));
    }

    [Fact]
    public async Task Offline_calls_nobody_and_else_a_keys_age_is_asked_for_where_the_key_may_ask()
    {
        _cli.WriteCiKeys();
        var key = _cli.Server.AccessKeyOf(TestAws.Dev, "ci")!;

        var offline = await _cli.RunAsync("doctor", "--offline", "--json");
        Assert.Empty(_cli.Calls);
        Assert.Contains("its age is unknown", Finding(offline, "PLAIN_TEXT_KEY").GetProperty("what").GetString(), StringComparison.Ordinal);

        var online = await _cli.RunAsync("doctor", "--json");
        Assert.Contains(_cli.Calls, c => c.Operation == "ListAccessKeys" && c.AccessKeyId == key.AccessKeyId);
        foreach (var run in new[] { offline, online })
        {
            Assert.DoesNotContain(key.SecretAccessKey.Reveal(), run.Out + run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Json_has_the_shape_of_the_page()
    {
        _cli.WriteCiKeys();

        var json = (await _cli.RunAsync("doctor", "--offline", "--json")).Json;

        Assert.Equal(["findings", "counts", "lookedAt"], json.EnumerateObject().Select(p => p.Name));
        Assert.All(json.GetProperty("findings").EnumerateArray(), f => Assert.Equal(
            ["id", "severity", "where", "what", "details", "why", "fix", "fixable", "fixed"], f.EnumerateObject().Select(p => p.Name)));
        var counts = json.GetProperty("counts");
        Assert.Equal(["error", "warning", "note", "fixed"], counts.EnumerateObject().Select(p => p.Name));
        Assert.All(["error", "warning", "note"], (string severity) => Assert.Equal(
            json.GetProperty("findings").EnumerateArray().Count(f => f.GetProperty("severity").GetString() == severity), counts.GetProperty(severity).GetInt32()));
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "doctor.md"));
        Assert.All(json.GetProperty("findings")[0].EnumerateObject(), p => Assert.Contains($"`{p.Name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fix_asks_first_and_with_yes_mends_what_is_safe()
    {
        _cli.WriteCiKeys();
        Allow(".aws/credentials", Owner | UnixFileMode.OtherRead);
        var leftover = _cli.Home.Write(".aws/.lanyard-abc.tmp", "half a secret");
        var young = _cli.Home.Write(".aws/.lanyard-def.tmp", "being written");
        File.SetLastWriteTimeUtc(leftover, _cli.Time.GetUtcNow().UtcDateTime.AddHours(-2));
        File.SetLastWriteTimeUtc(young, _cli.Time.GetUtcNow().UtcDateTime);

        (await _cli.RunAsync("doctor", "--fix", "--offline")).Failed(4, CliErrorCodes.ConfirmationMissing);
        Assert.True(File.Exists(leftover));

        var run = (await _cli.RunAsync("doctor", "--fix", "--yes", "--offline", "--json")).Done();

        Assert.Equal(Owner, OperatingSystem.IsWindows() ? Owner : File.GetUnixFileMode(_cli.Home.CredentialsFile));
        Assert.False(File.Exists(leftover));
        Assert.True(File.Exists(young));
        Assert.True(Finding(run, "FILE_OPEN_TO_OTHERS").GetProperty("fixed").GetBoolean());
        Assert.False(Finding(run, "PLAIN_TEXT_KEY").GetProperty("fixed").GetBoolean());
        Assert.Equal(0, run.Json.GetProperty("counts").GetProperty("error").GetInt32());
        Assert.Contains($"mended: chmod 600 {_cli.Home.CredentialsFile}\n", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("FILE_OPEN_TO_OTHERS", (await _cli.RunAsync("doctor", "--offline")).Done().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_files_and_settings_are_findings_and_stop_nothing()
    {
        _cli.Home.Config("[profile broken\nregion = eu-west-1\n\n" + TestAws.SsoProfile).Credentials("[base]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalr\n");
        _cli.Home.Write(Path.GetRelativePath(_cli.Home.Path, _cli.Tokens.PathOf(TestAws.Corp)), "{");
        _cli.Home.Write("project/lanyard.yaml", "version: 1\nstages: [\n");
        _cli.Home.Write("lanyard/state/vault-keys.json", "{");
        _cli.Home.Set(("AWS_CA_BUNDLE", "/nowhere.pem"), ("HTTPS_PROXY", "http://"));

        var run = await _cli.RunAsync("doctor", "--json");

        Assert.Equal(3, run.ExitCode);
        foreach (var id in new[] { "BROKEN_LINE", "SIGN_IN_UNREADABLE", "PROJECT_FILE_BROKEN", "CHECK_FAILED", "CA_BUNDLE_UNUSABLE", "PROXY_INVALID", "PLAIN_TEXT_KEY" })
        {
            Assert.NotEqual(JsonValueKind.Undefined, Finding(run, id).ValueKind);
        }
    }

    [Fact]
    public async Task Without_a_home_it_says_so_and_looks_at_the_rest()
    {
        _cli.Home.Environment.Remove("HOME");
        _cli.Home.Environment.Remove("LANYARD_HOME");

        var run = await _cli.RunAsync("doctor", "--offline", "--json");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("HOME", Finding(run, "CHECK_FAILED").GetProperty("what").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_and_an_endpoint_that_is_off_are_found()
    {
        _cli.Home.Config(TestAws.SsoProfile);
        await _cli.SignInAsync();
        _cli.Time.Advance(TimeSpan.FromDays(100));
        _cli.Home.Set(("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1"));

        var run = await _cli.RunAsync("doctor", "--json");

        Assert.Equal("lanyard login --session corp", Finding(run, "SIGN_IN_ENDED").GetProperty("fix").GetString());
        Assert.Equal("http://127.0.0.1:1", Finding(run, "ENDPOINT_UNREACHABLE").GetProperty("where").GetString());
    }

    [Fact]
    public async Task The_AWS_CLI_on_the_path_is_asked_for_its_version_alone()
    {
        _cli.Home.Config(TestAws.SsoProfile);
        _cli.Home.Write("bin/aws", $"#!/bin/sh\necho \"$@\" >> '{_cli.Home["asked"]}'\necho aws-cli/2.8.0 Python/3.9.11 Linux/6.1\n");
        Allow("bin/aws", UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var found = Finding(await _cli.RunAsync("doctor", "--offline", "--json"), "AWS_CLI_OLD");

        Assert.Contains("version 2.8.0", found.GetProperty("what").GetString(), StringComparison.Ordinal);
        Assert.Equal("--version\n", await File.ReadAllTextAsync(_cli.Home["asked"], TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("doctor", "--stage", "dev")]
    [InlineData("doctor", "--yes")]
    public async Task What_makes_no_sense_is_wrong_usage(params string[] arguments) => (await _cli.RunAsync(arguments)).Failed(2, CliErrorCodes.Usage);

    [Fact]
    public void The_page_explains_every_finding_once_and_no_other()
    {
        var ids = typeof(FindingIds).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).ToList();
        foreach (var (project, file) in Repository.SourceProjects.SelectMany(p => Repository.SourceFiles(p).Where(f => f.EndsWith("Advice.cs", StringComparison.Ordinal)).Select(f => (p, f))))
        {
            ids.AddRange(AdviceCode().Matches(Repository.ReadSource(project, file)).Select(m => m.Groups[1].Value.ToUpperInvariant().Replace('-', '_')));
        }

        Assert.True(ids.Count > 50);
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "doctor.md"));
        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), Row().Matches(page).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    private void Allow(string name, UnixFileMode mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such permissions");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_cli.Home[name], mode);
        }
    }

    private static JsonElement Finding(CliRun run, string id) =>
        run.Json.GetProperty("findings").EnumerateArray().FirstOrDefault(f => f.GetProperty("id").GetString() == id);

    [GeneratedRegex("new Advice\\(\\s*\"([a-z0-9-]+)\"")]
    private static partial Regex AdviceCode();

    [GeneratedRegex("^\\| `([A-Z0-9_]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
