using Lanyard.Cli;
using Lanyard.Credentials;
using Lanyard.Tests.Credentials;
using Lanyard.Tests.Sandbox;

namespace Lanyard.Tests.Cli.Commands.Configure;

public sealed class ConfigureImportTests : IAsyncDisposable
{
    private const string Session = $"[sso-session corp]\nsso_start_url = {TestAws.StartUrl}\nsso_region = eu-west-1\n";
    private static readonly string Mine = $"# my own file\n[default]\nregion=us-east-1   ; as it was\n\n{Session}\n[profile team-001-Admin]\nregion = eu-west-1\n# the end";
    private TestCli _cli = null!;

    public async ValueTask DisposeAsync() => await _cli.DisposeAsync();

    [Fact]
    public async Task Three_hundred_accounts_become_profiles_and_what_was_there_stays_byte_for_byte()
    {
        await StartAsync(300, Mine);
        var run = (await _cli.RunAsync("configure", "import", "--region", "eu-west-1")).Done();
        Assert.Equal("", run.Out);
        Assert.StartsWith(Mine, Config, StringComparison.Ordinal);
        Assert.Contains($"300 accounts: 569 profiles added to {_cli.Home.ConfigFile}, 0 there already, 1 left out.", run.Error, StringComparison.Ordinal);
        Assert.Contains($"left alone: team-001-Admin ({_cli.Home.ConfigFile}:9)", run.Error, StringComparison.Ordinal);
        Assert.Equal(571, _cli.Home.Files.Profiles.Count);
        Assert.Equal(ManyAccounts.Id(300), _cli.Home.Files.Profiles["team-300-ReadOnly"].Get("sso_account_id"));
        Assert.Equal((3, 300), (Count("ListAccounts"), Count("ListAccountRoles")));

        var before = Config;
        run = (await _cli.RunAsync("configure", "import", "--region", "us-east-1")).Done();
        Assert.Equal(before, Config);
        Assert.Contains("0 profiles added", run.Error, StringComparison.Ordinal);
        Assert.Contains("569 there already", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_summary_as_json_is_all_that_is_on_stdout()
    {
        await StartAsync(2, Mine);
        var json = (await _cli.RunAsync("configure", "import", "--json", "--filter", "team 00?/Admin")).Done().Json;
        Assert.Equal(["session", "startUrl", "file", "dryRun", "accounts", "added", "present", "leftOut", "removed", "gone"], json.EnumerateObject().Select(p => p.Name));
        Assert.Equal("corp", json.GetProperty("session").GetString());
        Assert.Equal(2, json.GetProperty("accounts").GetInt32());
        Assert.Equal(["team-002-Admin"], json.GetProperty("added").EnumerateArray().Select(p => p.GetProperty("profile").GetString()));
        Assert.Equal(9, json.GetProperty("leftOut")[0].GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task A_dry_run_shows_the_difference_and_writes_nothing()
    {
        await StartAsync(1, Session);
        var run = (await _cli.RunAsync("configure", "import", "--dry-run", "--filter", "*/ReadOnly")).Done();
        Assert.Equal(
            $"--- {_cli.Home.ConfigFile}\n+++ {_cli.Home.ConfigFile}\n+\n+[profile team-001-ReadOnly]\n+sso_session = corp\n+sso_account_id = {ManyAccounts.Id(1)}\n+sso_role_name = ReadOnly\n+lanyard_imported = true\n",
            run.Out);
        Assert.Contains("1 profile would be added", run.Error, StringComparison.Ordinal);
        Assert.Equal(Session, Config);
    }

    [Fact]
    public async Task Filtered_out_accounts_are_not_asked_for()
    {
        await StartAsync(30, Session);
        var run = (await _cli.RunAsync("configure", "import", "--filter", "team 00*", "--filter", ManyAccounts.Id(17), "--exclude", "*/Admin", "--exclude", "team 001", "--filter", "nobody", "--name-template", "{accountId}/{role}")).Done();
        Assert.Equal([.. Enumerable.Range(2, 8).Append(17).Select(n => $"{ManyAccounts.Id(n)}/ReadOnly")], _cli.Home.Files.Profiles.Keys);
        Assert.Equal(9, Count("ListAccountRoles"));
        Assert.Contains("warning: no account fits the filter nobody", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prune_removes_what_an_import_made_and_is_gone_now_and_nothing_else()
    {
        var gone = $"sso_session = corp\nsso_account_id = {ManyAccounts.Id(99)}\nsso_role_name = Admin\n";
        var config = $"{Session}\n# above\n[profile gone]\n{gone}lanyard_imported = true\n# below\n\n[profile mine]\n{gone}";
        await StartAsync(1, config);

        Assert.Contains("1 profile of an earlier import leads nowhere any more (gone); --prune removes them", (await _cli.RunAsync("configure", "import")).Done().Error, StringComparison.Ordinal);
        var imported = Config;
        (await _cli.RunAsync("configure", "import", "--prune")).Failed(4, CliErrorCodes.ConfirmationMissing);
        Assert.Equal(imported, Config);
        Assert.Contains($"-[profile gone]\n-sso_session = corp\n", (await _cli.RunAsync("configure", "import", "--prune", "--dry-run")).Done().Out, StringComparison.Ordinal);
        Assert.Equal(imported, Config);

        var run = (await _cli.RunAsync("configure", "import", "--prune", "--yes")).Done();
        Assert.Contains("1 removed", run.Error, StringComparison.Ordinal);
        Assert.Equal(imported.Replace($"[profile gone]\n{gone}lanyard_imported = true\n", "", StringComparison.Ordinal), Config);
    }

    [Fact]
    public async Task Prune_judges_only_what_it_asked_for()
    {
        string Of(int account, string role, string name) => $"[profile {name}]\nsso_session = corp\nsso_account_id = {ManyAccounts.Id(account)}\nsso_role_name = {role}\nlanyard_imported = true\n";
        await StartAsync(3, Session + Of(1, "Gone", "asked") + Of(2, "Gone", "not-asked") + Of(77, "Admin", "no-account"));
        (await _cli.RunAsync("configure", "import", "--prune", "--yes", "--filter", "team 001")).Done();
        Assert.Equal(["not-asked", "team-001-Admin", "team-001-ReadOnly"], _cli.Home.Files.Profiles.Keys);
    }

    [Fact]
    public async Task A_user_who_may_enter_no_account_is_no_error()
    {
        await StartAsync(2, Session, ManyAccounts.Id(1), ManyAccounts.Id(2));
        Assert.Contains("may enter no account", (await _cli.RunAsync("configure", "import")).Done().Error, StringComparison.Ordinal);
        Assert.Equal(Session, Config);
    }

    [Fact]
    public async Task A_start_url_without_a_session_makes_profiles_of_the_legacy_form()
    {
        _cli = await TestCli.StartAsync(ManyAccounts.Seed(1));
        await _cli.SignInAsync(TestAws.Corp with { SessionName = null });
        string[] import = ["configure", "import", "--start-url", TestAws.StartUrl, "--sso-region", "eu-west-1"];
        (await _cli.RunAsync(import)).Done();
        Assert.Equal(TestAws.StartUrl, _cli.Home.Files.Profiles["team-001-Admin"].Get("sso_start_url"));
        Assert.Empty(_cli.Home.Files.SsoSessions);
        (await _cli.RunAsync("whoami", "--profile", "team-001-Admin")).Done();
        Assert.Contains("2 there already", (await _cli.RunAsync("configure", "import", "--profile", "team-001-Admin")).Done().Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_is_new_is_written_with_its_profiles()
    {
        _cli = await TestCli.StartAsync(ManyAccounts.Seed(1));
        await _cli.SignInAsync();
        (await _cli.RunAsync("configure", "import", "--session", "corp", "--start-url", TestAws.StartUrl, "--sso-region", "eu-west-1")).Done();
        Assert.StartsWith($"[sso-session corp]\nsso_start_url = {TestAws.StartUrl}\nsso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n\n[profile team-001-Admin]\n", Config, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, CliErrorCodes.Usage, "--name-template", "{acount}")]
    [InlineData(2, CliErrorCodes.Usage, "--region", "eu west 1")]
    [InlineData(2, CliErrorCodes.Usage, "--start-url", TestAws.StartUrl)]
    [InlineData(2, CliErrorCodes.Usage, "--sso-region", "eu-west-1")]
    [InlineData(2, CliErrorCodes.Usage, "--session", "a]b", "--start-url", TestAws.StartUrl, "--sso-region", "eu-west-1")]
    [InlineData(2, CliErrorCodes.Usage, "--session", "corp", "--sso-region", "us-east-1")]
    [InlineData(2, CliErrorCodes.Usage, "--profile", "dev", "--session", "corp")]
    [InlineData(1, ErrorCodes.ProfileNotFound, "--profile", "nobody")]
    [InlineData(1, ErrorCodes.SsoSessionNotFound, "--session", "crop")]
    [InlineData(4, ErrorCodes.SsoTokenMissing)]
    public async Task What_can_not_be_imported_is_told_before_anything_is_asked(int exitCode, string code, params string[] options)
    {
        _cli = await TestCli.StartAsync(ManyAccounts.Seed(1));
        _cli.Home.Config(Session);
        (await _cli.RunAsync(["configure", "import", .. options])).Failed(exitCode, code);
        Assert.Empty(_cli.Calls);
    }

    [Fact]
    public async Task After_a_failure_only_the_rest_is_asked_for()
    {
        await StartAsync(3, Session);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_cli.Home.ConfigFile, UnixFileMode.UserRead);
        }

        (await _cli.RunAsync("configure", "import")).Failed(1, ErrorCodes.FileNotWritable);
        Assert.Equal(3, Count("ListAccountRoles"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_cli.Home.ConfigFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        (await _cli.RunAsync("configure", "import")).Done();
        Assert.Equal(3, Count("ListAccountRoles"));
        (await _cli.RunAsync("configure", "import")).Done();
        Assert.Equal(6, Count("ListAccountRoles"));
    }

    private string Config => File.ReadAllText(_cli.Home.ConfigFile);

    private int Count(string operation) => _cli.Calls.Count(c => c.Operation == operation && c.Status == 200);

    private async Task StartAsync(int accounts, string config, params string[] without)
    {
        _cli = await TestCli.StartAsync(ManyAccounts.Seed(accounts, null, without));
        _cli.Home.Config(config);
        await _cli.SignInAsync();
    }
}
