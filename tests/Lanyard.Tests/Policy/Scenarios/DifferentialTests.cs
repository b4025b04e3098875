using System.Diagnostics;
using System.Globalization;
using Lanyard.NaivePolicy;

namespace Lanyard.Tests.Policy.Scenarios;

/// <summary>
/// The engine and the naive evaluator decide generated scenarios alike. Some thousands here; <c>LANYARD_FUZZ_SECONDS</c> and
/// <c>LANYARD_FUZZ_SEED</c> make a long run of it, as docs/development.md says.
/// </summary>
public sealed class DifferentialTests
{
    private const int Rounds = 25_000;
    private const int Shown = 5;

    [Fact]
    public void Engine_and_naive_evaluator_decide_alike()
    {
        var (seed, duration) = (Setting("LANYARD_FUZZ_SEED", 20_261_128), TimeSpan.FromSeconds(Setting("LANYARD_FUZZ_SECONDS", 0)));
        var clock = Stopwatch.StartNew();
        Dictionary<string, int> decisions = [];
        List<string> differences = [];
        int round = 0;
        for (; differences.Count < Shown && (round < Rounds || clock.Elapsed < duration); round++)
        {
            string scenario = new ScenarioGenerator(unchecked((seed * 1_000_003) + round)).Next();
            string naive = NaiveSimulator.Decide(scenario);
            decisions[naive] = decisions.GetValueOrDefault(naive) + 1;
            if (Engine.Decide(scenario) != naive)
            {
                string kind = Engine.Kind(scenario);
                string small = ScenarioShrinker.Shrink(scenario, part => Differ(part) && Engine.Kind(part) == kind);
                differences.Add($"round {round}: the engine says {Engine.Decide(small)}, the naive evaluator {NaiveSimulator.Decide(small)}\n{small}");
            }
        }

        string counted = string.Join(", ", decisions.Select(decision => $"{decision.Value} {decision.Key}"));
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: {round} scenarios, {counted}");
        Assert.True(differences.Count == 0, $"seed {seed}, {differences.Count} differences in {round} scenarios\n{string.Join("\n\n", differences)}");
        Assert.All(decisions.Values, count => Assert.True(count > round / 20, $"seed {seed} decides one way too rarely: {counted}"));
        Assert.Equal(3, decisions.Count);
    }

    [Fact]
    public void The_same_number_makes_the_same_scenario() => Assert.Equal(new ScenarioGenerator(7).Next(), new ScenarioGenerator(7).Next());

    [Fact]
    public void What_a_difference_does_not_need_is_taken_away()
    {
        string scenario = """{"name":"n","request":{"action":"a","context":{"k":["x","y"]}},"identityPolicies":[1,2,3],"sessionPolicies":[{"a":1}]}""";
        Assert.Equal("""{"identityPolicies":[2]}""", ScenarioShrinker.Shrink(scenario, text => text.Contains("\"identityPolicies\"", StringComparison.Ordinal) && text.Contains('2', StringComparison.Ordinal)));
    }

    private static bool Differ(string scenario) => Engine.Decide(scenario) != NaiveSimulator.Decide(scenario);

#pragma warning disable RS0030 // The length of a test run is no input of the product.
    private static int Setting(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.Integer, CultureInfo.InvariantCulture, out int set) ? set : usual;
#pragma warning restore RS0030
}
