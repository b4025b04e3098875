using Lanyard.Cli;
using Lanyard.Cli.Commands.Configure;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands.Configure;

public sealed class ConfigureSsoTests : IAsyncLifetime
{
    private static readonly string[] Flags =
    [
        "configure", "sso", "--no-input", "--session", "corp", "--start-url", TestAws.StartUrl, "--sso-region", "eu-west-1",
        "--account", TestAws.Dev, "--role", "Developer", "--profile", "dev", "--region", "eu-north-1",
    ];

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task By_flags_it_writes_both_sections_calls_nobody_and_changes_nothing_the_second_time()
    {
        var run = (await _cli.RunAsync([.. Flags, "--output", "json"])).Done();
        Assert.Equal("", run.Out);
        Assert.Equal(
            $"""
            [sso-session corp]
            sso_start_url = {TestAws.StartUrl}
            sso_region = eu-west-1
            sso_registration_scopes = sso:account:access

            [profile dev]
            sso_session = corp
            sso_account_id = {TestAws.Dev}
            sso_role_name = Developer
            region = eu-north-1
            output = json

            """, Config);
        Assert.Empty(_cli.Calls);

        var before = Config;
        var json = (await _cli.RunAsync([.. Flags, "--output", "json", "--json"])).Done().Json;
        Assert.Equal(("dev", false), (json.GetProperty("profile").GetString(), json.GetProperty("changed").GetBoolean()));
        Assert.Equal(before, Config);
    }

    [Fact]
    public async Task A_session_that_is_there_is_used_and_must_not_be_contradicted()
    {
        _cli.Home.Config($"[sso-session corp]\n# ours\nsso_region=eu-west-1\nsso_start_url={TestAws.StartUrl}\n");
        (await _cli.RunAsync(Flags)).Done();
        Assert.Equal(1, Config.Split("[sso-session").Length - 1);
        Assert.Contains("corp]\n# ours\n", Config, StringComparison.Ordinal);
        var refused = (await _cli.RunAsync("configure", "sso", "--session", "corp", "--start-url", "https://other.awsapps.com/start")).Failed(2, CliErrorCodes.Usage);
        Assert.Contains($"{_cli.Home.ConfigFile}:1", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_that_is_there_is_changed_only_when_that_is_allowed()
    {
        _cli.Home.Config("[profile dev]\n# mine\nregion = eu-west-1 ; home\ncli_pager =\n");
        var refused = (await _cli.RunAsync(Flags)).Failed(4, CliErrorCodes.ConfirmationMissing);
        Assert.Contains("sso_session, sso_account_id, sso_role_name, region", refused.Error, StringComparison.Ordinal);
        (await _cli.RunAsync([.. Flags, "--yes"])).Done();
        Assert.StartsWith($"[profile dev]\n# mine\nregion = eu-north-1 ; home\ncli_pager =\nsso_session = corp\nsso_account_id = {TestAws.Dev}\nsso_role_name = Developer\n\n[sso-session corp]", Config, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[profile dev]\nrole_arn = arn:aws:iam::111111111111:role/x\nsource_profile = a\n", "")]
    [InlineData("[profile dev]\ncredential_process = x\n", "")]
    [InlineData("", "[dev]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n")]
    public async Task A_profile_of_another_kind_is_never_changed(string config, string credentials)
    {
        _cli.Home.Config(config).Credentials(credentials);
        (await _cli.RunAsync([.. Flags, "--yes"])).Failed(1, CliErrorCodes.ProfileExists);
        Assert.Equal(config, Config);
    }

    [Theory]
    [InlineData("--session", "my org")]
    [InlineData("--session", "x]\n[profile y")]
    [InlineData("--start-url", "http://corp.awsapps.com/start")]
    [InlineData("--start-url", "corp.awsapps.com")]
    [InlineData("--sso-region", "Ireland")]
    [InlineData("--profile", "a b")]
    [InlineData("--region", "x;y")]
    [InlineData("--output", "xml")]
    [InlineData("--scopes", " ,")]
    [InlineData("--stage", "dev")]
    public async Task A_value_that_could_not_be_read_back_is_refused(string option, string value) =>
        (await _cli.RunAsync("configure", "sso", option, value)).Failed(2, CliErrorCodes.Usage);

    [Fact]
    public async Task What_is_open_and_nobody_can_be_asked_names_its_option()
    {
        Assert.Contains("--session", (await _cli.RunAsync("configure", "sso")).Failed(4, CliErrorCodes.InputNeeded).Error, StringComparison.Ordinal);
        Assert.Contains("--start-url", (await _cli.RunAsync("configure", "sso", "--session", "x")).Failed(4, CliErrorCodes.InputNeeded).Error, StringComparison.Ordinal);
        Assert.Contains("--profile", (await _cli.RunAsync([.. Flags[..^4], "--region", "eu-west-1"])).Failed(4, CliErrorCodes.InputNeeded).Error, StringComparison.Ordinal);
        _cli.Home.Config(TestAws.SsoProfile);
        (await _cli.RunAsync("configure", "sso", "--session", "corp", "--profile", "x")).Failed(4, ErrorCodes.SsoTokenMissing);
    }

    [Fact]
    public async Task A_person_is_asked_for_all_of_it()
    {
        await _cli.SignInAsync();
        var (exitCode, asked) = await WizardAsync(new(), "my org", "corp", "corp.awsapps.com", TestAws.StartUrl, "eu-west-1", "", "nowhere", "dev", "2", "", "eu-north-1", "");
        Assert.Equal(0, exitCode);
        Assert.Contains("a name has the characters", asked[1], StringComparison.Ordinal);
        Assert.Contains("that is no start URL", asked[3], StringComparison.Ordinal);
        Assert.Contains("  1  dev (111111111111)\n", asked[6], StringComparison.Ordinal);
        Assert.Contains("that is none of them", asked[7], StringComparison.Ordinal);
        Assert.Contains("Administrator", asked[8], StringComparison.Ordinal);
        Assert.Contains("[Developer-111111111111]", asked[9], StringComparison.Ordinal);
        var profile = _cli.Home.Files.Profiles["Developer-111111111111"];
        Assert.Equal(("corp", "Developer", "eu-north-1", null), (profile.Get("sso_session"), profile.Get("sso_role_name"), profile.Get("region"), profile.Get("output")));
        Assert.Equal(["ListAccounts", "ListAccountRoles"], _cli.Calls.Select(c => c.Operation));
    }

    [Fact]
    public async Task Who_gives_no_answer_three_times_is_asked_no_more()
    {
        var (exitCode, asked) = await WizardAsync(new(), "", "", "", "", "");
        Assert.Equal((4, 3), (exitCode, asked.Count));
        Assert.False(File.Exists(_cli.Home.ConfigFile));
    }

    [Theory]
    [InlineData(TestAws.Dev, "Nothing", 5)]
    [InlineData("999999999999", "Developer", 0)]
    [InlineData("nobody", null, 5)]
    public async Task What_the_user_does_not_have_is_told_where_it_is_asked_for(string account, string? role, int exitCode)
    {
        _cli.Home.Config(TestAws.SsoProfile);
        await _cli.SignInAsync();
        string[] arguments = ["configure", "sso", "--session", "corp", "--profile", "x", "--account", account.Length == 12 && exitCode == 5 ? "dev" : account, .. role is null ? [] : new[] { "--role", role }];
        var run = await _cli.RunAsync(arguments);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(exitCode == 0, _cli.Home.Files.Profiles.ContainsKey("x"));
    }

    private string Config => File.ReadAllText(_cli.Home.ConfigFile);

    private async Task<(int ExitCode, List<string> Asked)> WizardAsync(GlobalOptions options, params string[] answers)
    {
        var (asked, next) = (new List<string>(), new Queue<string>(answers));
        var questions = new Questions(question =>
        {
            asked.Add(question);
            return next.Dequeue();
        });
        using var output = new MemoryStream();
        using var error = new StringWriter();
        try
        {
            var exitCode = await ConfigureSsoCommand.RunAsync(
                new ConfigureSsoInput(options, new(null, null, null, null), null, null, null, false, new SignInCommandFlow(false, true)),
                _cli.Surroundings(output, error), questions, TestContext.Current.CancellationToken);
            return (exitCode, asked);
        }
        catch (CredentialsException e)
        {
            return (ErrorReport.Of(e).ExitCode, asked);
        }
    }
}
