using System.Collections.Concurrent;
using System.Globalization;

namespace Lanyard.EndToEnd.Differences;

/// <summary>
/// The proof by difference: in states that nobody thought of, <c>lanyard explain --run</c> ends where the real SDK ends. The first seed and
/// the number of states are <c>LANYARD_DIFFERENCE_SEED</c> and <c>LANYARD_DIFFERENCE_COUNT</c>; each state has the next seed.
/// </summary>
public sealed class RandomStateTests(LiveSdks live) : IClassFixture<LiveSdks>
{
    private const int FewEnoughToShrink = 4;

    private static readonly int FirstSeed = Number("LANYARD_DIFFERENCE_SEED", 20261127);
    private static readonly int Count = Number("LANYARD_DIFFERENCE_COUNT", 50);

    public static TheoryData<string> Sdks { get; } = [.. Sdk.All.Select(sdk => sdk.Name)];

    [Theory]
    [MemberData(nameof(Sdks))]
    public async Task Explain_ends_where_the_sdk_ends(string name)
    {
        var sdk = Sdk.Of(name);
        TestContext.Current.TestOutputHelper?.WriteLine($"{sdk.Name} {sdk.Version()}, LANYARD_DIFFERENCE_SEED={FirstSeed} LANYARD_DIFFERENCE_COUNT={Count}");
        var wrong = new ConcurrentDictionary<int, (MachineState State, string Difference)>();
        await Parallel.ForEachAsync(Enumerable.Range(FirstSeed, Count), new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (seed, _) =>
        {
            var state = StateGenerator.Make(seed);
            if (await DifferenceAsync(sdk, state) is { } difference)
            {
                wrong[seed] = (state, difference);
            }
        });

        // An SDK gives up on the metadata service after a second, which a busy machine may need: what differs must differ alone, too.
        foreach (var (seed, (state, _)) in wrong)
        {
            if (await DifferenceAsync(sdk, state) is null)
            {
                wrong.TryRemove(seed, out _);
            }
        }

        var report = new List<string>();
        foreach (var (seed, (state, difference)) in wrong.OrderBy(w => w.Key))
        {
            report.Add($"--- LANYARD_DIFFERENCE_SEED={seed} LANYARD_DIFFERENCE_COUNT=1: the SDK gives {difference} by explain\n{state}");
            if (report.Count <= FewEnoughToShrink)
            {
                var small = await Shrinker.ShrinkAsync(state, async smaller => await DifferenceAsync(sdk, smaller) is not null);
                report.Add($"which comes down to: the SDK gives {await DifferenceAsync(sdk, small)} by explain\n{small}");
            }
        }

        Assert.True(wrong.IsEmpty, $"{sdk.Name} {sdk.Version()}: {wrong.Count} of {Count} states differ\n{string.Join('\n', report)}");
    }

    private async Task<string?> DifferenceAsync(Sdk sdk, MachineState state)
    {
        if (sdk.Unlike(state) is not null)
        {
            return null;
        }

        var theirs = await live.ResolveAsync(sdk, state);
        return theirs.DifferenceTo(await live.ExplainAsync(sdk.Name, state));
    }

#pragma warning disable RS0030 // How long the tests run is no input of the program.
    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
#pragma warning restore RS0030
}
