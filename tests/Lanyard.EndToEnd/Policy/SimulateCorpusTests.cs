using System.Text.Json;
using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Policy;

/// <summary>The scenarios of <c>tests/corpus</c>, all of them in one array.</summary>
public sealed class SimulateCorpusTests
{
    [Fact]
    public async Task Every_scenario_of_the_corpus_is_answered_as_AWS_documents()
    {
        using var home = new UserHome();
        List<JsonNode> entries = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "corpus"), "*.json")
            .Order(StringComparer.Ordinal)
            .SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!.AsArray().Select(entry => entry!.DeepClone()))];
        string scenarios = Path.Combine(home.Folder, "corpus.json");
        await File.WriteAllTextAsync(scenarios, new JsonArray([.. entries.Select(entry => entry["scenario"]!.DeepClone())]).ToJsonString(), TestContext.Current.CancellationToken);

        Ended ended = (await home.LanyardAsync("policy", "simulate", "--scenario", scenarios, "--json")).Succeeded();

        Assert.Equal("", ended.Error);
        List<JsonElement> results = [.. JsonDocument.Parse(ended.Out).RootElement.EnumerateArray()];
        Assert.Equal(entries.Select(entry => (string)entry["scenario"]!["name"]!), results.Select(result => result.GetProperty("name").GetString()!));
        Assert.Equal(
            entries.Select(entry => $"{entry["scenario"]!["name"]}: {entry["expect"]}"),
            results.Select(result => $"{result.GetProperty("name")}: {result.GetProperty("decision")}"));
        Assert.All(results, result =>
        {
            Assert.Equal(JsonValueKind.Array, result.GetProperty("reasons").ValueKind);
            Assert.Equal(result.GetProperty("decision").GetString() == "allowed", result.GetProperty("blockedBy").GetArrayLength() == 0);
        });
    }
}
