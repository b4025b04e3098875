using Lanyard.EndToEnd.RealClients;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Configure;

/// <summary><c>configure sso</c> on a terminal, by somebody who has no AWS files yet.</summary>
public sealed class WizardTests(ManyAccountsSandbox sandbox) : IClassFixture<ManyAccountsSandbox>
{
    [Fact]
    public async Task It_asks_signs_in_lists_and_writes_a_profile_that_the_aws_cli_uses()
    {
        using var home = sandbox.Newcomer();
        await using var terminal = Terminal.Start(home, "configure", "sso");
        await terminal.AnswerAsync("Name of the session: ", "many");
        await terminal.AnswerAsync("Start URL of the access portal: ", "https://many.awsapps.com/start");
        await terminal.AnswerAsync("Region of Identity Center: ", "eu-west-1");
        await terminal.AnswerAsync("Scopes to register [sso:account:access]: ", "");
        await terminal.AnswerAsync("and 280 more; a part of a name narrows it down", "team 12");
        await terminal.AnswerAsync("  1  team 120 (100000000120)", "3");
        await terminal.AnswerAsync("Permission set (number or name): ", "readonly");
        await terminal.AnswerAsync("Name of the profile [ReadOnly-100000000122]: ", "ours");
        await terminal.AnswerAsync("Region of the profile, for the AWS CLI and SDKs [none]: ", "eu-north-1");
        await terminal.AnswerAsync("off) [none]: ", "text");
        Assert.Contains($"Wrote the profile `ours` to {home.PathOf(".aws/config")}", (await terminal.EndAsync()).Succeeded().Out, StringComparison.Ordinal);

        Assert.Equal(
            """
            [sso-session many]
            sso_start_url = https://many.awsapps.com/start
            sso_region = eu-west-1
            sso_registration_scopes = sso:account:access

            [profile ours]
            sso_session = many
            sso_account_id = 100000000122
            sso_role_name = ReadOnly
            region = eu-north-1
            output = text

            """, File.ReadAllText(home.PathOf(".aws/config")));
        Assert.Equal("600", FolderSnapshot.ModeOf(home.PathOf(".aws/config")));
        var aws = await home.RunAsync(RealClient.AwsCli(), "sts", "get-caller-identity", "--query", "Account", "--profile", "ours");
        Assert.Equal("100000000122\n", aws.Succeeded().Out);
        Assert.Equal("eu-north-1\n", (await home.RunAsync(RealClient.AwsCli(), "configure", "get", "region", "--profile", "ours")).Succeeded().Out);
    }

    [Fact]
    public async Task What_is_said_on_the_command_line_is_not_asked_and_stdout_stays_empty()
    {
        using var home = sandbox.Newcomer();
        string[] flags = ["configure", "sso", "--session", "many", "--start-url", "https://many.awsapps.com/start", "--sso-region", "eu-west-1", "--account", "100000000001", "--role", "Admin", "--profile", "p", "--no-input"];

        var ended = (await home.LanyardAsync(flags)).Succeeded();

        Assert.Equal("", ended.Out);
        Assert.Equal("many\n", (await home.RunAsync(RealClient.AwsCli(), "configure", "get", "sso_session", "--profile", "p")).Succeeded().Out);
    }

    [Theory]
    [InlineData("\x03", 130)]
    [InlineData("\x04\x04\x04", 4)]
    public async Task Ctrl_c_and_the_end_of_input_end_it_and_write_nothing(string typed, int exitCode)
    {
        using var home = sandbox.Newcomer();
        await using var terminal = Terminal.Start(home, "configure", "sso");
        await terminal.AnswerAsync("Name of the session: ", "many");
        await terminal.AnswerAsync("Start URL", "nonsense");
        await terminal.AnswerAsync("that is no start URL", "");
        await terminal.TypeAsync(typed);
        (await terminal.EndAsync()).EndedWith(exitCode);
        Assert.False(File.Exists(home.PathOf(".aws/config")));
    }
}
