using Lanyard.Credentials;

namespace Lanyard.Tests.Cli.Commands;

public sealed class ProfileCommandTests : IAsyncLifetime
{
    private const string Secret = "wJalrXUtnFEMI";

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync();
        _cli.Home.Config($"""
            [default]
            region = eu-west-1
            [profile dev]
            sso_session = corp
            sso_account_id = 111111111111
            sso_role_name = Developer
            s3 =
              addressing_style = path
              aws_secret_access_key = {Secret}
            [profile prod]
            role_arn = arn:aws:iam::333333333333:role/deploy
            source_profile = dev
            [sso-session corp]
            sso_start_url = https://a/start
            sso_region = eu-west-1
            """);
        _cli.Home.Credentials($"[default]\naws_access_key_id = AKIA1\naws_secret_access_key = {Secret}\naws_session_token = {Secret}2\n");
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task The_list_is_a_table_of_both_files_together() => Assert.Equal(
        """
        PROFILE  SOURCE           ACCOUNT       REGION
        default  session keys     -             eu-west-1
        dev      identity center  111111111111  -
        prod     role, from dev   333333333333  -

        """,
        (await _cli.RunAsync("profile", "list")).Done().Out);

    [Fact]
    public async Task As_json_the_list_holds_every_setting_with_secrets_hidden()
    {
        var run = (await _cli.RunAsync("profile", "list", "--json")).Done();
        Assert.DoesNotContain(Secret, run.Out, StringComparison.Ordinal);
        Assert.Equal("""
            {"profiles":{"default":{"region":"eu-west-1","aws_access_key_id":"AKIA1","aws_secret_access_key":"***","aws_session_token":"***"},"dev":{"sso_session":"corp","sso_account_id":"111111111111","sso_role_name":"Developer","s3":{"addressing_style":"path","aws_secret_access_key":"***"}},"prod":{"role_arn":"arn:aws:iam::333333333333:role/deploy","source_profile":"dev"}},"ssoSessions":{"corp":{"sso_start_url":"https://a/start","sso_region":"eu-west-1"}}}
            """, System.Text.Json.Nodes.JsonNode.Parse(run.Out)!.ToJsonString());
    }

    [Fact]
    public async Task Secrets_are_shown_when_asked_for()
    {
        var json = (await _cli.RunAsync("profile", "list", "--json", "--show-secrets")).Done().Json;
        Assert.Equal(Secret, json.GetProperty("profiles").GetProperty("default").GetProperty("aws_secret_access_key").GetString());
        Assert.Contains($"aws_session_token = {Secret}2 ", (await _cli.RunAsync("profile", "show", "default", "--show-secrets")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_profile_is_shown_with_where_each_setting_stands() => Assert.Equal(
        $"""
        default
          region = eu-west-1    ({_cli.Home.ConfigFile}:2)
          aws_access_key_id = AKIA1    ({_cli.Home.CredentialsFile}:2)
          aws_secret_access_key = ***    ({_cli.Home.CredentialsFile}:3)
          aws_session_token = ***    ({_cli.Home.CredentialsFile}:4)

        """,
        (await _cli.RunAsync("profile", "show", "default")).Done().Out);

    [Fact]
    public async Task Settings_below_a_setting_are_shown_once_and_hidden_alike()
    {
        var run = (await _cli.RunAsync("profile", "show", "dev")).Done();
        Assert.EndsWith($"  s3 =     ({_cli.Home.ConfigFile}:7)\n    addressing_style = path\n    aws_secret_access_key = ***\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_that_is_missing_suggests_a_near_one() =>
        Assert.Contains("did you mean `prod`", (await _cli.RunAsync("profile", "show", "prdo")).Failed(1, ErrorCodes.ProfileNotFound).Error, StringComparison.Ordinal);

    [Fact]
    public async Task Files_that_are_missing_hold_no_profiles()
    {
        _cli.Home.Set(("AWS_CONFIG_FILE", "/nope/c"), ("AWS_SHARED_CREDENTIALS_FILE", "/nope/d"));
        var run = (await _cli.RunAsync("profile", "list")).Done();
        Assert.Equal(("", "There are no profiles in /nope/c or /nope/d.\n"), (run.Out, run.Error.ReplaceLineEndings("\n")));
        Assert.Equal("""{"profiles":{},"ssoSessions":{}}""", System.Text.Json.Nodes.JsonNode.Parse((await _cli.RunAsync("profile", "list", "--json")).Out)!.ToJsonString());
    }

    [Fact]
    public async Task A_file_that_breaks_the_grammar_is_named_with_its_line()
    {
        _cli.Home.Config("[default]\ngarbage " + Secret + "\n");
        var run = (await _cli.RunAsync("profile", "list")).Failed(1, ErrorCodes.ConfigInvalid);
        Assert.Contains($"{_cli.Home.ConfigFile}:2", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, run.Error, StringComparison.Ordinal);
    }
}
