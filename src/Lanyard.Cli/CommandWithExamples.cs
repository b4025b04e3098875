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
}

/// <summary>Help as the library writes it, and the command's examples below.</summary>
/// <param name="plain">The library's own help.</param>
internal sealed class HelpWithExamples(HelpAction plain) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = plain.Invoke(parseResult);
        if (parseResult.CommandResult.Command is CommandWithExamples { Examples.Count: > 0 } command)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in command.Examples)
            {
                output.WriteLine($"  {example}");
            }
        }

        return exitCode;
    }
}
