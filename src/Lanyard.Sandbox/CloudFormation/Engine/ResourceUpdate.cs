using System.Collections.Immutable;
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

/// <summary>A rollback of an update that failed, and can be gone on with.</summary>
/// <param name="Before">The stack as it was before the update.</param>
/// <param name="Changes">What the update did.</param>
/// <param name="Failure">What the update wanted done where it fails.</param>
/// <param name="Stuck">The resource that couldn't be brought back.</param>
internal sealed record UnfinishedRollback(Stack Before, ImmutableArray<ResourceUpdate> Changes, FailureRule Failure, string Stuck);
