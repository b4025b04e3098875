using Lanyard.Cli.Edge;
using Lanyard.Credentials;

namespace Lanyard.Tests.Cli.Edge;

public sealed class CredentialProcessRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTime _time = new();
    private readonly Dictionary<string, string> _environment = new() { ["PATH"] = "/usr/bin:/bin", ["MINE"] = "yes" };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Output_environment_and_exit_code_are_the_programs_own()
    {
        var result = await RunAsync("""sh -c 'printf "%s|%s|%s" "$MINE" "$PWD" "$_LANYARD_PROCESS_DEPTH"; echo last words >&2; exit 7'""");
        Assert.Equal((7, $"yes|{_folder.Path}|1", "last words"), (result.ExitCode, result.Output!.Reveal(), result.ErrorTail));
    }

    [Fact]
    public async Task Nothing_can_be_asked_on_stdin() => Assert.Equal("end", (await RunAsync("sh -c 'read x || printf end'")).Output!.Reveal());

    [Fact]
    public async Task Long_output_on_both_streams_does_not_stop_it()
    {
        var result = await RunAsync("sh -c 'head -c 300000 /dev/zero | tr \"\\0\" x >&2; head -c 300000 /dev/zero | tr \"\\0\" y'");
        Assert.Equal((0, 300_000), (result.ExitCode, result.Output!.Reveal().Length));
        Assert.True(result.ErrorTail.Length < 1000);
    }

    [Theory]
    [InlineData("key wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY is bad", "key *** is bad")]
    [InlineData("\\033[31mred\\033[0m", "[31mred[0m")]
    [InlineData("first\\nlast\\n\\n", "last")]
    public async Task What_it_said_last_is_repeated_without_what_looks_like_a_key(string said, string tail) =>
        Assert.Equal(tail, (await RunAsync($"sh -c 'printf \"{said}\" >&2; exit 1'")).ErrorTail);

    [Fact]
    public async Task One_that_does_not_end_is_stopped_with_all_its_children()
    {
        _environment["LANYARD_PROCESS_TIMEOUT"] = "2.5";
        var ready = _folder["ready"];
        var running = RunAsync($"sh -c 'echo $$ > {ready}.new; mv {ready}.new {ready}; sleep 600 & wait'");
        while (!File.Exists(ready))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        _time.Advance(TimeSpan.FromSeconds(2.4));
        Assert.False(running.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Null((await running).ExitCode);
        var pid = int.Parse(await File.ReadAllTextAsync(ready, TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(await HasEndedAsync(pid));
    }

    [Theory]
    [InlineData("no-such-program", ErrorCodes.ProcessNotStarted)]
    [InlineData("./plain", ErrorCodes.ProcessNotStarted)]
    [InlineData("~/p.sh", ErrorCodes.ProcessNotStarted)]
    [InlineData("'open quote", ErrorCodes.ProcessNotStarted)]
    [InlineData("  ", ErrorCodes.ProcessNotStarted)]
    public async Task One_that_can_not_be_started_is_told_apart(string line, string code)
    {
        _folder.Write("plain", "text");
        Assert.Equal(code, (await Assert.ThrowsAsync<CredentialsException>(() => RunAsync(line))).Code);
    }

    [Fact]
    public async Task A_circle_of_processes_is_broken()
    {
        _environment["_LANYARD_PROCESS_DEPTH"] = "4";
        Assert.Equal(ErrorCodes.ProcessFailed, (await Assert.ThrowsAsync<CredentialsException>(() => RunAsync("true"))).Code);
        _environment["_LANYARD_PROCESS_DEPTH"] = "3";
        Assert.Equal(0, (await RunAsync("true")).ExitCode);
    }

    private Task<Lanyard.Credentials.Sources.Run.ProcessResult> RunAsync(string line) =>
        new CredentialProcessRunner(new Surroundings(_environment, _folder.Path, Stream.Null, TextWriter.Null, _time)).RunAsync(line, byShell: false, TestContext.Current.CancellationToken);

    private static async Task<bool> HasEndedAsync(int pid)
    {
        for (var tries = 0; tries < 2000; tries++)
        {
            try
            {
                using var process = System.Diagnostics.Process.GetProcessById(pid);
                if (process.HasExited)
                {
                    return true;
                }
            }
            catch (ArgumentException)
            {
                return true;
            }

            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        return false;
    }
}
