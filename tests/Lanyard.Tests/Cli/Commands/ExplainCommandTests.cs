using System.Text.Json;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands;

public sealed class ExplainCommandTests : IAsyncLifetime
{
    private const string RoleOverKeys =
        "[profile deploy]\nrole_arn = arn:aws:iam::111111111111:role/Top\nsource_profile = base\n[profile base]\ncredential_process = /opt/tool --token hunter2hunter2\n";

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task Nothing_is_run_or_called_unless_it_is_asked_for()
    {
        _cli.Home.Config(TestAws.SsoProfile);
        await _cli.SignInAsync();
        var run = (await _cli.RunAsync("explain", "--profile", "dev")).Done();
        Assert.StartsWith("Lanyard: would run sso", run.Out, StringComparison.Ordinal);
        Assert.Contains("if that fails     it is the end", run.Out, StringComparison.Ordinal);
        Assert.Empty(_cli.Calls);

        var json = (await _cli.RunAsync("explain", "--profile", "dev", "--run", "--json")).Done().Json;
        Assert.Equal("credentials", json.GetProperty("outcome").GetString());
        Assert.StartsWith("ASIA", json.GetProperty("accessKeyId").GetString(), StringComparison.Ordinal);
        Assert.Single(_cli.Calls, c => c.Operation == "GetRoleCredentials");
    }

    [Fact]
    public async Task As_json_it_has_the_members_of_the_contract()
    {
        _cli.Home.Config(RoleOverKeys);
        var json = (await _cli.RunAsync("explain", "--profile", "deploy", "--json")).Done().Json;
        Assert.Equal("lanyard wouldRun 111111111111", $"{json.GetProperty("dialect")} {json.GetProperty("outcome")} {json.GetProperty("accountId")}");
        Assert.Equal(JsonValueKind.Null, json.GetProperty("accessKeyId").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("error").ValueKind);
        Assert.Equal("assumeRole", json.GetProperty("winner").GetProperty("source").GetString());
        Assert.Equal(["process", "assumeRole"], json.GetProperty("chain").EnumerateArray().Select(h => h.GetProperty("source").GetString()));
        var lost = json.GetProperty("passedOver").EnumerateArray().First();
        Assert.Equal("environment: AWS_ACCESS_KEY_ID is not set", $"{lost.GetProperty("source")}: {lost.GetProperty("reason")}");
    }

    [Theory]
    [InlineData("explain", "--profile", "deploy")]
    [InlineData("explain", "--profile", "deploy", "--json")]
    [InlineData("explain", "--profile", "deploy", "--sdk", "all")]
    public async Task Of_a_command_line_only_the_program_is_shown(params string[] arguments)
    {
        _cli.Home.Config(RoleOverKeys);
        var run = (await _cli.RunAsync(arguments)).Done();
        Assert.DoesNotContain("hunter2", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_that_ends_with_an_error_is_explained_all_the_same()
    {
        _cli.Home.Config(RoleOverKeys);
        var run = (await _cli.RunAsync("explain", "--profile", "deply")).Done();
        Assert.Contains("did you mean `deploy`?", run.Out, StringComparison.Ordinal);
        Assert.Contains("to mend it        lanyard profile list", run.Out, StringComparison.Ordinal);
        var json = (await _cli.RunAsync("explain", "--profile", "deply", "--json")).Done().Json;
        Assert.Equal("error", json.GetProperty("outcome").GetString());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("winner").ValueKind);
    }

    [Fact]
    public async Task A_source_that_fails_when_it_is_run_is_the_error()
    {
        _cli.Home.Config(TestAws.SsoProfile);
        var json = (await _cli.RunAsync("explain", "--profile", "dev", "--run", "--json")).Done().Json;
        Assert.Equal("error", json.GetProperty("outcome").GetString());
        Assert.StartsWith("nobody is signed in", json.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Contains("lanyard login --profile dev", (await _cli.RunAsync("explain", "--profile", "dev", "--run")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_that_the_sdk_passes_over_is_a_reason_and_the_next_source_is_asked()
    {
        _cli.Home.Config("[default]\ncredential_process = false\n");
        _cli.Home.Set(("AWS_EC2_METADATA_DISABLED", "true"));
        var json = (await _cli.RunAsync("explain", "--sdk", "js-v3", "--run", "--json")).Done().Json;
        var failed = json.GetProperty("passedOver").EnumerateArray().Where(p => p.GetProperty("source").GetString() == "process").ToList();
        Assert.Equal(2, failed.Count);
        Assert.All(failed, p => Assert.Contains("exit code 1", p.GetProperty("reason").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_sdks_come_as_an_array_and_as_a_table()
    {
        // Without a config file the SDK for JavaScript v2 fails where AWS_SDK_LOAD_CONFIG is set.
        _cli.Home.Config("");
        _cli.WriteCiKeys();
        var json = (await _cli.RunAsync("explain", "--profile", "ci", "--sdk", "all", "--json")).Done().Json;
        Assert.Equal("lanyard", json.EnumerateArray().First().GetProperty("dialect").GetString());
        Assert.All(json.EnumerateArray(), one => Assert.Equal("credentials", one.GetProperty("outcome").GetString()));
        var table = (await _cli.RunAsync("explain", "--profile", "ci", "--sdk", "all")).Done().Out;
        Assert.Contains("All agree.", table, StringComparison.Ordinal);
        Assert.DoesNotContain("≠", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_sdks_read_differently_is_said_with_what_mends_it()
    {
        _cli.WriteCiKeys();
        _cli.Home.Set(("AWS_DEFAULT_PROFILE", "ci"));
        var table = (await _cli.RunAsync("explain", "--sdk", "all")).Done().Out;
        Assert.Contains("AWS_DEFAULT_PROFILE: ", table, StringComparison.Ordinal);
        Assert.Contains("to mend it: use AWS_PROFILE instead", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_sdk_is_wrong_usage_and_the_near_miss_is_named() =>
        Assert.Contains("did you mean `lanyard`?", (await _cli.RunAsync("explain", "--sdk", "lanyrd")).Failed(2, "USAGE").Error, StringComparison.Ordinal);
}
