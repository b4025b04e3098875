using System.Text.Json;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Lint;

namespace Lanyard.Tests.Policy.Lint;

/// <summary>A policy of <c>tests/lint</c> with what a rule must find in it.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Text">The document.</param>
/// <param name="Use">What it is for.</param>
/// <param name="At">Where the rule must find something, in the order of the text, such as <c>Statement[0].Action</c>; nowhere in a near miss.</param>
/// <param name="Message">A part of the first finding's message, or <see langword="null"/>.</param>
/// <param name="Fixed">The document after the rule's fixes; <see langword="null"/> where none is expected to be offered or it isn't compared.</param>
internal sealed record RuleCase(string Name, string Text, PolicyUse Use, IReadOnlyList<string> At, string? Message, string? Fixed)
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "lint");

    public static IEnumerable<string> Ids => Directory.EnumerateFiles(Folder, "*.json").Select(Path.GetFileNameWithoutExtension).OfType<string>();

    /// <summary>Reads the cases of one rule: policies that trigger it, and near misses that must not.</summary>
    public static IReadOnlyList<RuleCase> Of(string id)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, id + ".json")));
        Assert.NotEmpty(json.RootElement.GetProperty("source").GetString()!);
        return
        [
            .. json.RootElement.GetProperty("triggers").EnumerateArray().Select(item => Read(item, triggers: true)),
            .. json.RootElement.GetProperty("nearMisses").EnumerateArray().Select(item => Read(item, triggers: false)),
        ];
    }

    private static RuleCase Read(JsonElement json, bool triggers)
    {
        var type = TextOf(json, "type") ?? "identity";
        var kind = type switch
        {
            "identity" => PolicyKind.Identity,
            "resource" => PolicyKind.Resource,
            "trust" => PolicyKind.Trust,
            "scp" => PolicyKind.ServiceControl,
            "rcp" => PolicyKind.ResourceControl,
            "boundary" => PolicyKind.Boundary,
            "session" => PolicyKind.Session,
            "endpoint" => PolicyKind.Endpoint,
            _ => throw new InvalidDataException($"type {type}"),
        };
        string[] at = triggers ? [.. json.GetProperty("at").EnumerateArray().Select(path => path.GetString()!)] : [];
        Assert.Equal(triggers, at.Length > 0);
        var text = TextOf(json, "text") ?? json.GetProperty("policy").GetRawText();
        return new RuleCase(
            json.GetProperty("name").GetString()!,
            json.TryGetProperty("length", out var length) ? Grow(text, length.GetInt32()) : text,
            new PolicyUse(kind, TextOf(json, "resourceType")),
            at,
            TextOf(json, "message"),
            TextOf(json, "fixed"));
    }

    // Letters in the place of "…", white space in that of "~".
    private static string Grow(string text, int length)
    {
        var more = length - text.Length + 1;
        return text.Replace("…", new string('x', more), StringComparison.Ordinal).Replace("~", new string(' ', more), StringComparison.Ordinal);
    }

    private static string? TextOf(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
