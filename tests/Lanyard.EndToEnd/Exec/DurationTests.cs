using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Exec;

/// <summary>How long a command took before, against the time that its session has left.</summary>
public sealed class DurationTests : IClassFixture<SignedInSandbox>, IDisposable
{
    private readonly UserHome _home;

    public DurationTests(SignedInSandbox sandbox)
    {
        _home = new UserHome(sandbox);
        _home.Environment["HOME"] = sandbox.User.Folder;
        foreach (var tool in (string[])["cdk", "amplify"])
        {
            _home.WriteProgram($"bin/{tool}", "echo \"keys ${AWS_ACCESS_KEY_ID:-none} profile ${AWS_PROFILE:-none}\"\n");
        }

        _home.Environment["PATH"] = $"{_home.PathOf("bin")}:{UserHome.SearchPath}";
    }

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_command_that_took_longer_than_the_session_lasts_gets_one_that_is_renewed()
    {
        Assert.EndsWith("profile none\n", (await ExecAsync("cdk", "deploy", "--parameters", "Password=hunter2")).Out, StringComparison.Ordinal);
        var history = History();
        Assert.DoesNotContain("hunter2", File.ReadAllText(history), StringComparison.Ordinal);
        Assert.Equal("600", FolderSnapshot.ModeOf(history));

        Took(history, hours: 12);
        var ended = await ExecAsync("cdk", "deploy");

        Assert.Equal("keys none profile default\n", ended.Out);
        Assert.Contains("took 720 min before", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_that_can_renew_nothing_is_warned_about_and_run()
    {
        await ExecAsync("amplify", "push");
        Took(History(), hours: 12);

        var ended = await ExecAsync("amplify", "push");

        Assert.StartsWith("keys ASIA", ended.Out, StringComparison.Ordinal);
        Assert.Contains("warning: this command took 720 min before", ended.Error, StringComparison.Ordinal);
    }

    private async Task<Ended> ExecAsync(params string[] command) => (await _home.LanyardAsync(["exec", "--stage", "dev", "--", .. command])).Succeeded();

    private string History() => Assert.Single(Directory.GetFiles(Path.Combine(_home.LanyardHome, "state", "runs"), "*.json"));

    private static void Took(string history, int hours)
    {
        var json = JsonNode.Parse(File.ReadAllText(history))!;
        foreach (var command in json["commands"]!.AsObject().ToList())
        {
            json["commands"]![command.Key] = new JsonArray(hours * 3600);
        }

        File.WriteAllText(history, json.ToJsonString());
    }
}
