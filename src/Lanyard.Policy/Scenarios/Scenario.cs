using System.Collections.Immutable;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Scenarios;

/// <summary>A request with all the policies around it.</summary>
/// <param name="Name">Its name, if it has one.</param>
/// <param name="Request">The request.</param>
/// <param name="Policies">The policies.</param>
public sealed record Scenario(string? Name, ScenarioRequest Request, AccessPolicies Policies);

/// <summary>The request of a scenario.</summary>
/// <param name="Principal">Who asks.</param>
/// <param name="Action">The action.</param>
/// <param name="Resource">The ARN of the resource, or <c>*</c>.</param>
/// <param name="ResourceAccount">The account that owns the resource, where it is said.</param>
/// <param name="Context">The condition keys that were given.</param>
public sealed record ScenarioRequest(
    RequestPrincipal Principal, string Action, string Resource, string? ResourceAccount, RequestContext Context);

/// <summary>What is known of an action beyond the policies.</summary>
/// <param name="TakesNoResource">Whether it acts on no resource, so that only <c>"Resource": "*"</c> matches.</param>
/// <param name="IsCoveredByResourceControl">Whether RCPs reach its service.</param>
public sealed record ActionFacts(bool TakesNoResource, bool IsCoveredByResourceControl)
{
    /// <summary>What is taken to be so when nothing is known.</summary>
    public static ActionFacts Unknown { get; } = new(TakesNoResource: false, IsCoveredByResourceControl: true);
}

/// <summary>The answer to a scenario.</summary>
/// <param name="Name">The scenario's name.</param>
/// <param name="Decision">The decision.</param>
/// <param name="Reasons">The reasons, those that decided first.</param>
/// <param name="BlockedBy">The layers that deny, or lack an allow; empty when allowed.</param>
public sealed record ScenarioResult(
    string? Name, Outcome Decision, ImmutableArray<RenderedReason> Reasons, ImmutableArray<string> BlockedBy);
