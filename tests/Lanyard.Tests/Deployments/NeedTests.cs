using System.Collections.Concurrent;

namespace Lanyard.Tests.Deployments;

/// <summary>Each need is taken away once, and the deployment must fail for want of it; what goes well all the same stands in <c>needs-without-effect.txt</c>, with the decision.</summary>
public sealed class NeedTests
{
    private const string FileName = "needs-without-effect.txt";

    private const int MostSurprises = 10;

    private static readonly string FilePath = Path.Combine(Repository.Root, "tests", "Lanyard.Tests", "Deployments", FileName);

    [Fact]
    public async Task Taking_a_need_away_fails_the_deployment_or_is_decided()
    {
        var results = new ConcurrentBag<NeedTrial>();
        await Parallel.ForEachAsync(Apps.Own.SelectMany(NeedTrial.Of), TestContext.Current.CancellationToken, async (trial, _) => results.Add(await trial.RunAsync()));
        AssertNone(results.Where(r => r.Surprise is not null).Select(r => $"{r}: {r.Surprise}").Take(MostSurprises));
        var found = Findings.Of(results);
        var written = Findings.Read(FilePath);
        AssertNone(found.Except(written.Keys).Select(line => $"without effect, and not in {FileName}: {line}").Concat(written.Keys.Except(found).Select(line => $"in {FileName}, and with effect: {line}")));
    }

    [Fact]
    public void Each_need_without_effect_has_a_decision() => Assert.Empty(Findings.Read(FilePath).Where(line => line.Value.Length < 10).Select(line => line.Key));

    private static void AssertNone(IEnumerable<string> lines)
    {
        var all = lines.Order(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
