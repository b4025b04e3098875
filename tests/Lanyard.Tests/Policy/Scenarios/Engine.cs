using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Scenarios;

namespace Lanyard.Tests.Policy.Scenarios;

/// <summary>The product's answer on a scenario, in the words of the command line's JSON.</summary>
internal static class Engine
{
    /// <summary>The decision; an error in words, so that a scenario that fails is shown like one that is decided wrongly.</summary>
    public static string Decide(string scenario)
    {
        try
        {
            return ScenarioSimulator.Simulate(ScenarioReader.Read(scenario).Scenarios[0]).Decision switch
            {
                Outcome.Allowed => "allowed",
                Outcome.ExplicitDeny => "explicitDeny",
                _ => "implicitDeny",
            };
        }
        catch (PolicyDocumentException e)
        {
            return $"an error ({e.Message})";
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return $"an error ({e.GetType().Name})";
        }
    }

    /// <summary>What of an answer must stay when a scenario is made smaller: an error stays the same error, and no decision turns into one.</summary>
    public static string Kind(string scenario) => Decide(scenario).Split(')')[0].Split(": ")[^1];
}
