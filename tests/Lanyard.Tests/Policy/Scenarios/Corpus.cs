using System.Text.Json;

namespace Lanyard.Tests.Policy.Scenarios;

/// <summary>One entry of <c>tests/corpus</c>; its README says what the fields mean.</summary>
public sealed record CorpusEntry(string File, string Name, string Expect, string Page, string Because, string? Evidence, JsonElement Scenario)
{
    /// <summary>The scenario as <c>lanyard policy simulate</c> reads it.</summary>
    public string Text => Scenario.GetRawText();
}

/// <summary>The scenarios of <c>tests/corpus</c> with the answers that AWS documents.</summary>
internal static class Corpus
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "corpus");

    /// <summary>The names of the files, without folder and ending.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public static IEnumerable<CorpusEntry> All => Files.SelectMany(Read);

    public static IEnumerable<CorpusEntry> Read(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, file + ".json")));
        JsonElement entries = document.RootElement.Clone();
        return entries.EnumerateArray().Select(entry => new CorpusEntry(
            file,
            entry.GetProperty("scenario").GetProperty("name").GetString()!,
            entry.GetProperty("expect").GetString()!,
            entry.GetProperty("page").GetString()!,
            entry.GetProperty("because").GetString()!,
            entry.TryGetProperty("evidence", out JsonElement evidence) ? evidence.GetString() : null,
            entry.GetProperty("scenario")));
    }
}
