using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Exec;

/// <summary>Signals while a command runs below <c>lanyard</c>: it gets them once, and as much time as it takes.</summary>
public sealed class SignalTests(SignedInSandbox sandbox) : IClassFixture<SignedInSandbox>
{
    // Counts what it gets, and takes longer over its clean-up than anybody's patience.
    private const string Careful =
        """trap 'echo got INT; sleep 3; echo cleaned up; exit 7' INT; trap 'echo got TERM; sleep 3; echo cleaned up; exit 8' TERM; trap 'echo got HUP; exit 9' HUP; echo ready; while :; do sleep 0.05; done""";

    [Theory]
    [InlineData("process", "TERM", 8)]
    [InlineData("server", "TERM", 8)]
    [InlineData("env", "TERM", 8)]
    [InlineData("process", "INT", 7)]
    [InlineData("server", "INT", 7)]
    [InlineData("env", "INT", 7)]
    [InlineData("process", "HUP", 9)]
    public async Task A_signal_sent_to_lanyard_reaches_the_command_and_lanyard_waits_for_it(string via, string signal, int expected)
    {
        // Without a terminal of its own, as a service manager or a pipeline runs it: the developer's terminal may be the test's.
        var setsid = Requires.Program("setsid", "util-linux");
        await using var process = sandbox.User.Start([setsid, LanyardBinary.Path, "exec", "--profile", "dev", "--via", via, "--", "/bin/sh", "-c", Careful]);
        await process.WaitForOutAsync("ready");

        await process.SignalAsync(signal);

        var ended = (await process.EndAsync()).EndedWith(expected);
        Assert.Single(ended.Out.Split('\n'), $"got {signal}");
        Assert.Equal("", ended.Error);
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("env")]
    [InlineData("process")]
    [InlineData("server")]
    public async Task Ctrl_C_on_a_terminal_reaches_the_command_once(string via)
    {
        var script = Requires.Program("script", "bsdutils");
        var command = $"exec '{LanyardBinary.Path}' exec --profile dev --via {via} -- /bin/sh -c \"{Careful}\"";
        await using var process = sandbox.User.Start([script, "--quiet", "--return", "--command", command, "/dev/null"], keepsInput: true);
        await process.WaitForOutAsync("ready");

        await process.WriteAsync("\u0003");

        var ended = (await process.EndAsync()).EndedWith(7);
        Assert.Single(ended.Out.Split('\n'), line => line.Contains("got INT", StringComparison.Ordinal));
        Assert.Contains("cleaned up", ended.Out, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public async Task Via_server_the_command_gets_credentials_while_it_cleans_up()
    {
        var python = Requires.Program("python3", "python3");
        const string Fetch =
            """
            import json, os, signal, sys, time, urllib.request
            def fetch():
                asked = urllib.request.Request(os.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"], headers={"Authorization": os.environ["AWS_CONTAINER_AUTHORIZATION_TOKEN"]})
                return json.load(urllib.request.urlopen(asked))["AccountId"]
            def clean(*_):
                time.sleep(2)
                print("cleaned up", fetch())
                sys.exit(0)
            signal.signal(signal.SIGTERM, clean)
            print("ready", fetch(), flush=True)
            while True: time.sleep(0.05)
            """;
        await using var process = sandbox.User.StartLanyard("exec", "--profile", "dev", "--via", "server", "--", python, "-c", Fetch);
        await process.WaitForOutAsync("ready 111111111111");

        await process.SignalAsync("TERM");

        Assert.EndsWith("cleaned up 111111111111\n", (await process.EndAsync()).Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sandbox_that_is_stopped_ends_well_and_leaves_nothing()
    {
        using var home = new UserHome();
        await using var process = home.StartLanyard("sandbox", "start");
        await process.WaitForOutAsync("BROWSER");
        var folder = Path.GetDirectoryName(process.Out.Split('\n').First(l => l.StartsWith("export BROWSER=", StringComparison.Ordinal))["export BROWSER=".Length..])!;
        Assert.True(Directory.Exists(folder));

        await process.SignalAsync("INT");

        (await process.EndAsync()).Succeeded();
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Sandbox_exec_leaves_nothing_behind_a_command_that_was_stopped()
    {
        var setsid = Requires.Program("setsid", "util-linux");
        using var home = new UserHome();
        await using var process = home.Start([setsid, LanyardBinary.Path, "sandbox", "exec", "--", "/bin/sh", "-c", $"echo $HOME; {Careful}"]);
        await process.WaitForOutAsync("ready");
        var folder = process.Out.Split('\n')[0];
        Assert.True(Directory.Exists(folder));

        await process.SignalAsync("TERM");

        (await process.EndAsync()).EndedWith(8);
        Assert.False(Directory.Exists(folder));
    }

    private void AssertNothingLeft()
    {
        var run = Path.Combine(sandbox.User.LanyardHome, "run");
        Assert.Empty(Directory.Exists(run) ? Directory.GetFileSystemEntries(run) : []);
    }
}
