using Lanyard.Cli;
using Lanyard.Credentials;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands;

public sealed class ConsoleCommandTests : IAsyncLifetime
{
    private const string ChainedProfile = $"\n[profile chained]\nrole_arn = {TestAws.Deploy}\nsource_profile = dev\nregion = eu-west-1\n";

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync();
        _cli.Home.Config(TestAws.SsoProfile + ChainedProfile);
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task A_permission_set_has_a_link_of_the_portal_with_no_secret_and_no_call()
    {
        var run = (await _cli.RunAsync("console", "--profile", "dev", "--service", "s3", "--print")).Done();
        Assert.Equal(
            $"{TestAws.StartUrl}/#/console?account_id={TestAws.Dev}&role_name=Developer&destination=https%3A%2F%2Fconsole.aws.amazon.com%2Fs3%2Fhome%3Fregion%3Deu-west-1\n",
            run.Out);
        Assert.Empty(run.Error);
        Assert.Empty(_cli.Calls);
    }

    [Fact]
    public async Task Without_credentials_it_says_where_it_looked() =>
        Assert.Contains("AWS_ACCESS_KEY_ID is not set", (await _cli.RunAsync("console", "--print")).Failed(1, ErrorCodes.NoCredentials).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("dev", "--federate")]
    [InlineData("chained")]
    public async Task Temporary_credentials_are_traded_for_a_link_that_signs_in(string profile, params string[] options)
    {
        await _cli.SignInAsync();
        var run = (await _cli.RunAsync(["console", "--profile", profile, "--service", "lambda", "--print", .. options])).Done();
        var page = await OpenAsync(new Uri(run.Out.TrimEnd()));
        Assert.Contains(profile == "dev" ? $"{TestAws.Dev}:assumed-role/" : $"{TestAws.Prod}:assumed-role/deploy/", page, StringComparison.Ordinal);
        Assert.Contains("https://console.aws.amazon.com/lambda/home?region=eu-west-1", page, StringComparison.Ordinal);
        Assert.Contains("15 minutes", run.Error, StringComparison.Ordinal);

        // One call was enough: the length of the session was asked for where AWS grants it, and not where it refuses.
        Assert.Equal(200, Assert.Single(_cli.Calls, c => c.Operation == "GetSigninToken").Status);
        Assert.DoesNotContain(run.Out.Split("SigninToken=")[1].TrimEnd(), run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_link_ends_after_a_quarter_of_an_hour()
    {
        await _cli.SignInAsync();
        var link = new Uri((await _cli.RunAsync("console", "--profile", "dev", "--federate", "--print")).Done().Out.TrimEnd());
        _cli.Time.Advance(TimeSpan.FromMinutes(14));
        Assert.Contains("Signed in", await OpenAsync(link), StringComparison.Ordinal);
        _cli.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains("Not signed in", await OpenAsync(link), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_keys_of_a_user_are_refused_with_the_reason()
    {
        _cli.WriteCiKeys();
        var run = (await _cli.RunAsync("console", "--profile", "ci", "--print")).Failed(1, ErrorCodes.ConsoleUnavailable);
        Assert.Contains("GetFederationToken", run.Error, StringComparison.Ordinal);
        Assert.Empty(_cli.Calls);
    }

    [Fact]
    public async Task A_partition_that_nobody_knows_the_console_of_is_refused() =>
        (await _cli.RunAsync("console", "--profile", "dev", "--region", "us-iso-east-1", "--print")).Failed(1, ErrorCodes.ConsoleUnavailable);

    [Fact]
    public async Task A_length_is_refused_where_it_can_not_be_chosen()
    {
        await _cli.SignInAsync();
        (await _cli.RunAsync("console", "--profile", "chained", "--duration", "2h", "--print")).Failed(2, CliErrorCodes.Usage);
        (await _cli.RunAsync("console", "--profile", "dev", "--federate", "--duration", "2h", "--print")).Done();
    }

    [Theory]
    [InlineData("did you mean `lambda`?", "--service", "lamdba")]
    [InlineData("--destination takes a path", "--destination", "https://example.com")]
    [InlineData("can't be used together", "--destination", "/s3", "--service", "s3")]
    [InlineData("from 15m to 12h", "--duration", "13h")]
    public async Task Wrong_usage_says_what_is_wrong(string said, params string[] options) => Assert.Contains(
        said, (await _cli.RunAsync(["console", "--profile", "dev", "--print", .. options])).Failed(2, CliErrorCodes.Usage).Error, StringComparison.Ordinal);

    [Fact]
    public async Task Without_input_only_a_printed_link_is_given()
    {
        (await _cli.RunAsync("console", "--profile", "dev", "--no-input")).Failed(4, CliErrorCodes.InputNeeded);
        (await _cli.RunAsync("console", "--profile", "dev", "--no-input", "--print")).Done();
    }

    [Fact]
    public async Task As_json_it_says_whether_the_link_is_secret()
    {
        await _cli.SignInAsync();
        var portal = (await _cli.RunAsync("console", "--profile", "dev", "--print", "--json")).Done().Json;
        Assert.False(portal.GetProperty("isSecret").GetBoolean());
        var federated = (await _cli.RunAsync("console", "--profile", "dev", "--federate", "--print", "--json")).Done().Json;
        Assert.Equal((true, 15), (federated.GetProperty("isSecret").GetBoolean(), federated.GetProperty("usableForMinutes").GetInt32()));
    }

    [Fact]
    public async Task The_browser_is_sent_to_a_secret_link_once_and_its_command_line_holds_no_secret()
    {
        await _cli.SignInAsync();
        var seen = _cli.Home["opened"];
        var browser = _cli.Program("browser", $"printf %s \"$1\" > '{seen}.part' && mv '{seen}.part' '{seen}'");
        var running = Task.Run(() => _cli.RunAsync("console", "--profile", "dev", "--federate", "--browser", browser), TestContext.Current.CancellationToken);
        while (!File.Exists(seen) && !running.IsCompleted)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        var opened = new Uri(await File.ReadAllTextAsync(seen, TestContext.Current.CancellationToken));
        Assert.Equal(("127.0.0.1", ""), (opened.Host, opened.Query));
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var first = await http.GetAsync(opened, TestContext.Current.CancellationToken);
        Assert.Equal(302, (int)first.StatusCode);
        Assert.Contains("Signed in to the console", await OpenAsync(first.Headers.Location!), StringComparison.Ordinal);
        Assert.Equal(404, (int)(await http.GetAsync(opened, TestContext.Current.CancellationToken)).StatusCode);
        var run = (await running).Done();
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task The_browser_gets_the_portals_link_as_it_is()
    {
        var seen = _cli.Home["opened"];
        (await _cli.RunAsync("console", "--profile", "dev", "--browser", _cli.Program("browser", $"printf %s \"$1\" > '{seen}'"))).Done();
        Assert.StartsWith($"{TestAws.StartUrl}/#/console?account_id={TestAws.Dev}&", await File.ReadAllTextAsync(seen, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_that_is_not_there_is_said() =>
        (await _cli.RunAsync("console", "--profile", "dev", "--browser", "/nowhere/browser")).Failed(1, CliErrorCodes.BrowserUnavailable);

    private static async Task<string> OpenAsync(Uri page)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(page, TestContext.Current.CancellationToken);
        return System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
