using Lanyard.EndToEnd.RealClients;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Exec;

/// <summary>What else a command finds in the AWS files that were made for it, and what becomes of them.</summary>
public sealed class PrivateFilesTests(SignedInSandbox sandbox) : IClassFixture<SignedInSandbox>
{
    [Theory]
    [InlineData("process")]
    [InlineData("server")]
    public async Task Another_profile_is_refused_with_a_reason_that_the_client_shows(string via)
    {
        var ended = await sandbox.User.LanyardAsync("exec", "--stage", "dev", "--via", via, "--", RealClient.AwsCli(), "sts", "get-caller-identity", "--profile", "staging");

        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains("the profile `staging` is not for this command", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("process")]
    [InlineData("server")]
    public async Task It_can_be_kept(string via)
    {
        var ended = (await sandbox.User.LanyardAsync(
            "exec", "--stage", "dev", "--keep-profiles", "--via", via, "--", RealClient.AwsCli(), "sts", "get-caller-identity", "--profile", "staging", "--output", "json")).Succeeded();

        Assert.Equal("222222222222", Identity.Parse(ended.Out).Account);
    }

    [Fact]
    public async Task Beside_an_endpoint_the_profile_that_was_asked_for_is_there_by_its_name()
    {
        var ended = (await sandbox.User.LanyardAsync(
            "exec", "--profile", "staging", "--via", "server", "--", RealClient.AwsCli(), "sts", "get-caller-identity", "--profile", "staging", "--output", "json")).Succeeded();

        Assert.Equal("222222222222", Identity.Parse(ended.Out).Account);
    }

    [Fact]
    public async Task What_a_killed_command_left_is_gone_with_the_next_start()
    {
        await using var killed = sandbox.User.Start([LanyardBinary.Path, "exec", "--profile", "dev", "--via", "process", "--", "/bin/sh", "-c", "echo $AWS_CONFIG_FILE; read line"], keepsInput: true);
        await using var running = sandbox.User.Start([LanyardBinary.Path, "exec", "--profile", "dev", "--via", "server", "--", "/bin/sh", "-c", "echo $AWS_CONFIG_FILE; read line"], keepsInput: true);
        await killed.WaitForOutAsync("\n");
        await running.WaitForOutAsync("\n");
        await killed.SignalAsync("KILL");
        Assert.True(File.Exists(killed.Out.Trim()));

        (await sandbox.User.LanyardAsync("exec", "--profile", "dev", "--", "/bin/true")).Succeeded();

        Assert.False(Directory.Exists(Path.GetDirectoryName(killed.Out.Trim())));
        Assert.True(File.Exists(running.Out.Trim()));
        await running.WriteAsync("end\n");
        (await running.EndAsync()).Succeeded();
    }
}
