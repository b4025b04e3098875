using Lanyard.Cli.Commands.Catalog;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Policy.Scenarios;

namespace Lanyard.Cli.Commands.Policies;

/// <summary>What <c>lanyard policy simulate</c> was asked for.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="Scenario"><c>--scenario</c>: a file, or <c>-</c>.</param>
/// <param name="Explain">Whether to show every reason.</param>
internal sealed record SimulateInput(GlobalOptions Options, string Scenario, bool Explain);

/// <summary>Says whether the requests of scenarios are allowed, and why.</summary>
internal static class SimulateCommand
{
    public static int Run(SimulateInput input, Surroundings surroundings)
    {
        var text = InputText.Read(surroundings, input.Scenario, ScenarioReader.MaxLength);
        var list = ScenarioReader.Read(text, input.Scenario == "-" ? "stdin" : input.Scenario);
        var catalogue = ChosenCatalogue.Of(surroundings).Catalogue;
        var results = list.Scenarios.Select(scenario => ScenarioSimulator.Simulate(scenario, action => CatalogueFacts.Of(catalogue, action))).ToList();
        if (input.Options.Json)
        {
            surroundings.Write(SimulateJson.Write(results, list.IsArray).Span);
        }
        else
        {
            surroundings.Write(SimulateText.Write(list, results, input.Explain));
        }

        return ExitCodes.Done;
    }
}
