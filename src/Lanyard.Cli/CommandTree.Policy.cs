using System.CommandLine;
using Lanyard.Cli.Commands.Policies;

namespace Lanyard.Cli;

/// <content>The commands about policies.</content>
internal sealed partial class CommandTree
{
    private static readonly string[] PolicyCommands = ["check", "simulate", "diff", "minimize", "generate", "list", "show", "role", "apply"];
    private static readonly string[] PolicyCommandsToCome = ["record"];

    private CommandWithExamples Policy(string? alone)
    {
        var command = new CommandWithExamples(
            "policy", "work on IAM policies; all but apply without an AWS account", ["lanyard policy check policy.json template.yaml", "lanyard policy simulate --scenario scenario.json --explain"]);
        if (alone is not null && PolicyNamed(alone) is { } one)
        {
            command.Add(one);
            return command;
        }

        foreach (var name in PolicyCommands)
        {
            command.Add(PolicyNamed(name)!);
        }

        foreach (var name in PolicyCommandsToCome)
        {
            command.Add(NotBuilt.Command(name, $"policy {name}"));
        }

        return command;
    }

    private Command? PolicyNamed(string name) => name switch
    {
        "check" => Check(),
        "simulate" => Simulate(),
        "diff" => Diff(),
        "minimize" => MinimizePolicy(),
        "generate" => GeneratePolicy(),
        "list" => ListPolicies(),
        "show" => ShowPolicy(),
        "role" => PolicyRole(),
        "apply" => ApplyPolicy(),
        _ => null,
    };

    private Command Simulate()
    {
        var scenario = new Option<string>("--scenario") { Description = "a request with the policies around it, or an array of them (JSON); - for stdin", HelpName = "FILE", Required = true };
        var explain = new Option<bool>("--explain") { Description = "say also which statements agreed, and which came near and why they don't match" };
        return Make("simulate", "is a request allowed, and which statement decides; exit code 0 whatever the decision",
            ["lanyard policy simulate --scenario scenario.json", "lanyard policy simulate --scenario - --json < scenarios.json"],
            (result, _) => Task.FromResult(SimulateCommand.Run(
                new SimulateInput(OptionsOf(result), result.GetValue(scenario)!, result.GetValue(explain)), surroundings)),
            scenario, explain);
    }
}
