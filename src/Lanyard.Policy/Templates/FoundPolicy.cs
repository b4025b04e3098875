using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Templates;

/// <summary>A policy document found in a file.</summary>
/// <param name="Variants">
/// The document; twice where conditions of a template decide over parts of it, as it is when all of them hold and when none does.
/// </param>
/// <param name="Kind">What the place says that it is attached to; <see langword="null"/> where the place says nothing.</param>
/// <param name="ResourceType">Of a resource's policy the CloudFormation type of the resource, if it is known.</param>
/// <param name="Name">What it is called by: the logical id with the property, or the member of the file; empty for a file that is a policy.</param>
/// <param name="Place">Where it is.</param>
public sealed record FoundPolicy(ImmutableArray<JsonNode> Variants, PolicyKind? Kind, string? ResourceType, string Name, Place Place)
{
    /// <summary>Gets whether the document is a part of the text as it stands, so that edits of it can be made there.</summary>
    public bool IsEditable { get; init; }
}
