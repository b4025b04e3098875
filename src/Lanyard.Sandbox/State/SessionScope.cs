using System.Collections.Immutable;
using Lanyard.Policy.Engine;

namespace Lanyard.Sandbox.State;

/// <summary>The policies that were passed when a session was made: together they limit what it may do.</summary>
/// <param name="Inline">The policy that was passed as text; <see langword="null"/> for none.</param>
/// <param name="ManagedArns">The ARNs of managed policies. They count as they are when the session calls.</param>
internal sealed record SessionPolicies(AttachedPolicy? Inline, ImmutableArray<string> ManagedArns);

/// <summary>The tags of a session. Keys that differ in upper and lower case alone are one.</summary>
internal sealed record SessionTags
{
    public static SessionTags None { get; } = new();

    public ImmutableSortedDictionary<string, string> All { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the keys of those that the sessions assumed with this one have too.</summary>
    public ImmutableSortedSet<string> TransitiveKeys { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gives what the next session of a chain starts with.</summary>
    public SessionTags Transitive => TransitiveKeys.IsEmpty ? None : this with { All = All.RemoveRange(All.Keys.Where(k => !TransitiveKeys.Contains(k))) };
}
