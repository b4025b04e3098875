using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Sets;

namespace Lanyard.Policy.Generate.Failures;

/// <summary>The policies that somebody has, as far as they are given.</summary>
public sealed record GivenPolicies
{
    /// <summary>Gets the policies of the user or role; the first is the one that additions go to. None where they aren't given.</summary>
    public ImmutableArray<PolicyDocument> Identity { get; init; } = [];

    /// <summary>Gets the permissions boundary's documents; none where it isn't given. Additions go to the first.</summary>
    public ImmutableArray<PolicyDocument> Boundary { get; init; } = [];

    /// <summary>Gets the SCPs, from the root down.</summary>
    public ImmutableArray<PolicySet> ServiceControl { get; init; } = [];
}

/// <summary>A failure before and after the additions.</summary>
/// <param name="Need">What it needs.</param>
/// <param name="Before">How the given policies decide it; <see langword="null"/> where those that refused aren't given.</param>
/// <param name="After">How they decide it with the additions; <see langword="null"/> where there is nothing to ask.</param>
public sealed record MendedFailure(FailureNeed Need, Explanation? Before, Explanation? After)
{
    /// <summary>Gets whether what is added suffices, as far as the policies are known.</summary>
    public bool IsMended => Need.Obstacle is null && After is { Verdict.IsAllowed: true } && Before is not { Verdict.IsAllowed: true };
}

/// <summary>What failures need, put into the policies that are given, and asked again.</summary>
/// <param name="Failures">The failures.</param>
/// <param name="Additions">What is added, by the policy that it belongs to.</param>
/// <param name="Identity">The first given policy with the addition; <see langword="null"/> where none is given.</param>
/// <param name="Boundary">The given boundary with the addition; <see langword="null"/> where none is given, or nothing is added.</param>
/// <param name="Difference">What the given policies allow with the additions and didn't before; <see langword="null"/> where none are given.</param>
public sealed record FailureMending(
    ImmutableArray<MendedFailure> Failures, ImmutableArray<FailureAddition> Additions, PolicyDocument? Identity, PolicyDocument? Boundary, AccessComparison? Difference)
{
    /// <summary>Gets what is newly allowed and was in no failure: another action, or the action on another resource.</summary>
    public IEnumerable<AccessDifference> Unneeded =>
        Difference?.Added.Where(added => !added.Actions.All(action => Failures.Any(failure => ToldAccess.Covers(failure.Need, action, added.Witness.Resource)))) ?? [];

    /// <summary>Mends failures.</summary>
    /// <param name="needs">What they need.</param>
    /// <param name="given">The policies that are given.</param>
    /// <param name="catalogue">The actions that there are.</param>
    public static FailureMending Of(ImmutableArray<FailureNeed> needs, GivenPolicies given, Catalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(given);
        var before = new FailureQuestion(given, given);
        var ofIdentity = given.Identity.IsEmpty ? [] : needs.Where(n => before.LacksIdentity(n)).ToImmutableArray();
        var ofBoundary = given.Boundary.IsEmpty ? [] : needs.Where(n => before.LacksBoundary(n)).ToImmutableArray();
        var after = given with { Identity = Merged(given.Identity, ofIdentity), Boundary = Merged(given.Boundary, ofBoundary) };
        var question = new FailureQuestion(given, after);
        return new FailureMending(
            [.. needs.Select(question.Ask)],
            Gather(needs, ofIdentity, ofBoundary, given),
            after.Identity.FirstOrDefault(),
            ofBoundary.IsEmpty ? null : after.Boundary[0],
            given.Identity.IsEmpty ? null : PolicyComparison.Compare(SideOf(given), SideOf(after), catalogue));
    }

    // Whatever the message says first, all the policies have to allow it: those that are given are asked.
    private static ImmutableArray<FailureAddition> Gather(ImmutableArray<FailureNeed> needs, ImmutableArray<FailureNeed> ofIdentity, ImmutableArray<FailureNeed> ofBoundary, GivenPolicies given)
    {
        var told = needs.Where(n => (given.Identity.IsEmpty || n.Failure.Layer is not (FailureLayer.Identity or FailureLayer.Unsaid)) && (given.Boundary.IsEmpty || n.Failure.Layer != FailureLayer.Boundary));
        return
        [
            .. FailureAddition.Of(ofIdentity.Select(n => n with { Failure = n.Failure with { Layer = FailureLayer.Identity } })),
            .. FailureAddition.Of(ofBoundary.Select(n => n with { Failure = n.Failure with { Layer = FailureLayer.Boundary } })),
            .. FailureAddition.Of(told),
        ];
    }

    private static ImmutableArray<PolicyDocument> Merged(ImmutableArray<PolicyDocument> documents, ImmutableArray<FailureNeed> needs) =>
        needs.IsEmpty ? documents : documents.SetItem(0, FailureAddition.Merge(documents[0], needs.SelectMany(n => n.Needs)));

    private static PolicySide SideOf(GivenPolicies policies) => new(PolicyKind.Identity, PolicySide.SetOf(PolicyKind.Identity, policies.Identity))
    {
        Boundary = policies.Boundary.IsEmpty ? null : PolicySide.SetOf(PolicyKind.Boundary, policies.Boundary),
        ServiceControl = policies.ServiceControl,
    };
}
