using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;
using Lanyard.Tests;

namespace Lanyard.EndToEnd.Differences;

/// <summary>The real SDKs and <c>lanyard explain</c>, each state laid out for each of them afresh.</summary>
public sealed class LiveSdks : IAsyncDisposable
{
    private readonly LoopbackServer _mock = MockServices.Start();
    private readonly ConcurrentDictionary<string, Lazy<SdkDriver>> _drivers = new();
    private readonly ConcurrentDictionary<(string Sdk, MachineState State), Task<Answer>> _answers = new();

    /// <summary>Gives the measured cases; without them the test is skipped.</summary>
    internal static List<(MachineState State, JsonElement Results)> Measured()
    {
        var cases = JsonDocument.Parse(File.ReadAllBytes(Conformance.File("chain-cases.json"))).RootElement.GetProperty("cases");
        return [.. cases.EnumerateArray().Select(one => (MachineState.Read(one), one.GetProperty("results")))];
    }

    /// <summary>Gives what an SDK does in a state; it is run once for each.</summary>
    internal Task<Answer> ResolveAsync(Sdk sdk, MachineState state) => _answers.GetOrAdd((sdk.Name, state), _ => RunAsync(sdk, state));

    /// <summary>Gives what <c>lanyard explain --run</c> does in a state.</summary>
    internal async Task<Answer> ExplainAsync(string dialect, MachineState state)
    {
        using var home = new MachineHome(state, _mock.Url);
        var ended = await home.LanyardAsync(
            ["explain", "--sdk", dialect, "--run", "--json", .. state.Profile is { } profile ? new[] { "--profile", profile } : []]);
        if (ended.ExitCode != 0)
        {
            return new Answer(null, $"lanyard didn't decide: {ended}", home.ProcessRuns, null);
        }

        var said = JsonNode.Parse(ended.Out)!;
        return new Answer((string?)said["accessKeyId"], $"{said["outcome"]}: {said["error"]}", home.ProcessRuns, null);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var driver in _drivers.Values)
        {
            await driver.Value.DisposeAsync();
        }

        await _mock.DisposeAsync();
    }

    private async Task<Answer> RunAsync(Sdk sdk, MachineState state)
    {
        var command = sdk.Command();
        var driver = _drivers.GetOrAdd(string.Join(' ', command), _ => new Lazy<SdkDriver>(() => SdkDriver.Start(command))).Value;
        using var home = new MachineHome(state, _mock.Url);
        sdk.Prepare(home);
        return await driver.ResolveAsync(home, state.Profile);
    }
}
