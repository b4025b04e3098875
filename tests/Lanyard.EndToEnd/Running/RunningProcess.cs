using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Lanyard.EndToEnd.Running;

/// <summary>A process of its own with an environment that is said in full; killed with its children when the test lets go of it.</summary>
public sealed class RunningProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

    private readonly Process _process;
    private readonly string _command;
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();
    private readonly Task _readers;

    private RunningProcess(Process process, string command)
    {
        _process = process;
        _command = command;
        _readers = Task.WhenAll(ReadAsync(process.StandardOutput, _out), ReadAsync(process.StandardError, _error));
    }

    /// <summary>Gets its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Gets what it wrote to stdout up to now.</summary>
    public string Out => Read(_out);

    /// <summary>Gets what it wrote to stderr up to now.</summary>
    public string Error => Read(_error);

    /// <summary>Starts a process.</summary>
    /// <param name="command">The program's path or name, and its arguments.</param>
    /// <param name="environment">All of its environment.</param>
    /// <param name="folder">Its current folder.</param>
    /// <param name="keepsInput">Whether the test writes to its stdin, which is at its end from the start otherwise.</param>
    public static RunningProcess Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string folder, bool keepsInput = false)
    {
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("the system started no process");
        if (!keepsInput)
        {
            process.StandardInput.Close();
        }

        return new RunningProcess(process, string.Join(' ', command));
    }

    /// <summary>Writes to its stdin.</summary>
    public async Task WriteAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Ends its stdin.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Sends it, and nobody else, a signal: <c>TERM</c>, <c>INT</c>, <c>KILL</c>.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -s {name} {Id.ToString(CultureInfo.InvariantCulture)}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits until what it wrote says something.</summary>
    /// <param name="find">Is given stdout and stderr up to now, and gives what it finds or null.</param>
    public async Task<T> WaitForAsync<T>(Func<string, string, T?> find)
        where T : class
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var ended = _process.HasExited && _readers.IsCompleted;
            if (find(Out, Error) is { } found)
            {
                return found;
            }

            if (ended || clock.Elapsed > Patience)
            {
                throw new TimeoutException($"it {(ended ? "ended" : $"ran for {Patience.TotalSeconds} s")} without saying what the test waits for\n{ToString()}");
            }

            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits for a text on stdout.</summary>
    public Task WaitForOutAsync(string text) => WaitForAsync((output, _) => output.Contains(text, StringComparison.Ordinal) ? text : null);

    /// <summary>Waits for its end.</summary>
    /// <param name="patience">How long, of what takes longer than others; <see langword="null"/> for a minute.</param>
    public async Task<Ended> EndAsync(TimeSpan? patience = null)
    {
        var longest = patience ?? Patience;
        try
        {
            await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(longest);
            await _readers.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            Kill();
            throw new TimeoutException($"it didn't end within {longest.TotalSeconds} s\n{ToString()}");
        }

        SecretWatch.Wrote(Error, $"stderr of `{_command}`");
        return new Ended(_command, _process.ExitCode, Out, Error);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => $"$ {_command}\n[stdout]\n{Out}\n[stderr]\n{Error}";

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    private static async Task ReadAsync(StreamReader from, StringBuilder to)
    {
        var buffer = new char[4096];
        int count;
        while ((count = await from.ReadAsync(buffer)) > 0)
        {
            lock (to)
            {
                to.Append(buffer, 0, count);
            }
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
