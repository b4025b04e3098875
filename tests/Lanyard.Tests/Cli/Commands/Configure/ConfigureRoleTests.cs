using Lanyard.Cli;
using Lanyard.Credentials;
using Lanyard.Tests.Credentials;

namespace Lanyard.Tests.Cli.Commands.Configure;

public sealed class ConfigureRoleTests : IAsyncLifetime
{
    private static readonly string[] Role = ["configure", "role", "--profile", "deploy", "--role-arn", TestAws.Deploy];
    private TestCli _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await TestCli.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task A_role_is_written_with_all_that_was_said_and_once()
    {
        _cli.WriteCiKeys();
        string[] all = [.. Role, "--source-profile", "ci", "--external-id", "a:b/c", "--role-session-name", "me@work", "--duration", "90m", "--region", "eu-west-1"];
        (await _cli.RunAsync([.. all, "--mfa-serial", "arn:aws:iam::111111111111:mfa/me"])).Done();
        var before = File.ReadAllText(_cli.Home.ConfigFile);
        Assert.Equal(
            $"[profile deploy]\nrole_arn = {TestAws.Deploy}\nsource_profile = ci\nexternal_id = a:b/c\nrole_session_name = me@work\nduration_seconds = 5400\nmfa_serial = arn:aws:iam::111111111111:mfa/me\nregion = eu-west-1\n",
            before);
        Assert.Contains("nothing was changed", (await _cli.RunAsync([.. all, "--mfa-serial", "arn:aws:iam::111111111111:mfa/me"])).Done().Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(_cli.Home.ConfigFile));
        Assert.Empty(_cli.Calls);
    }

    [Fact]
    public async Task A_check_assumes_the_role_first_and_writes_nothing_where_that_fails()
    {
        _cli.WriteCiKeys();
        Assert.Contains($"can be assumed: arn:aws:sts::{TestAws.Prod}:assumed-role/deploy/", (await _cli.RunAsync([.. Role, "--source-profile", "ci", "--check"])).Done().Error, StringComparison.Ordinal);
        Assert.Equal(["AssumeRole", "GetCallerIdentity"], _cli.Calls.Select(c => c.Operation));

        (await _cli.RunAsync("configure", "role", "--profile", "locked", "--role-arn", TestAws.Locked, "--source-profile", "ci", "--check")).Failed(5, ErrorCodes.RoleAccessDenied);
        Assert.DoesNotContain("locked", File.ReadAllText(_cli.Home.ConfigFile), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, CliErrorCodes.Usage, "--role-arn", "deploy")]
    [InlineData(2, CliErrorCodes.Usage, "--role-arn", "arn:aws:iam::333333333333:user/deploy")]
    [InlineData(2, CliErrorCodes.Usage, "--role-arn", "arn:aws:iam::33333333333:role/deploy")]
    [InlineData(2, CliErrorCodes.Usage, "--role-arn", "arn:aws:iam::333333333333:role/")]
    [InlineData(2, CliErrorCodes.Usage, "--external-id", "a b")]
    [InlineData(2, CliErrorCodes.Usage, "--role-session-name", "x")]
    [InlineData(2, CliErrorCodes.Usage, "--duration", "10m")]
    [InlineData(2, CliErrorCodes.Usage, "--duration", "13h")]
    [InlineData(2, CliErrorCodes.Usage, "--duration", "1hm")]
    [InlineData(2, CliErrorCodes.Usage, "--mfa-serial", "x")]
    [InlineData(2, CliErrorCodes.Usage, "--credential-source", "environment")]
    [InlineData(2, CliErrorCodes.Usage, "--credential-source", "Environment", "--source-profile", "ci")]
    [InlineData(4, CliErrorCodes.InputNeeded)]
    [InlineData(1, ErrorCodes.SourceProfileNotFound, "--source-profile", "cy")]
    [InlineData(1, ErrorCodes.ProfileInvalid, "--source-profile", "bare")]
    [InlineData(1, ErrorCodes.SourceProfileLoop, "--source-profile", "back")]
    public async Task What_can_be_seen_to_be_wrong_is_refused(int exitCode, string code, params string[] options)
    {
        _cli.WriteCiKeys();
        var config = $"[profile bare]\nregion = x\n\n[profile back]\nrole_arn = {TestAws.Deploy}\nsource_profile = deploy\n";
        _cli.Home.Config(config);
        (await _cli.RunAsync([.. options.Contains("--role-arn") ? Role[..^2] : Role, .. options])).Failed(exitCode, code);
        Assert.Equal(config, File.ReadAllText(_cli.Home.ConfigFile));
        Assert.Empty(_cli.Calls);
    }

    [Theory]
    [InlineData("Environment")]
    [InlineData("EcsContainer")]
    [InlineData("Ec2InstanceMetadata")]
    public async Task Another_place_for_credentials_need_not_be_there_yet(string place)
    {
        (await _cli.RunAsync([.. Role, "--credential-source", place])).Done();
        Assert.Equal(place, _cli.Home.Files.Profiles["deploy"].Get("credential_source"));
    }

    [Fact]
    public async Task A_slip_in_the_source_profile_gets_a_hint()
    {
        _cli.WriteCiKeys();
        Assert.Contains("did you mean `ci`?", (await _cli.RunAsync([.. Role, "--source-profile", "cii"])).Error, StringComparison.Ordinal);
    }
}
