using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Templates.Pulumi;

/// <summary>
/// What Pulumi, and SST 3 and 4 which deploy with it, are to deploy: the resources of a preview (<c>pulumi preview --json</c>), of a state
/// (<c>pulumi stack export</c>, <c>sst state export</c>), or of a list of resources with type, name and inputs.
/// </summary>
/// <param name="Template">The resources in the form of a template, under their Pulumi types.</param>
public sealed record PulumiProgram(JsonNode Template)
{
    /// <summary>Gets project and stack, or app and stage, as in <c>orders-dev</c>; <see langword="null"/> where nothing tells it.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the Region that most resources are in; <see langword="null"/> where nothing tells it.</summary>
    public string? Region { get; init; }

    /// <summary>Gets whether SST made it.</summary>
    public bool IsSst { get; init; }

    /// <summary>Gets whether the provider puts tags on all resources.</summary>
    public bool HasTags { get; init; }

    /// <summary>Gets what is to be said of it.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Tells whether a document lists Pulumi's resources.</summary>
    /// <param name="root">The document.</param>
    public static bool IsIn(JsonNode root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return States(root).Any(state => TypeOf(state).Contains(':', StringComparison.Ordinal) && state.Find("Properties") is null);
    }

    /// <summary>Reads it.</summary>
    /// <param name="root">The document.</param>
    public static PulumiProgram Read(JsonNode root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return new PulumiReader([.. States(root)], root.Find("calls")?.Items ?? []).Read();
    }

    internal static string TypeOf(JsonNode state) => state.Find("type") is { Kind: JsonNodeKind.Text } type ? type.Text : "";

    // A state is in one of several wraps; a step of a preview has the state after it, and before it where the resource is deleted.
    private static IEnumerable<JsonNode> States(JsonNode root) => root.Find("steps") is { Kind: JsonNodeKind.Array } steps
        ? steps.Items.Select(step => step.Find("newState") ?? step.Find("oldState")).OfType<JsonNode>()
        : (root.Find("resources") ?? Inner(root, "deployment") ?? Inner(root, "latest") ?? (root.Find("checkpoint") is { } checkpoint ? Inner(checkpoint, "latest") : null))?.Items ?? [];

    private static JsonNode? Inner(JsonNode node, string wrap) => node.Find(wrap)?.Find("resources");
}
