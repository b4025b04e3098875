using Lanyard.EndToEnd.RealClients;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Sandboxes;

/// <summary>A command in a throw-away sandbox, called by somebody who has an AWS life of their own.</summary>
public sealed class SandboxExecTests
{
    public static TheoryData<string> Stages { get; } = [.. Door.All.Select(d => d.Stage)];

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task With_a_stage_the_command_has_its_credentials(string stage)
    {
        var command = RealClient.CallerIdentity("boto3");
        using var home = WithOwnLife();

        var ended = (await home.LanyardAsync(["sandbox", "exec", "--stage", stage, "--", .. command])).Succeeded();

        Assert.Equal(Door.Of(stage).Account, Identity.Parse(ended.Out).Account);
    }

    [Fact]
    public async Task Without_a_stage_nobody_is_signed_in_and_the_users_own_settings_are_out_of_reach()
    {
        using var home = WithOwnLife();
        var before = FolderSnapshot.Of(home.Folder);

        var ended = (await home.LanyardAsync(
            "sandbox", "exec", "--", "/bin/sh", "-c",
            $"'{LanyardBinary.Path}' whoami --profile dev; echo code $?; '{LanyardBinary.Path}' whoami --profile own; echo code $?; echo key=$AWS_ACCESS_KEY_ID profile=$AWS_PROFILE$ACTIONS_ID_TOKEN_REQUEST_TOKEN home=$HOME")).Succeeded();

        Assert.StartsWith($"code 4\ncode 1\nkey= profile= home={Path.GetTempPath()}", ended.Out, StringComparison.Ordinal);
        Assert.Contains("[SSO_TOKEN_MISSING]", ended.Error, StringComparison.Ordinal);
        Assert.Contains("[PROFILE_NOT_FOUND]", ended.Error, StringComparison.Ordinal);
        Assert.Equal(before, FolderSnapshot.Of(home.Folder));
    }

    [Fact]
    public async Task The_example_of_the_help_works()
    {
        using var home = WithOwnLife();

        var ended = (await home.LanyardAsync("sandbox", "exec", "--", "sh", "-c", $"'{LanyardBinary.Path}' login && '{LanyardBinary.Path}' whoami --stage prod")).Succeeded();

        Assert.Contains("account  333333333333", ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_exit_code_is_the_commands()
    {
        using var home = WithOwnLife();

        (await home.LanyardAsync("sandbox", "exec", "--", "/bin/sh", "-c", "exit 41")).EndedWith(41);
        (await home.LanyardAsync("sandbox", "exec", "--", "no-such-command-at-all")).EndedWith(127);
    }

    private static UserHome WithOwnLife()
    {
        var home = new UserHome();
        home.WriteAwsFiles("[profile own]\nregion = us-east-1\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = own\n");
        home.Environment["AWS_PROFILE"] = "own";
        home.Environment["AWS_ACCESS_KEY_ID"] = "AKIAIOSFODNN7EXAMPLE";
        home.Environment["AWS_SECRET_ACCESS_KEY"] = "own";
        home.Environment["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = "own";
        home.Environment["AWS_ROLE_ARN"] = "arn:aws:iam::999999999999:role/own";
        return home;
    }
}
