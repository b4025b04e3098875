using Lanyard.NaivePolicy;

namespace Lanyard.Tests.Policy.Scenarios;

/// <summary>Each answer of the corpus, from the engine and from the naive evaluator that the engine is compared with elsewhere.</summary>
public sealed class CorpusTests
{
    public static TheoryData<string> Files { get; } = [.. Corpus.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void The_engine_decides_as_documented(string file) => Agrees(file, Engine.Decide);

    [Theory]
    [MemberData(nameof(Files))]
    public void The_naive_evaluator_decides_as_documented(string file) => Agrees(file, NaiveSimulator.Decide);

    private static void Agrees(string file, Func<string, string> decide)
    {
        List<string> wrong = [];
        foreach (CorpusEntry entry in Corpus.Read(file))
        {
            string decision = decide(entry.Text);
            if (decision != entry.Expect)
            {
                wrong.Add($"{entry.Name}: {decision} instead of {entry.Expect}. {entry.Because} {entry.Page}\n{entry.Text}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong\n{string.Join("\n\n", wrong)}");
    }
}
