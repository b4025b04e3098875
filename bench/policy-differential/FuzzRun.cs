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
                    // An error stays the same error, and a wrong decision doesn't turn into one.
                    string Kind(string text) => Said(text).Split(')')[0].Split(": ")[^1];
                    string kind = Kind(scenario);
                    string small = ScenarioShrinker.Shrink(scenario, part => Differ(part) && Kind(part) == kind);
                    Console.WriteLine($"round {round}: the engine says {Said(small)}, the naive evaluator {NaiveSimulator.Decide(small)}\n{small}\n");
                }
            }
        });
        Console.WriteLine($"seed {seed}: {differences} differences in {count} scenarios ({string.Join(", ", decisions.Select(d => $"{d.Value} {d.Key}"))}), {clock.Elapsed.TotalSeconds:F0} s");
        return differences == 0 ? 0 : 1;
    }

    private static bool Differ(string scenario) => NaiveSimulator.Decide(scenario) is string naive && Said(scenario) != naive;

    private static string Said(string scenario)
    {
        try
        {
            return Engine.Decide(scenario);
        }
        catch (Lanyard.Policy.Documents.PolicyDocumentException e)
        {
            return $"an error ({e.Message})";
        }
    }
}
