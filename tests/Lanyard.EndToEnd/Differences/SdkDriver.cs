using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lanyard.EndToEnd.Differences;

/// <summary>
/// A program that holds a real SDK, and answers a line of JSON on stdin, <c>{id, environment, profile}</c>, with one on stdout,
/// <c>{id, accessKeyId, hasToken}</c> or <c>{id, error}</c>, in any order. It resolves each in a process or worker of its own.
/// </summary>
internal sealed class SdkDriver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonNode>> _open = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Task _reading;
    private int _last;

    private SdkDriver(Process process)
    {
        _process = process;
        _reading = ReadAsync();
        _ = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts one.</summary>
    /// <param name="command">The program's path and its arguments.</param>
    public static SdkDriver Start(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        return new SdkDriver(Process.Start(start)!);
    }

    /// <summary>Resolves a state that is laid out.</summary>
    public async Task<Answer> ResolveAsync(MachineHome home, string? profile)
    {
        var id = Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
        var answered = _open[id] = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        var line = new JsonObject
        {
            ["id"] = id,
            ["environment"] = new JsonObject(home.Environment.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)v.Value))),
            ["profile"] = profile,
        }.ToJsonString();
        await _writing.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
        }
        finally
        {
            _writing.Release();
        }

        var answer = await answered.Task.WaitAsync(Patience);
        return new Answer((string?)answer["accessKeyId"], (string?)answer["error"], home.ProcessRuns, (bool?)answer["hasToken"]);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _reading;
        _process.Dispose();
        _writing.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            try
            {
                var answer = JsonNode.Parse(line)!;
                if (_open.TryRemove((string)answer["id"]!, out var answered))
                {
                    answered.SetResult(answer);
                }
            }
            catch (JsonException)
            {
                // An SDK talks on stdout; the answer has a line of its own.
            }
        }

        foreach (var answered in _open.Values)
        {
            answered.TrySetException(new InvalidOperationException("the program that holds the SDK ended"));
        }
    }
}
