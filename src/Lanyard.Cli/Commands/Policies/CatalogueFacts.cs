using Lanyard.Policy.Catalog;
using Lanyard.Policy.Scenarios;

namespace Lanyard.Cli.Commands.Policies;

/// <summary>What the catalogue knows that decides requests: which actions take no resource, and which services RCPs reach.</summary>
internal static class CatalogueFacts
{
    /// <summary>Looks an action up; of one that isn't there nothing is known.</summary>
    public static ActionFacts Of(Catalogue catalogue, string action)
    {
        var service = catalogue.FindService(action.AsSpan(0, Math.Max(0, action.IndexOf(':', StringComparison.Ordinal))));
        return new ActionFacts(
            TakesNoResource: catalogue.FindAction(action) is { IsWithoutResourceTypes: true },
            IsCoveredByResourceControl: service is null or { SupportsResourceControlPolicies: true });
    }
}
