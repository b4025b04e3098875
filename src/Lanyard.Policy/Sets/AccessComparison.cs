using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Sets;

/// <summary>How two sides differ, over all requests.</summary>
/// <param name="Added">What the later side allows and the earlier one doesn't.</param>
/// <param name="Removed">What the earlier side allows and the later one doesn't.</param>
/// <param name="Unknown">What couldn't be decided; it may hide more of both.</param>
public sealed record AccessComparison(
    ImmutableArray<AccessDifference> Added, ImmutableArray<AccessDifference> Removed, ImmutableArray<UnknownAccess> Unknown)
{
    /// <summary>Whether it is proved that both sides allow the same requests.</summary>
    public bool IsEqual => Added.IsEmpty && Removed.IsEmpty && Unknown.IsEmpty;

    /// <summary>Whether it is proved that the later side allows nothing that the earlier one doesn't.</summary>
    public bool AddsNothing => Added.IsEmpty && !Unknown.Any(unknown => unknown.MayAdd);

    /// <summary>Whether it is proved that the earlier side allows nothing that the later one doesn't.</summary>
    public bool RemovesNothing => Removed.IsEmpty && Unknown.All(unknown => unknown.MayAdd);
}

/// <summary>Actions of one service and access level that one side allows on some resources and the other doesn't.</summary>
/// <param name="Service">The prefix of the service; of actions that the catalogue doesn't have it may be made up, too.</param>
/// <param name="Level">What the actions do at most; <see langword="null"/> for those that the catalogue doesn't have.</param>
/// <param name="Actions">The actions, such as <c>s3:GetObject</c>; of names that the catalogue doesn't have one of many.</param>
/// <param name="Resource">The pattern by which the side that allows them names the resources, as written.</param>
/// <param name="Conditions">The conditions under which it allows them, as a reader writes them.</param>
/// <param name="Witness">A request that one side allows and the other doesn't, as the engine decides it.</param>
public sealed record AccessDifference(
    string Service, AccessLevel? Level, ImmutableArray<string> Actions, string Resource, ImmutableArray<string> Conditions, Witness Witness);

/// <summary>A request that proves a difference.</summary>
/// <param name="Principal">Who asks.</param>
/// <param name="Action">The action.</param>
/// <param name="Resource">The resource's ARN, or <c>*</c>.</param>
/// <param name="Context">The condition keys that matter; those that follow from the request are left out.</param>
/// <param name="ResourceAccount">The account that owns the resource.</param>
public sealed record Witness(
    RequestPrincipal Principal, string Action, string Resource, ImmutableSortedDictionary<string, ContextValue> Context, string? ResourceAccount);

/// <summary>Actions for which it couldn't be decided whether one side allows more.</summary>
/// <param name="MayAdd">Whether the later side may allow more; else the earlier one may.</param>
/// <param name="Actions">Some of the actions.</param>
/// <param name="Reason">Why.</param>
public sealed record UnknownAccess(bool MayAdd, ImmutableArray<string> Actions, string Reason);
