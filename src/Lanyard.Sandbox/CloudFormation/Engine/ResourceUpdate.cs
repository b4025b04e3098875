using Lanyard.Policy.Documents;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Engine;

/// <summary>What an update did to a resource that was there: what a rollback undoes.</summary>
/// <param name="IsDone">Whether it worked.</param>
/// <param name="Before">The resource as it was.</param>
/// <param name="IsChanged">Whether its handler was asked for anything.</param>
/// <param name="Replaces">Whether that was another resource in its place.</param>
internal sealed record ResourceUpdate(bool IsDone, StackResource Before, bool IsChanged, bool Replaces)
{
    /// <summary>Gets the properties that it was to have; <see langword="null"/> where they can't be computed.</summary>
    public JsonNode? Aimed { get; init; }

    /// <summary>Gets what is there of another one whose creation failed; <see langword="null"/> for nothing.</summary>
    public StackResource? Begun { get; init; }

    /// <summary>Gets what happens to the one of before where another takes its place.</summary>
    public string ReplacePolicy { get; init; } = "Delete";
}
