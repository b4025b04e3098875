using System.Collections.Concurrent;
using System.Text.Json;

namespace Lanyard.EndToEnd.Differences;

/// <summary>The states in which the SDKs were run once and their answers written down.</summary>
public sealed class MeasuredStateTests(LiveSdks live) : IClassFixture<LiveSdks>
{
    public static TheoryData<string> Sdks { get; } = [.. Sdk.All.Select(sdk => sdk.Name)];

    /// <summary>Those SDKs, and two whose answers were written down and that can't be had here.</summary>
    public static TheoryData<string, string> Dialects { get; } =
        [.. Sdk.All.Select(sdk => (sdk.Name, sdk.Column)), ("awscli-v2", "awscli-2.36.7"), ("go-v2", "go-v2")];

    [Theory]
    [MemberData(nameof(Sdks))]
    public async Task The_sdk_does_as_it_was_measured(string name)
    {
        var sdk = Sdk.Of(name);
        await CompareAsync(sdk.Column, $"{sdk.Name} {sdk.Version()}", sdk.Unlike, state => live.ResolveAsync(sdk, sdk.AsMeasured(state)));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Explain_ends_where_the_sdk_ended(string dialect, string column) =>
        await CompareAsync(
            column, $"explain --sdk {dialect}", _ => null,
            state => live.ExplainAsync(dialect, Sdk.All.SingleOrDefault(sdk => sdk.Name == dialect)?.AsMeasured(state) ?? state));

    private static async Task CompareAsync(string column, string who, Func<MachineState, string?> unlike, Func<MachineState, Task<Answer>> resolve)
    {
        var wrong = new ConcurrentBag<string>();
        var left = new ConcurrentBag<string>();
        var measured = LiveSdks.Measured();
        await Parallel.ForEachAsync(measured, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (one, _) =>
        {
            if (unlike(one.State) is { } reason)
            {
                left.Add($"{one.State.Name} is left out: {reason}");
                return;
            }

            var answer = await resolve(one.State);
            if (answer.DifferenceTo(Of(one.Results.GetProperty(column), answer.ProcessRuns)) is { } difference)
            {
                wrong.Add($"--- {who} gives {difference} as it was measured\n{one.State}");
            }
        });

        TestContext.Current.TestOutputHelper?.WriteLine($"{who}: {measured.Count - left.Count} states\n{string.Join('\n', left)}");
        Assert.True(wrong.IsEmpty, $"{who}: {wrong.Count} of {measured.Count} states differ\n{string.Join('\n', wrong)}");
        Assert.True(measured.Count >= 130);
    }

    private static Answer Of(JsonElement measured, int runs) => new(
        measured.TryGetProperty("akid", out var id) ? id.GetString() : null,
        measured.TryGetProperty("error", out var error) ? error.GetString() : null,
        measured.TryGetProperty("process_runs", out var counted) ? counted.GetInt32() : runs,
        measured.TryGetProperty("token", out var token) ? token.GetBoolean() : null);
}
