using System.CommandLine;
using Lanyard.Cli.Commands;
using Lanyard.Cli.Commands.Configure;

namespace Lanyard.Cli;

/// <content>The command <c>init</c>.</content>
internal sealed partial class CommandTree
{
    private Command Init()
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "show what would be written, with the reasons, and write nothing" };
        var print = new Option<bool>("--print") { Description = "print the proposed lanyard.yaml and nothing else; also where there is one already" };
        var gitIgnore = new Option<bool>("--gitignore") { Description = "add lanyard.local.yaml to .gitignore, where one is written" };
        return Make("init", "propose a lanyard.yaml from the deploy tool's files and the profiles at hand, and write it",
            ["lanyard init", "lanyard init --yes", "lanyard init --print | diff lanyard.yaml -"],
            (result, _) =>
            {
                var options = OptionsOf(result);
                return Task.FromResult(InitCommand.Run(
                    new InitInput(options, result.GetValue(_yes), result.GetValue(dryRun), result.GetValue(print), result.GetValue(gitIgnore)),
                    surroundings, Questions.On(surroundings, options.NoInput)));
            },
            dryRun, print, gitIgnore, _yes);
    }
}
