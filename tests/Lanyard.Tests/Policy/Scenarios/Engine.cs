using Lanyard.Policy.Engine;
using Lanyard.Policy.Scenarios;

namespace Lanyard.Tests.Policy.Scenarios;

/// <summary>The product's answer on a scenario, in the words of the command line's JSON.</summary>
internal static class Engine
{
    public static string Decide(string scenario) => ScenarioSimulator.Simulate(ScenarioReader.Read(scenario).Scenarios[0]).Decision switch
    {
        Outcome.Allowed => "allowed",
        Outcome.ExplicitDeny => "explicitDeny",
        _ => "implicitDeny",
    };
}
