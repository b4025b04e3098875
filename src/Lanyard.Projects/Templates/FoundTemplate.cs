using System.Collections.Immutable;

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
}
