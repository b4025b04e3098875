using System.CommandLine;

namespace Lanyard.Cli;

/// <summary>The commands of the contract that are still to come: known, so that calling one says so instead of "unrecognized".</summary>
internal static class NotBuilt
{
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
