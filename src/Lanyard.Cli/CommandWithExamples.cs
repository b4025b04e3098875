using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Lanyard.Cli;

/// <summary>A command whose help ends with examples.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it does.</param>
/// <param name="examples">How it is called.</param>
internal sealed class CommandWithExamples(string name, string description, IReadOnlyList<string> examples) : Command(name, description)
{
    /// <summary>Gets how it is called.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>Gets whether another command stands behind <c>--</c>, which the help library knows nothing of.</summary>
    public bool TakesCommand { get; init; }
}

/// <summary>Help as the library writes it, and the command's examples below.</summary>
/// <param name="examples">The examples of the program as a whole.</param>
internal sealed class HelpWithExamples(IReadOnlyList<string> examples) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command as CommandWithExamples;
        var output = parseResult.InvocationConfiguration.Output;
        using var text = new StringWriter();
        parseResult.InvocationConfiguration.Output = text;

        // Made here and no sooner: it asks how wide the terminal is, and .NET then switches the terminal's keypad on.
        var exitCode = new HelpAction().Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;

        output.Write(command is { TakesCommand: true } ? text.ToString().Replace(" [options]", " [options] -- COMMAND [ARG...]", StringComparison.Ordinal) : text.ToString());
        if ((command is null ? examples : command.Examples) is { Count: > 0 } shown)
        {
            output.WriteLine("Examples:");
            foreach (var example in shown)
            {
                output.WriteLine($"  {example}");
            }
        }

        return exitCode;
    }
}
