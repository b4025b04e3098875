using System.Text.Json;
using Lanyard.Cli;
using Lanyard.Credentials;

namespace Lanyard.Tests.Cli;

public sealed class ApplicationTests : IAsyncLifetime
{
    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Theory]
    [InlineData("whomai")]
    [InlineData("whoami", "extra")]
    [InlineData("whoami", "--nope")]
    [InlineData("whoami", "--profile")]
    [InlineData("whoami", "--", "ls")]
    [InlineData("profile")]
    [InlineData("profile", "lsit")]
    [InlineData("profile", "show")]
    [InlineData("exec")]
    [InlineData("exec", "--")]
    [InlineData("exec", "aws", "s3", "ls")]
    [InlineData("exec", "--via", "magic", "--", "true")]
    [InlineData("exec", "--via", "env", "--server", "--", "true")]
    [InlineData("sandbox")]
    [InlineData("sandbox", "exec")]
    [InlineData("sandbox", "start", "--port", "70000")]
    [InlineData("sandbox", "start", "--port", "x")]
    [InlineData("--nope")]
    [InlineData("@file")]
    public async Task A_command_line_that_is_wrong_exits_2_and_names_the_help(params string[] arguments)
    {
        var run = (await _cli.RunAsync(arguments)).Failed(2, CliErrorCodes.Usage);
        Assert.Contains("to mend it: ", run.Error, StringComparison.Ordinal);

        var json = await _cli.RunAsync(["--json", .. arguments]);
        Assert.Equal((2, ""), (json.ExitCode, json.Out));
        Assert.Equal(CliErrorCodes.Usage, CliRun.Parse(json.Error).GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("whomai", "did you mean `whoami`?")]
    [InlineData("profile lsit", "did you mean `list`?")]
    [InlineData("exec aws s3 ls", "lanyard exec -- aws s3 ls")]
    [InlineData("profile", "needs a command: list, show")]
    public async Task Wrong_usage_says_what_was_meant(string line, string said) =>
        Assert.Contains(said, (await _cli.RunAsync(line.Split(' '))).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("policy", "record")]
    public async Task A_command_that_is_still_to_come_says_so(params string[] arguments) =>
        (await _cli.RunAsync(arguments)).Failed(2, CliErrorCodes.NotBuilt);

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("exec", "--help")]
    [InlineData("profile", "show", "--help")]
    [InlineData("exec", "--nope", "--help")]
    public async Task Help_goes_to_stdout(params string[] arguments)
    {
        var run = (await _cli.RunAsync(arguments)).Done();
        Assert.Contains("Usage:", run.Out, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task A_json_error_is_one_line_of_the_contracts_shape_on_stderr()
    {
        var run = await _cli.RunAsync("whoami", "--profile", "nope", "--json");
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        var error = CliRun.Parse(run.Error).GetProperty("error");
        Assert.Equal(["code", "message", "profile", "fix"], error.EnumerateObject().Select(p => p.Name));
        Assert.Equal((ErrorCodes.ProfileNotFound, "nope", "lanyard profile list"), (Text("code"), Text("profile"), Text("fix")));

        run = await _cli.RunAsync("whoami", "--json");
        error = CliRun.Parse(run.Error).GetProperty("error");
        Assert.Equal(JsonValueKind.Null, error.GetProperty("profile").ValueKind);

        string? Text(string name) => error.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Colours_are_shown_on_a_terminal_unless_refused()
    {
        using var output = new MemoryStream();
        foreach (var (arguments, coloured) in new[] { (new[] { "whoami" }, true), (["whoami", "--no-color"], false) })
        {
            using var error = new StringWriter();
            await Application.RunAsync(arguments, _cli.Surroundings(output, error) with { ShowsColour = true });
            Assert.Equal(coloured, error.ToString().Contains('\e'));
        }
    }

    [Fact]
    public async Task A_command_that_does_not_exist_is_not_run()
    {
        (await _cli.RunAsync("exec", "--", "no-such-program")).Failed(127, CliErrorCodes.CommandNotFound);
        (await _cli.RunAsync("exec", "--", _cli.Home.Write("plain", "text"))).Failed(126, CliErrorCodes.CommandNotFound);
        Assert.Empty(_cli.Calls);
    }

    [Fact]
    public async Task A_home_that_is_unknown_is_a_wrong_setting()
    {
        _cli.Home.Config("[default]\nregion = eu-west-1\n");
        _cli.Home.Environment.Remove("HOME");
        _cli.Home.Environment.Remove("LANYARD_HOME");
        (await _cli.RunAsync("whoami")).Failed(1, ErrorCodes.SettingInvalid);
    }

    [Fact]
    public async Task A_ca_bundle_that_is_none_is_named()
    {
        _cli.WriteCiKeys();
        _cli.Home.Set(("AWS_CA_BUNDLE", _cli.Home.Write("ca.pem", "no certificate")));
        Assert.Contains("ca.pem", (await _cli.RunAsync("whoami", "--profile", "ci")).Failed(1, CliErrorCodes.CaBundleInvalid).Error, StringComparison.Ordinal);
    }
}
