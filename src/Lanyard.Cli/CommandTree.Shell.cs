using System.CommandLine;
using Lanyard.Cli.Commands;
using Lanyard.Cli.Commands.Shell;
using Lanyard.Credentials.ConsoleLinks;

namespace Lanyard.Cli;

/// <content>The commands <c>console</c> and <c>shell-init</c>.</content>
internal sealed partial class CommandTree
{
    private Command Console()
    {
        var service = new Option<string?>("--service") { Description = "the service whose page to open: s3, lambda, cloudformation, …", HelpName = "NAME" };
        service.CompletionSources.Add([.. ConsolePages.Names]);
        var destination = new Option<string?>("--destination") { Description = "the page to open: a path of the console, or its whole address", HelpName = "PATH" };
        var print = new Option<bool>("--print") { Description = "print the link, and open nothing" };
        var federate = new Option<bool>("--federate") { Description = "a link that signs in by itself, where the access portal's link needs a sign-in there" };
        var duration = new Option<string?>("--duration") { Description = "how long the console's session lasts, as in 1h; 8h if left out, and 12h at most", HelpName = "TIME" };
        var browser = new Option<string?>("--browser") { Description = "the command that opens the page, in place of BROWSER; %s stands for the address", HelpName = "CMD" };
        return Make("console", "open the AWS console in a browser, signed in as a profile or a stage",
            ["lanyard console --stage dev", "lanyard console --profile dev --service s3", "lanyard console --profile dev --print"],
            (result, stop) => ConsoleCommand.RunAsync(
                new ConsoleInput(
                    OptionsOf(result), result.GetValue(service), result.GetValue(destination), result.GetValue(print), result.GetValue(federate),
                    LengthOf(result.GetValue(duration)), result.GetValue(browser)),
                surroundings, stop),
            service, destination, print, federate, duration, browser);
    }

    private Command ShellInit()
    {
        var command = Make("shell-init", "print functions for a shell: lanyard-use, a prompt segment, completion",
            ["eval \"$(lanyard shell-init bash)\"", "lanyard shell-init fish | source"],
            (result, _) => Task.FromResult(ShellInitCommand.Run(result.GetValue<string>("SHELL")!, surroundings)));
        command.Add(Shell());
        return command;
    }

    private static TimeSpan? LengthOf(string? text) => text is null ? null
        : Lanyard.Projects.DurationText.TryParse(text, out var length) && length >= TimeSpan.FromMinutes(15) && length <= TimeSpan.FromHours(12)
            ? length
            : throw new UsageException("--duration is a time from 15m to 12h, as in 8h");
}
