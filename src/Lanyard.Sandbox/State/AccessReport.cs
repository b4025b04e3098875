using System.Collections.Immutable;

namespace Lanyard.Sandbox.State;

/// <summary>When services were last called by those whom a policy, group, user or role lets, as it was at one moment.</summary>
/// <param name="JobId">The id of the job that found it out.</param>
/// <param name="Created">When.</param>
/// <param name="Services">The services that are let, by their namespaces.</param>
internal sealed record AccessReport(string JobId, DateTimeOffset Created, ImmutableArray<ServiceAccess> Services);

/// <summary>A service in a report.</summary>
/// <param name="Namespace">What stands before the colon in its actions.</param>
/// <param name="Name">Its name.</param>
/// <param name="Holders">The users and roles that are let, who called last first; and when that was.</param>
internal sealed record ServiceAccess(string Namespace, string Name, ImmutableArray<HolderAccess> Holders);

/// <summary>A user or role, and its last call of a service.</summary>
internal sealed record HolderAccess(PolicyHolder Holder, DateTimeOffset? Last, string? Region);
