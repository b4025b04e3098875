using System.Diagnostics;
using Lanyard.NaivePolicy;
using Lanyard.Tests.Policy.Scenarios;

/// <summary>The engine against the naive evaluator.</summary>
internal static class FuzzRun
{
    private const int Shown = 10;

    public static int Run(int seed, int count)
    {
        var clock = Stopwatch.StartNew();
        int differences = 0;
        SortedDictionary<string, int> decisions = new(StringComparer.Ordinal);
        object door = new();
        Parallel.For(0, count, (round, state) =>
        {
            string scenario = new ScenarioGenerator(unchecked((seed * 1_000_003) + round)).Next();
            string naive = NaiveSimulator.Decide(scenario);
            bool differ = Differ(scenario);
            lock (door)
            {
                decisions[naive] = decisions.GetValueOrDefault(naive) + 1;
                if (differ && differences++ < Shown)
                {
                    string kind = Engine.Kind(scenario);
                    string small = ScenarioShrinker.Shrink(scenario, part => Differ(part) && Engine.Kind(part) == kind);
                    Console.WriteLine($"round {round}: the engine says {Engine.Decide(small)}, the naive evaluator {NaiveSimulator.Decide(small)}\n{small}\n");
                }
            }
        });
        Console.WriteLine($"seed {seed}: {differences} differences in {count} scenarios ({string.Join(", ", decisions.Select(d => $"{d.Value} {d.Key}"))}), {clock.Elapsed.TotalSeconds:F0} s");
        return differences == 0 ? 0 : 1;
    }

    private static bool Differ(string scenario) => Engine.Decide(scenario) != NaiveSimulator.Decide(scenario);
}
