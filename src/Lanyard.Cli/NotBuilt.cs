using System.CommandLine;

namespace Lanyard.Cli;

/// <summary>The commands of the contract that are still to come: known, so that calling one says so instead of "unrecognized".</summary>
internal static class NotBuilt
{
    private static readonly string[] Names =
    [
        "init", "configure", "status", "grant", "vault", "explain", "doctor", "serve", "console", "shell-init", "completion", "policy", "catalog",
    ];

    /// <summary>Makes the commands. They show in no help.</summary>
    public static IEnumerable<Command> Commands()
    {
        foreach (var name in Names)
        {
            var command = new Command(name, "not built yet") { Hidden = true, TreatUnmatchedTokensAsErrors = false };
            command.SetAction((_, _) => throw new NotBuiltException(name));
            yield return command;
        }
    }
}

/// <summary>A command of the contract isn't built yet.</summary>
/// <param name="name">Its name.</param>
internal sealed class NotBuiltException(string name) : Exception($"`lanyard {name}` is not built yet");
