using Lanyard.EndToEnd.RealClients;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Exec;

/// <summary>What else a command finds in the AWS files that were made for it, and what becomes of them.</summary>
public sealed class PrivateFilesTests(SignedInSandbox sandbox) : IClassFixture<SignedInSandbox>
{
    [Theory]
    [InlineData("env")]
    [InlineData("process")]
    [InlineData("server")]
    public async Task Another_profile_is_refused_with_a_reason_that_the_client_shows(string via)
    {
        var ended = await sandbox.User.LanyardAsync("exec", "--stage", "dev", "--via", via, "--", RealClient.AwsCli(), "sts", "get-caller-identity", "--profile", "staging");

        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains("the profile `staging` is not for this command", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("env")]
    [InlineData("process")]
    [InlineData("server")]
    public async Task It_can_be_kept(string via)
    {
        var ended = (await sandbox.User.LanyardAsync(
            "exec", "--stage", "dev", "--keep-profiles", "--via", via, "--", RealClient.AwsCli(), "sts", "get-caller-identity", "--profile", "staging", "--output", "json")).Succeeded();

        Assert.Equal("222222222222", Identity.Parse(ended.Out).Account);
    }

    [Theory]
    [InlineData("env")]
    [InlineData("process")]
    [InlineData("server")]
    public async Task A_profile_that_the_project_asks_for_leads_to_the_stage_for_every_client(string via)
    {
        using var folder = new UserHome(sandbox);
        var project = folder.Write("project/cdk.json", """{"app":"node app.js","profile":"acme"}""");
        var command = $"cd '{Path.GetDirectoryName(project)}' && \"$LANYARD\" exec --stage dev --via {via} -- sh -c '\"$0\" sts get-caller-identity --profile acme --output json' '{RealClient.AwsCli()}'";

        var ended = (await sandbox.User.ShellAsync(command)).Succeeded();

        Assert.Equal(Door.Of("dev").Account, Identity.Parse(ended.Out).Account);
    }

    [Theory]
    [InlineData("env")]
    [InlineData("process")]
    [InlineData("server")]
    public async Task Lanyard_below_it_takes_a_stage_or_a_profile_by_its_name_and_else_what_the_command_has(string via)
    {
        const string Ask =
            """
            "$LANYARD" exec --stage staging --via process -- "$LANYARD" whoami --json
            "$LANYARD" exec --profile staging -- "$LANYARD" exec --profile dev -- "$LANYARD" whoami --json
            "$LANYARD" whoami --json
            """;
        var ended = (await sandbox.User.ShellAsync($"\"$LANYARD\" exec --stage dev --via {via} -- sh -c '{Ask}'")).Succeeded();

        Assert.Equal(
            [Door.Of("staging").Account, Door.Of("dev").Account, Door.Of("dev").Account],
            ended.Out.Split('\n').Where(l => l.Contains("\"Account\"", StringComparison.Ordinal)).Select(l => l.Split('"')[3]));
    }

    [Fact]
    public async Task Beside_an_endpoint_the_profile_that_was_asked_for_is_there_by_its_name()
    {
        var ended = (await sandbox.User.LanyardAsync(
            "exec", "--profile", "staging", "--via", "server", "--", RealClient.AwsCli(), "sts", "get-caller-identity", "--profile", "staging", "--output", "json")).Succeeded();

        Assert.Equal("222222222222", Identity.Parse(ended.Out).Account);
    }

    [Theory]
    [InlineData("env")]
    [InlineData("process")]
    public async Task Its_files_stay_while_the_command_lives_though_lanyard_was_killed(string via)
    {
        await using var killed = sandbox.User.Start(
            [LanyardBinary.Path, "exec", "--profile", "dev", "--via", via, "--", "/bin/sh", "-c", "echo $$ $AWS_CONFIG_FILE; sh -c 'sleep 60; true' & wait; true"], keepsInput: true);
        await killed.WaitForOutAsync("\n");
        var said = killed.Out.Trim().Split(' ');
        var (child, folder) = (int.Parse(said[0], System.Globalization.CultureInfo.InvariantCulture), Path.GetDirectoryName(said[1])!);
        await killed.SignalAsync("KILL");

        await NextStartAsync();
        Assert.True(File.Exists(said[1]));
        Assert.Contains("credential_process", File.ReadAllText(said[1]), StringComparison.Ordinal);

        // The command ends, and what it started goes on.
        (await sandbox.User.ShellAsync($"kill -9 {child}")).Succeeded();
        await NextStartAsync();
        Assert.True(Directory.Exists(folder));

        (await sandbox.User.ShellAsync($"for p in /proc/[0-9]*; do if ls -l $p/fd 2>/dev/null | grep -q {Path.GetFileName(folder)}.lock; then kill -9 ${{p#/proc/}}; fi; done; until flock -n {Path.GetDirectoryName(folder)}/{Path.GetFileName(folder)}.lock true; do sleep 0.05; done")).Succeeded();
        await NextStartAsync();
        Assert.False(Directory.Exists(folder));

        async Task NextStartAsync() => (await sandbox.User.LanyardAsync("exec", "--profile", "dev", "--", "/bin/true")).Succeeded();
    }

    [Fact]
    public async Task What_a_killed_command_left_is_gone_with_the_next_start()
    {
        await using var killed = sandbox.User.Start([LanyardBinary.Path, "exec", "--profile", "dev", "--via", "process", "--", "/bin/sh", "-c", "echo $AWS_CONFIG_FILE; read line"], keepsInput: true);
        await using var running = sandbox.User.Start([LanyardBinary.Path, "exec", "--profile", "dev", "--via", "server", "--", "/bin/sh", "-c", "echo $AWS_CONFIG_FILE; read line"], keepsInput: true);
        await killed.WaitForOutAsync("\n");
        await running.WaitForOutAsync("\n");
        await killed.SignalAsync("KILL");
        killed.CloseInput();
        Assert.True(File.Exists(killed.Out.Trim()));

        (await sandbox.User.LanyardAsync("exec", "--profile", "dev", "--", "/bin/true")).Succeeded();

        Assert.False(Directory.Exists(Path.GetDirectoryName(killed.Out.Trim())));
        Assert.True(File.Exists(running.Out.Trim()));
        await running.WriteAsync("end\n");
        (await running.EndAsync()).Succeeded();
    }
}
