using System.Collections.Immutable;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Sets;

/// <summary>A set of statements that must allow and may deny.</summary>
/// <param name="Number">Its number; the same on both sides for sets of the same type.</param>
/// <param name="AllowsByDefault">Whether it allows what none of its statements denies.</param>
internal readonly record struct Layer(int Number, bool AllowsByDefault);

/// <summary>One side for a certain caller: the sets around its requests and the statements that reach it.</summary>
/// <param name="Layers">The sets, all of which must allow.</param>
/// <param name="Clauses">The statements that reach the caller.</param>
/// <param name="Policies">The same for the engine, for a caller of an account, or of none.</param>
internal sealed record SideView(ImmutableArray<Layer> Layers, ImmutableArray<Clause> Clauses, Func<string?, AccessPolicies> Policies);

/// <summary>Both sides as they look to one kind of caller.</summary>
/// <param name="Before">The earlier side.</param>
/// <param name="After">The later side.</param>
/// <param name="Caller">The caller that a witness has, if the conditions don't ask for another one.</param>
internal sealed record Question(SideView Before, SideView After, RequestPrincipal Caller)
{
    private RequestContext? _always;

    /// <summary>The account that owns the resource; <see langword="null"/> for the one in its ARN, or the caller's own.</summary>
    public string? ResourceAccount { get; init; }

    /// <summary>The resource, where the policies are those of one.</summary>
    public string? Resource { get; init; }

    /// <summary>Whether any user or role stands for the caller, so that a witness may have the one that conditions ask for.</summary>
    public bool MayChangeCaller { get; init; }

    /// <summary>Whether the resource's policy only takes away what the caller's own policies give.</summary>
    public bool OnlyDenies { get; init; }

    /// <summary>Whether the policies don't reach an action.</summary>
    public Predicate<string> IsOutOfReach { get; init; } = static _ => false;

    /// <summary>Whether the same types of sets are around both sides.</summary>
    public bool HasSameLayers => Before.Layers.SequenceEqual(After.Layers);

    /// <summary>Whether AWS lets a request through whatever the policies say.</summary>
    public bool DecidesAlone(string action) =>
        new AccessRequest(Caller, action, "*", RequestContext.Empty, ResourceAccount).Rule == StandingRule.NeedsNoPermission;

    /// <summary>Whether every request of this caller has a condition key, since it follows from the request.</summary>
    public bool AlwaysHas(string key) =>
        (_always ??= new AccessRequest(Caller, "s3:GetObject", "*", RequestContext.Empty, ResourceAccount).Context).Find(key) is not null;
}
