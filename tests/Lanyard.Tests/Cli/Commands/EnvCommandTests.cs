using Lanyard.Cli;
using Lanyard.Credentials.Delivery;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands;

public sealed class EnvCommandTests : IAsyncLifetime
{
    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task Long_lived_keys_are_exported_and_every_other_identity_is_unset()
    {
        _cli.WriteCiKeys();
        var key = _cli.Server.AccessKeyOf(TestAws.Dev, "ci")!;
        var run = (await _cli.RunAsync("env", "--profile", "ci", "--region", "eu-west-1")).Done();
        var unset = EnvironmentBlock.IdentityVariables.Concat(EnvironmentBlock.PromptVariables).Except(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]).Select(n => $"unset {n}");
        Assert.Equal(
            [
                .. unset, $"export AWS_ACCESS_KEY_ID={key.AccessKeyId}", $"export AWS_SECRET_ACCESS_KEY={key.SecretAccessKey.Reveal()}",
                "export AWS_REGION=eu-west-1", "export AWS_DEFAULT_REGION=eu-west-1", "export AWS_EC2_METADATA_DISABLED=true",
            ],
            run.Out.TrimEnd('\n').Split('\n'));
        Assert.Empty(run.Error);
        Assert.Empty(_cli.Calls);
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--format", "json")]
    public async Task As_json_it_is_one_object(params string[] options)
    {
        _cli.Home.Config(TestAws.SsoProfile);
        await _cli.SignInAsync();
        var json = (await _cli.RunAsync(["env", "--profile", "dev", .. options])).Done().Json;
        Assert.Equal(
            ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CREDENTIAL_EXPIRATION", "AWS_ACCOUNT_ID", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_EC2_METADATA_DISABLED"],
            json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("2026-07-01T13:00:00Z", "eu-west-1"), (json.GetProperty("AWS_CREDENTIAL_EXPIRATION").GetString(), json.GetProperty("AWS_REGION").GetString()));
    }

    [Theory]
    [InlineData("/usr/bin/fish", "set -e AWS_PROFILE")]
    [InlineData("/bin/zsh", "unset AWS_PROFILE")]
    [InlineData("", "unset AWS_PROFILE")]
    public async Task The_format_follows_the_shell_and_unsetting_needs_no_credentials(string shell, string line)
    {
        _cli.Home.Set(("SHELL", shell), ("AWS_PROFILE", "nobody"));
        var run = (await _cli.RunAsync("env", "--unset")).Done();
        Assert.Contains(line, run.Out.Split('\n'));
        Assert.Equal(EnvironmentBlock.Nothing.Remove.Count, run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_format_that_is_none_is_wrong_usage() =>
        (await _cli.RunAsync("env", "--format", "tcsh")).Failed(2, CliErrorCodes.Usage);
}
