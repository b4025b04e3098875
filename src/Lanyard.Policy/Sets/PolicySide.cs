using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Sets;

/// <summary>One side of a comparison: documents of one place, taken together, and what limits them.</summary>
/// <param name="Kind">The place: of an identity the documents grant within the limits; of others they are compared alone.</param>
/// <param name="Policies">The documents.</param>
public sealed record PolicySide(PolicyKind Kind, PolicySet Policies)
{
    /// <summary>The permissions boundary; <see langword="null"/> without one.</summary>
    public PolicySet? Boundary { get; init; }

    /// <summary>The session policies; <see langword="null"/> without any.</summary>
    public PolicySet? Session { get; init; }

    /// <summary>The SCPs, a set for each target from the root down. One that is empty allows nothing.</summary>
    public ImmutableArray<PolicySet> ServiceControl { get; init; } = [];

    /// <summary>
    /// What to look at: requests that these policies, of kind <see cref="PolicyKind.Endpoint"/>, don't allow are left aside;
    /// <see langword="null"/> for all requests.
    /// </summary>
    public PolicySet? Within { get; init; }

    /// <summary>A side of documents alone.</summary>
    /// <param name="kind">Their place.</param>
    /// <param name="documents">The documents.</param>
    /// <exception cref="PolicyDocumentException">A statement lacks an element that the place needs, or has one that it doesn't take.</exception>
    public static PolicySide Of(PolicyKind kind, params IEnumerable<PolicyDocument> documents) => new(kind, SetOf(kind, documents));

    /// <summary>Documents of one place, taken together.</summary>
    /// <exception cref="PolicyDocumentException">A statement lacks an element that the place needs, or has one that it doesn't take.</exception>
    public static PolicySet SetOf(PolicyKind kind, IEnumerable<PolicyDocument> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return PolicySet.Of(documents.Select(document => new AttachedPolicy(document.Path ?? "policy", kind, document)));
    }
}
