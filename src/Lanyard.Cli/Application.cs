using System.CommandLine;
using System.CommandLine.Parsing;
using Lanyard.Cli.Commands;
using Lanyard.Cli.Edge;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Cli;

/// <summary>Runs a command line: parse, run, and turn whatever fails into a report and an exit code.</summary>
internal static class Application
{
    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The words after the program's name.</param>
    /// <param name="surroundings">The machine.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, Surroundings surroundings)
    {
        // What stands after `--` belongs to the command that is run, so no parser of ours sees it.
        var split = Array.IndexOf(arguments, "--");
        var (own, tail) = split < 0 ? (arguments, (string[]?)null) : (arguments[..split], arguments[(split + 1)..]);
        var json = own.Contains("--json");
        surroundings = own.Contains("--no-color") ? surroundings with { ShowsColour = false } : surroundings;
        using var stop = new StopSignals();
        try
        {
            return ExecInput.FromPlainArguments(own, tail) is { } exec
                ? await ExecCommand.RunAsync(exec, surroundings, stop.Token).ConfigureAwait(false)
                : await RunTreeAsync(own, tail, surroundings, stop.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The last resort: nothing that goes wrong may show a stack trace, which may hold a secret.
            var report = ErrorReport.Of(e);
            report.Write(surroundings, json);
            return e is OperationCanceledException ? stop.ExitCode ?? report.ExitCode : report.ExitCode;
        }
    }

    private static async Task<int> RunTreeAsync(string[] own, string[]? tail, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var tree = new CommandTree(surroundings, tail);
        var result = tree.Build(own.Length > 0 ? own[0] : null, own.Length > 1 ? own[1] : null).Parse(own.Length == 0 ? ["--help"] : own, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0 && result.Action is not HelpWithExamples)
        {
            throw Misused(result);
        }

        if (result.CommandResult is { Command.TreatUnmatchedTokensAsErrors: true, Parent: CommandResult { Command.Name: "policy" or "catalog" } } && UnknownOptions.Find(result) is { } unknown)
        {
            throw new UsageException(unknown, $"{CommandLineOf(result.CommandResult)} --help");
        }

        using var output = new StringWriter();
        var exitCode = await result.InvokeAsync(new InvocationConfiguration
        {
            Output = output,
            Error = surroundings.Error,
            EnableDefaultExceptionHandler = false,

            // The library would end us two seconds after a signal, with our child still at its clean-up.
            ProcessTerminationTimeout = null,
        }, cancellationToken).ConfigureAwait(false);
        surroundings.Write(output.ToString());
        return exitCode;
    }

    private static UsageException Misused(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var help = $"{CommandLineOf(result.CommandResult)} --help";
        if (command.Subcommands.Count == 0)
        {
            return UnknownOptions.Find(result) is { } unknown ? new UsageException(unknown, help) : new UsageException(string.Join("; ", result.Errors.Select(e => UnknownOptions.WithNearestValue(OneLine(e.Message)))), help);
        }

        if (result.UnmatchedTokens is not [var word, ..])
        {
            return new UsageException($"{CommandLineOf(result.CommandResult)} needs a command: {string.Join(", ", command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name))}", help);
        }

        var near = ProfileSuggestions.Nearest(command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name), word);
        return new UsageException($"there is no command `{word}`{(near is [var first, ..] ? $"; did you mean `{first}`?" : "")}", help);
    }

    // The parser lists the values that an option takes one a line.
    private static string OneLine(string message) =>
        string.Join(' ', message.TrimEnd('.').Split((char[])['\n', '\r', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Gives the words that call a command: <c>lanyard sandbox exec</c>.</summary>
    /// <param name="part">The command's result, or that of an argument or option of it.</param>
    public static string CommandLineOf(SymbolResult part)
    {
        var names = new Stack<string>();
        for (var at = part; at is not null; at = at.Parent)
        {
            if (at is CommandResult command)
            {
                names.Push(command.Command is RootCommand ? "lanyard" : command.Command.Name);
            }
        }

        return string.Join(' ', names);
    }
}
