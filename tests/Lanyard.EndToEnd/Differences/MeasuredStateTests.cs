using System.Collections.Concurrent;
using System.Text.Json;

namespace Lanyard.EndToEnd.Differences;

/// <summary>The states in which the SDKs were measured once: the SDKs as they are installed still do the same.</summary>
public sealed class MeasuredStateTests(LiveSdks live) : IClassFixture<LiveSdks>
{
    public static TheoryData<string> Sdks { get; } = [.. Sdk.All.Select(sdk => sdk.Name)];

    [Theory]
    [MemberData(nameof(Sdks))]
    public async Task The_sdk_does_as_it_was_measured(string name)
    {
        var sdk = Sdk.Of(name);
        await EachAsync(async (state, results) =>
        {
            var measured = results.GetProperty(sdk.Column);
            var answer = await live.ResolveAsync(sdk, state);
            var expected = Of(measured, answer.ProcessRuns);
            return answer.DifferenceTo(expected);
        }, sdk);
    }

    private static async Task EachAsync(Func<MachineState, JsonElement, Task<string?>> compare, Sdk sdk)
    {
        var wrong = new ConcurrentBag<string>();
        var measured = LiveSdks.Measured();
        await Parallel.ForEachAsync(measured, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (one, _) =>
        {
            var state = sdk.AsMeasured(one.State);
            if (await compare(state, one.Results) is { } difference)
            {
                wrong.Add($"{difference}\n{state}");
            }
        });

        TestContext.Current.TestOutputHelper?.WriteLine($"{measured.Count} states, {sdk.Name} {sdk.Version()}");
        Assert.True(wrong.IsEmpty, $"{sdk.Name} {sdk.Version()}: {wrong.Count} of {measured.Count} differ: the SDK gives …, and the measurement …:\n{string.Join('\n', wrong)}");
        Assert.True(measured.Count >= 130);
    }

    private static Answer Of(JsonElement measured, int runs) => new(
        measured.TryGetProperty("akid", out var id) ? id.GetString() : null,
        measured.TryGetProperty("error", out var error) ? error.GetString() : null,
        measured.TryGetProperty("process_runs", out var counted) ? counted.GetInt32() : runs,
        measured.TryGetProperty("token", out var token) ? token.GetBoolean() : null);
}
