using System.CommandLine;
using Lanyard.Cli.Commands;

namespace Lanyard.Cli;

/// <summary>The commands about the stages of a project.</summary>
internal sealed partial class CommandTree
{
    private Command Grant()
    {
        var stage = new Argument<string?>("STAGE") { Description = "the protected stage", HelpName = "STAGE", Arity = ArgumentArity.ZeroOrOne };
        var length = new Option<string?>("--for") { Description = "how long, up to 12h; 1h if left out", HelpName = "TIME" };
        var list = new Option<bool>("--list") { Description = "the grants that run" };
        var revoke = new Option<bool>("--revoke") { Description = "end the stage's grant" };
        var command = Make("grant", "let scripts use a protected stage for a while; its name is typed on a terminal",
            ["lanyard grant prod --for 1h", "lanyard grant --list", "lanyard grant prod --revoke"],
            (result, _) =>
            {
                var options = OptionsOf(result);
                return Task.FromResult(GrantCommand.Run(
                    new GrantInput(options, result.GetValue(stage) ?? options.Stage, result.GetValue(length), result.GetValue(list), result.GetValue(revoke)), surroundings));
            },
            length, list, revoke);
        command.Add(stage);
        return command;
    }
}
