using System.Text;
using Lanyard.Cli;
using Lanyard.Cli.Commands;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands;

public sealed class CredentialProcessCommandTests : IAsyncLifetime
{
    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task The_quick_way_gives_what_the_full_one_gave_and_calls_nobody()
    {
        _cli.Home.Config(TestAws.SsoProfile);
        Assert.Equal((null, ""), AtHand("--profile", "dev"));
        await _cli.SignInAsync();
        Assert.Equal((null, ""), AtHand("--profile", "dev"));
        var run = (await _cli.RunAsync("credential-process", "--profile", "dev")).Done();
        Assert.StartsWith("{\"Version\":1,\"AccessKeyId\":\"ASIA", run.Out, StringComparison.Ordinal);
        Assert.EndsWith($",\"Expiration\":\"2026-07-01T13:00:00Z\",\"AccountId\":\"{TestAws.Dev}\"}}\n", run.Out, StringComparison.Ordinal);

        var calls = _cli.Calls.Count;
        Assert.Equal((0, run.Out), AtHand("--profile", "dev"));
        Assert.Equal(run.Out, (await _cli.RunAsync("credential-process", "--profile", "dev")).Out);
        Assert.Equal(calls, _cli.Calls.Count);

        _cli.Time.Advance(TimeSpan.FromMinutes(50));
        Assert.Equal((null, ""), AtHand("--profile", "dev"));
    }

    [Fact]
    public void What_the_quick_way_can_not_say_well_it_leaves_to_the_full_one()
    {
        _cli.Home.Config("[default]\ngarbage\n");
        Assert.Equal((null, ""), AtHand("--profile", "dev"));
        Assert.Equal((null, ""), AtHand("--plan", "nope"));
        Assert.Equal((null, ""), AtHand("--stage", "dev"));
    }

    [Fact]
    public async Task Nobody_signed_in_is_for_a_person_and_stdout_stays_empty()
    {
        _cli.Home.Config(TestAws.SsoProfile);
        (await _cli.RunAsync("credential-process", "--profile", "dev")).Failed(4, ErrorCodes.SsoTokenMissing);
    }

    [Theory]
    [InlineData]
    [InlineData("--plan", "x", "--profile", "dev")]
    [InlineData("--plan", "x", "--stage", "dev")]
    [InlineData("--profile", "dev", "--stage", "dev")]
    public async Task It_needs_one_of_profile_stage_and_plan(params string[] options) =>
        (await _cli.RunAsync(["credential-process", .. options])).Failed(2, CliErrorCodes.Usage);

    [Fact]
    public async Task A_plan_that_is_gone_is_told_so() =>
        (await _cli.RunAsync("credential-process", "--plan", "0123456789abcdef0123456789abcdef")).Failed(1, ErrorCodes.PlanNotFound);

    [Theory]
    [InlineData("credential-process --profile p", "p", null, null, null)]
    [InlineData("credential-process --stage s --region r", null, "s", null, "r")]
    [InlineData("credential-process --region r --plan i", null, null, "i", "r")]
    [InlineData("credential-process", null, null, null, null)]
    public void Plain_command_lines_are_read_without_the_tree(string line, string? profile, string? stage, string? plan, string? region) => Assert.Equal(
        new CredentialProcessInput(new GlobalOptions { Profile = profile, Stage = stage, Region = region }, plan, false),
        CredentialProcessInput.FromPlainArguments(line.Split(' ')));

    [Theory]
    [InlineData("")]
    [InlineData("whoami --profile p")]
    [InlineData("credential-process --profile")]
    [InlineData("credential-process --profile p --profile q")]
    [InlineData("credential-process --profile --stage")]
    [InlineData("credential-process --profile=p x")]
    [InlineData("credential-process -p p")]
    [InlineData("credential-process --login --profile")]
    [InlineData("credential-process --json x")]
    [InlineData("credential-process --profile p --login")]
    [InlineData("credential-process -- x")]
    [InlineData("--profile p credential-process")]
    public void Every_other_command_line_is_left_to_the_tree(string line) =>
        Assert.Null(CredentialProcessInput.FromPlainArguments(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void An_empty_value_is_left_to_the_tree() => Assert.Null(CredentialProcessInput.FromPlainArguments(["credential-process", "--profile", ""]));

    private (int? ExitCode, string Out) AtHand(params string[] options)
    {
        using var output = new MemoryStream();
        var input = CredentialProcessInput.FromPlainArguments(["credential-process", .. options])!;
        var exitCode = CredentialProcessCommand.TryAtHand(input, _cli.Surroundings(output, TextWriter.Null));
        return (exitCode, Encoding.UTF8.GetString(output.ToArray()));
    }
}
