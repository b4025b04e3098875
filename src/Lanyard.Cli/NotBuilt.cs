using System.CommandLine;

namespace Lanyard.Cli;

/// <summary>The commands of the contract that are still to come: known, so that calling one says so instead of "unrecognized".</summary>
internal static class NotBuilt
{
    /// <summary>Makes an option that is still to come.</summary>
    /// <param name="command">The command it belongs to.</param>
    /// <param name="name">Its name.</param>
    /// <param name="takesValue">Whether a value follows it.</param>
    public static Option Option(string command, string name, bool takesValue)
    {
        Option option = takesValue ? new Option<string?>(name) : new Option<bool>(name);
        option.Hidden = true;
        option.Validators.Add(result =>
        {
            if (!result.Implicit)
            {
                throw new NotBuiltException($"{command} {name}");
            }
        });
        return option;
    }

    /// <summary>Makes a command that is still to come.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="called">The words that call it.</param>
    public static Command Command(string name, string called)
    {
        var command = new Command(name, "not built yet") { Hidden = true, TreatUnmatchedTokensAsErrors = false };
        command.SetAction((_, _) => throw new NotBuiltException(called));
        return command;
    }
}

/// <summary>A command of the contract isn't built yet.</summary>
/// <param name="name">Its name.</param>
internal sealed class NotBuiltException(string name) : Exception($"`lanyard {name}` is not built yet");
