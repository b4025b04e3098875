namespace Lanyard.Cli.Edge;

/// <summary>Makes the surroundings of this process.</summary>
internal static class StandardSurroundings
{
    /// <summary>Makes those of a command that only writes data: the console, which takes time to set up, stays untouched.</summary>
    /// <param name="environment">The environment variables.</param>
    /// <param name="withFolder">Whether the current folder is needed.</param>
    public static Surroundings Plain(IReadOnlyDictionary<string, string> environment, bool withFolder) => new(
        environment, withFolder ? Directory.GetCurrentDirectory() : "", new PlainOutput(), TextWriter.Null, TimeProvider.System);

    /// <summary>Makes those of any other command.</summary>
    public static Surroundings Full(IReadOnlyDictionary<string, string> environment) => new(
        environment, Directory.GetCurrentDirectory(), Console.OpenStandardOutput(), StandardError(), TimeProvider.System)
    {
        HasTerminal = TerminalDevice.IsThere(),
        ShowsColour = !Console.IsErrorRedirected && !(environment.TryGetValue("NO_COLOR", out var off) && off.Length > 0)
            && !(environment.TryGetValue("TERM", out var terminal) && terminal == "dumb"),
        OwnCommand = SystemEnvironment.OwnCommand(),
    };

    // Not Console.Error: it switches the terminal's keypad on, and a program that takes this process over would find it so.
    private static StreamWriter StandardError() => new(Console.OpenStandardError(), new System.Text.UTF8Encoding(false)) { AutoFlush = true };
}
