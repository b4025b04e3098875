using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Projects.Templates;

/// <summary>A template that a deploy tool wrote, with what the tool's other files say of its deployment.</summary>
/// <param name="Path">The file.</param>
public sealed record FoundTemplate(string Path)
{
    /// <summary>Gets the stack's name; <see langword="null"/> where nothing tells it.</summary>
    public string? StackName { get; init; }

    /// <summary>Gets the account; <see langword="null"/> where nothing tells it.</summary>
    public string? Account { get; init; }

    /// <summary>Gets the Region; <see langword="null"/> where nothing tells it.</summary>
    public string? Region { get; init; }

    /// <summary>Gets the deploy tool that wrote it; <see langword="null"/> for a plain template.</summary>
    public string? Tool { get; init; }

    /// <summary>Gets whether the stack gets tags, which go to its resources.</summary>
    public bool HasStackTags { get; init; } = true;

    /// <summary>Gets the resource of the parent's template that this one is the nested stack of, outermost first; empty for a stack of its own.</summary>
    public ImmutableArray<string> NestedIn { get; init; } = [];

    /// <summary>Gets the values that the tool's files give parameters.</summary>
    public ImmutableDictionary<string, string> Parameters { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Gets the bucket that the tool uploads to; <see langword="null"/> where nothing tells it.</summary>
    public string? Bucket { get; init; }

    /// <summary>Gets the qualifier of the CDK bootstrap that the stack is deployed by; <see langword="null"/> where nothing tells it.</summary>
    public string? Qualifier { get; init; }

    /// <summary>Gets the nested stacks whose files the tool's folder tells, also those that the template doesn't have yet.</summary>
    public ImmutableArray<NestedFile> Nested { get; init; } = [];
}

/// <summary>A nested stack that a tool keeps in a folder of its own.</summary>
/// <param name="LogicalId">Its name in the template around it.</param>
/// <param name="Path">Its template.</param>
/// <param name="Parameters">The parameters that the tool hands to it, which may refer to the template around it.</param>
public sealed record NestedFile(string LogicalId, string Path, JsonNode Parameters);
