using System.Text;
using Lanyard.Cli;
using Lanyard.Credentials;

namespace Lanyard.Tests.Cli.Commands;

public sealed class ProfileEditCommandTests : IAsyncLifetime
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const string Config = "# mine\n[profile dev]\nregion = eu-west-1\n\n[profile prod]\nrole_arn = arn:aws:iam::333333333333:role/deploy\nsource_profile = dev\n";
    private const string Credentials = "[dev]\naws_access_key_id = AKIA1\naws_secret_access_key = " + Secret + "\n";

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync();
        _cli.Home.Config(Config).Credentials(Credentials);
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task A_setting_is_set_and_unset()
    {
        var set = (await _cli.RunAsync("profile", "set", "dev", "region", "us-east-1")).Done();
        Assert.Equal(("", $"Set region of the profile `dev`: wrote {_cli.Home.ConfigFile}.\n"), (set.Out, set.Error.ReplaceLineEndings("\n")));
        Assert.Equal(Config.Replace("eu-west-1", "us-east-1", StringComparison.Ordinal), ConfigNow);
        Assert.Equal("us-east-1\n", (await _cli.RunAsync("profile", "show", "dev", "region")).Done().Out);

        (await _cli.RunAsync("profile", "unset", "dev", "region")).Done();
        Assert.Equal(Config.Replace("region = eu-west-1\n", "", StringComparison.Ordinal), ConfigNow);
        (await _cli.RunAsync("profile", "show", "dev", "region")).Failed(1, ErrorCodes.SettingNotFound);
        (await _cli.RunAsync("profile", "unset", "dev", "region")).Failed(1, ErrorCodes.SettingNotFound);
    }

    [Fact]
    public async Task Several_settings_are_set_at_once_and_a_new_profile_is_announced()
    {
        var run = (await _cli.RunAsync("profile", "set", "prdo", "region=eu-west-1", "s3.addressing_style=path")).Done();
        Assert.Contains("note: the profile `prdo` is new; there is one called `prod`", run.Error, StringComparison.Ordinal);
        Assert.Equal(Config + "\n[profile prdo]\nregion = eu-west-1\ns3 =\n  addressing_style = path\n", ConfigNow);
        Assert.Equal("path\n", (await _cli.RunAsync("profile", "show", "prdo", "s3.addressing_style")).Done().Out);
        (await _cli.RunAsync("profile", "show", "prdo", "s3")).Failed(2, CliErrorCodes.Usage);
    }

    [Theory]
    [InlineData("aws_secret_access_key", Secret)]
    [InlineData("AWS_Session_Token", Secret)]
    [InlineData("region=x", "aws_secret_access_key=" + Secret)]
    public async Task A_secret_is_no_argument(params string[] words)
    {
        var run = (await _cli.RunAsync(["profile", "set", "dev", .. words])).Failed(2, CliErrorCodes.Usage);
        Assert.DoesNotContain(Secret, run.Error, StringComparison.Ordinal);
        Assert.Equal((Config, Credentials), (ConfigNow, CredentialsNow));
    }

    [Fact]
    public async Task A_secret_comes_from_stdin_and_goes_where_the_keys_are()
    {
        (await RunWithInputAsync("NEW+SECRET\n", "profile", "set", "dev", "aws_secret_access_key")).Done();
        Assert.Equal(Credentials.Replace(Secret, "NEW+SECRET", StringComparison.Ordinal), CredentialsNow);
        (await RunWithInputAsync("one\ntwo\n", "profile", "set", "dev", "aws_secret_access_key")).Failed(1, ErrorCodes.EditRefused);
        (await RunWithInputAsync("", "profile", "set", "dev", "aws_secret_access_key")).Failed(4, CliErrorCodes.InputNeeded);

        _cli.Home.Config("[profile own]\naws_access_key_id = AKIA2\n");
        (await RunWithInputAsync("S", "profile", "set", "own", "aws_secret_access_key")).Done();
        Assert.Equal("[profile own]\naws_access_key_id = AKIA2\naws_secret_access_key = S\n", ConfigNow);
    }

    [Fact]
    public async Task A_secret_is_shown_only_when_asked_for()
    {
        var run = (await _cli.RunAsync("profile", "show", "dev", "aws_secret_access_key")).Failed(2, CliErrorCodes.Usage);
        Assert.DoesNotContain(Secret, run.Error, StringComparison.Ordinal);
        Assert.Equal(Secret + "\n", (await _cli.RunAsync("profile", "show", "dev", "aws_secret_access_key", "--show-secrets")).Done().Out);
    }

    [Fact]
    public async Task A_dry_run_shows_a_diff_without_secrets_and_changes_nothing()
    {
        var run = (await _cli.RunAsync("profile", "rename", "dev", "development", "--dry-run")).Done();
        Assert.Contains("-[profile dev]\n+[profile development]\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("-source_profile = dev\n+source_profile = development\n", run.Out, StringComparison.Ordinal);
        Assert.Contains(" aws_secret_access_key = ***\n", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, run.Out + run.Error, StringComparison.Ordinal);
        Assert.Equal((Config, Credentials), (ConfigNow, CredentialsNow));
        Assert.False(Directory.Exists(_cli.Home["lanyard/state"]));
    }

    [Fact]
    public async Task A_profile_is_renamed_in_both_files_and_back()
    {
        var run = (await _cli.RunAsync("profile", "rename", "dev", "development", "--json")).Done();
        Assert.True(run.Json.GetProperty("changed").GetBoolean());
        Assert.Contains("the source_profile of the profile `prod` is changed with it", run.Json.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal((Config.Replace("dev", "development", StringComparison.Ordinal).Replace("/development", "/deploy", StringComparison.Ordinal), Credentials.Replace("[dev]", "[development]", StringComparison.Ordinal)), (ConfigNow, CredentialsNow));

        (await _cli.RunAsync("profile", "undo")).Done();
        Assert.Equal((Config, Credentials), (ConfigNow, CredentialsNow));
        (await _cli.RunAsync("profile", "rename", "dev", "prod")).Failed(1, ErrorCodes.EditRefused);
        (await _cli.RunAsync("profile", "rename", "gone", "x")).Failed(1, ErrorCodes.ProfileNotFound);
    }

    [Fact]
    public async Task Nothing_is_removed_without_a_yes()
    {
        (await _cli.RunAsync("profile", "remove", "dev")).Failed(4, CliErrorCodes.ConfirmationMissing);
        (await _cli.RunAsync("profile", "remove", "dev", "--no-input")).Failed(4, CliErrorCodes.ConfirmationMissing);
        Assert.Equal((Config, Credentials), (ConfigNow, CredentialsNow));

        var run = (await _cli.RunAsync("profile", "remove", "dev", "--yes")).Done();
        Assert.Contains("the profile `prod` names it as its source_profile", run.Error, StringComparison.Ordinal);
        Assert.Contains("no backup holds the value of aws_secret_access_key", run.Error, StringComparison.Ordinal);
        Assert.Equal("", CredentialsNow);
        Assert.DoesNotContain("[profile dev]", ConfigNow, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undo_of_undo_is_redo_and_what_somebody_else_changed_is_not_taken_back_unasked()
    {
        (await _cli.RunAsync("profile", "undo")).Failed(1, ErrorCodes.NothingToUndo);
        (await _cli.RunAsync("profile", "set", "dev", "output", "json")).Done();
        string changed = ConfigNow;
        (await _cli.RunAsync("profile", "undo")).Done();
        Assert.Equal(Config, ConfigNow);
        (await _cli.RunAsync("profile", "undo")).Done();
        Assert.Equal(changed, ConfigNow);

        File.AppendAllText(_cli.Home.ConfigFile, "[profile later]\n");
        (await _cli.RunAsync("profile", "undo")).Failed(1, ErrorCodes.ConfigChanged);
        Assert.Contains("-[profile later]\n", (await _cli.RunAsync("profile", "undo", "--force", "--dry-run")).Done().Out, StringComparison.Ordinal);
        (await _cli.RunAsync("profile", "undo", "--force")).Done();
        Assert.Equal(Config, ConfigNow);
        Assert.Contains("undo of: undo of: profile set dev output", (await _cli.RunAsync("profile", "undo", "--list")).Done().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_undo_that_loses_a_secret_asks_first()
    {
        (await RunWithInputAsync("NEW", "profile", "set", "dev", "aws_secret_access_key")).Done();
        (await _cli.RunAsync("profile", "undo")).Failed(1, ErrorCodes.NothingToUndo);
        (await _cli.RunAsync("profile", "remove", "dev", "--yes")).Done();
        (await _cli.RunAsync("profile", "undo")).Failed(4, CliErrorCodes.ConfirmationMissing);
        var run = (await _cli.RunAsync("profile", "undo", "--yes")).Done();
        Assert.Contains("(aws_secret_access_key) that is gone, and stays away", run.Error, StringComparison.Ordinal);
        Assert.Equal("[dev]\naws_access_key_id = AKIA1\n", CredentialsNow);
    }

    [Fact]
    public async Task Sessions_and_services_are_edited_by_an_option()
    {
        (await _cli.RunAsync("profile", "set", "--session", "org", "sso_region=eu-west-1", "sso_start_url=https://a/start")).Done();
        (await _cli.RunAsync("profile", "set", "--services", "local", "s3.endpoint_url", "http://localhost:4566")).Done();
        Assert.Equal(Config + "\n[sso-session org]\nsso_region = eu-west-1\nsso_start_url = https://a/start\n\n[services local]\ns3 =\n  endpoint_url = http://localhost:4566\n", ConfigNow);
        (await _cli.RunAsync("profile", "rename", "--session", "org", "corp")).Done();
        Assert.Equal("eu-west-1\n", (await _cli.RunAsync("profile", "show", "--session", "corp", "sso_region")).Done().Out);
        (await _cli.RunAsync("profile", "remove", "--session", "corp", "--yes")).Done();
        (await _cli.RunAsync("profile", "remove", "--services", "local", "--yes")).Done();
        Assert.Equal(Config, ConfigNow);
        (await _cli.RunAsync("profile", "unset", "--session", "corp", "x")).Failed(1, ErrorCodes.SsoSessionNotFound);
        (await _cli.RunAsync("profile", "remove", "--services", "local", "--yes")).Failed(1, ErrorCodes.ServicesNotFound);
    }

    [Theory]
    [InlineData("region", "x\n[profile evil]\ncredential_process = y")]
    [InlineData("region", "x\rcredential_process = y")]
    [InlineData("re gion", "x")]
    [InlineData("[profile evil", "x")]
    [InlineData("region", "")]
    public async Task Nothing_can_be_smuggled_in(string key, string value)
    {
        (await _cli.RunAsync("profile", "set", "dev", key, value)).Failed(1, ErrorCodes.EditRefused);
        (await _cli.RunAsync("profile", "set", "a]\n[b", "region", "x")).Failed(1, ErrorCodes.EditRefused);
        (await _cli.RunAsync("profile", "rename", "dev", "a]\n[profile b")).Failed(1, ErrorCodes.EditRefused);
        Assert.Equal((Config, Credentials), (ConfigNow, CredentialsNow));
    }

    [Fact]
    public async Task A_setting_of_the_credentials_file_is_changed_where_it_counts()
    {
        _cli.Home.Credentials("[dev]\nregion = us-east-1\n");
        var run = (await _cli.RunAsync("profile", "set", "dev", "region", "eu-north-1")).Done();
        Assert.Equal(("[dev]\nregion = eu-north-1\n", Config), (CredentialsNow, ConfigNow));
        Assert.Contains("which goes before the config file", run.Error, StringComparison.Ordinal);
    }

    // botocore's configparser knows no comment behind a value.
    [Fact]
    public async Task A_comment_that_the_aws_cli_takes_for_the_value_is_said()
    {
        _cli.Home.Config("[profile dev]\nregion = us-east-1 # c\n");
        var run = (await _cli.RunAsync("profile", "set", "dev", "region", "eu-west-1")).Done();
        Assert.Contains($"the AWS CLI takes the comment behind region for a part of its value ({_cli.Home.ConfigFile}:2)", run.Error, StringComparison.Ordinal);
        Assert.Equal("[profile dev]\nregion = eu-west-1 # c\n", ConfigNow);
    }

    [Fact]
    public async Task A_team_shares_profiles_and_takes_them_in()
    {
        (await _cli.RunAsync("profile", "share", "--out", "team.ini")).Done();
        string file = _cli.Home["project/team.ini"];
        Assert.DoesNotContain("AKIA1", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(file), (await _cli.RunAsync("profile", "share")).Done().Out);

        _cli.Home.Config("[profile dev]\nregion = us-east-1\n");
        (await _cli.RunAsync("profile", "sync", "team.ini")).Failed(4, CliErrorCodes.ConfirmationMissing);
        Assert.Contains("+region = eu-west-1\n", (await _cli.RunAsync("profile", "sync", "team.ini", "--dry-run")).Done().Out, StringComparison.Ordinal);
        (await _cli.RunAsync("profile", "sync", "team.ini", "--yes")).Done();
        Assert.Contains("source_profile = dev\n", ConfigNow, StringComparison.Ordinal);
        Assert.Contains("Nothing to change", (await _cli.RunAsync("profile", "sync", "team.ini")).Done().Error, StringComparison.Ordinal);

        File.AppendAllText(file, "[profile evil]\ncredential_process = evil\n");
        string before = ConfigNow;
        Assert.Contains($"{file}:", (await _cli.RunAsync("profile", "sync", "team.ini", "--yes")).Failed(1, ErrorCodes.TeamFileRefused).Error, StringComparison.Ordinal);
        Assert.Equal(before, ConfigNow);
    }

    [Fact]
    public async Task Sharing_replaces_no_other_file()
    {
        (await _cli.RunAsync("profile", "share", "--out", _cli.Home.ConfigFile, "--yes")).Failed(2, CliErrorCodes.Usage);
        _cli.Home.Write("project/notes.txt", "mine");
        (await _cli.RunAsync("profile", "share", "--out", "notes.txt")).Failed(4, CliErrorCodes.ConfirmationMissing);
        Assert.Equal((Config, "mine"), (ConfigNow, File.ReadAllText(_cli.Home["project/notes.txt"])));
    }

    [Fact]
    public async Task Names_alone_are_listed_for_scripts() =>
        Assert.Equal("dev\nprod\n", (await _cli.RunAsync("profile", "list", "--names")).Done().Out);

    [Fact]
    public async Task One_file_in_the_place_of_two_is_not_edited_as_both()
    {
        _cli.Home.Set(("AWS_SHARED_CREDENTIALS_FILE", _cli.Home.ConfigFile));
        (await _cli.RunAsync("profile", "set", "prod", "region", "eu-west-1")).Done();
        Assert.Contains("region = eu-west-1\n", ConfigNow, StringComparison.Ordinal);
    }

    private string ConfigNow => File.ReadAllText(_cli.Home.ConfigFile);

    private string CredentialsNow => File.ReadAllText(_cli.Home.CredentialsFile);

    private async Task<CliRun> RunWithInputAsync(string input, params string[] arguments)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var surroundings = _cli.Surroundings(output, error) with { In = new MemoryStream(Encoding.UTF8.GetBytes(input)) };
        var exitCode = await Application.RunAsync(arguments, surroundings);
        return new CliRun(exitCode, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
