using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Scenarios;

/// <summary>Answers scenarios.</summary>
public static class ScenarioSimulator
{
    /// <summary>Answers one scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="factsOf">What is known of an action; by default nothing.</param>
    /// <returns>The decision with its reasons.</returns>
    public static ScenarioResult Simulate(Scenario scenario, Func<string, ActionFacts>? factsOf = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var explanation = Explanation.Of(RequestOf(scenario, factsOf), scenario.Policies);
        return new ScenarioResult(
            scenario.Name, explanation.Verdict.Outcome, [.. explanation.Reasons.Select(explanation.Render)], [.. explanation.BlockedBy]);
    }

    /// <summary>The request of a scenario, as the engine takes it.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="factsOf">What is known of an action; by default nothing.</param>
    public static AccessRequest RequestOf(Scenario scenario, Func<string, ActionFacts>? factsOf = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var (request, facts) = (scenario.Request, factsOf?.Invoke(scenario.Request.Action) ?? ActionFacts.Unknown);
        return new AccessRequest(request.Principal, request.Action, request.Resource, request.Context, request.ResourceAccount)
        {
            TakesNoResource = facts.TakesNoResource,
            IsCoveredByResourceControl = facts.IsCoveredByResourceControl,
        };
    }
}
