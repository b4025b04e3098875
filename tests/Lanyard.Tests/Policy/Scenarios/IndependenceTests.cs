using Lanyard.NaivePolicy;

namespace Lanyard.Tests.Policy.Scenarios;

/// <summary>What proves the engine doesn't lean on it, and what breaks it on purpose still can.</summary>
public sealed class IndependenceTests
{
    private const int AtLeast = 20;

    [Fact]
    public void The_naive_evaluator_uses_nothing_of_ours_and_no_regular_expressions() => Assert.All(
        typeof(NaiveSimulator).Assembly.GetReferencedAssemblies(),
        used => Assert.True(used.Name!.StartsWith("System.", StringComparison.Ordinal) && used.Name != "System.Text.RegularExpressions", used.Name));

    [Fact]
    public void Each_listed_mutation_can_still_be_applied_to_the_engine()
    {
        List<(string Name, string File, string From, string To)> mutations = [.. Mutations()];
        Assert.True(mutations.Count >= AtLeast, $"{mutations.Count} mutations");
        Assert.Equal(mutations.Count, mutations.DistinctBy(mutation => mutation.Name).Count());
        foreach ((string name, string file, string from, string to) in mutations)
        {
            int found = Repository.ReadSource("Lanyard.Policy", file).Split(from).Length - 1;
            Assert.True(found == 1 && from != to, $"{name}: the text to replace is in {file} {found} times\n{from}");
        }
    }

    /// <summary>The mutations that <c>tests/mutations/run.sh</c> applies.</summary>
    private static IEnumerable<(string Name, string File, string From, string To)> Mutations()
    {
        (string name, string file, string from) = ("", "", "");
        foreach (string line in File.ReadLines(Path.Combine(Repository.Root, "tests", "mutations", "mutations.txt")).Where(line => line.Length > 0 && line[0] != '#'))
        {
            switch (line[..2])
            {
                case "==": name = line[3..]; break;
                case "- ": from = line[2..]; break;
                case "+ ": yield return (name, file, from, line[2..]); break;
                default: file = line; break;
            }
        }
    }
}
