namespace Lanyard.Cli.Edge;

/// <summary>Makes the surroundings of this process.</summary>
internal static class StandardSurroundings
{
    /// <summary>Makes those of a command that only writes data: the console, which takes time to set up, stays untouched.</summary>
    /// <param name="environment">The environment variables.</param>
    /// <param name="withFolder">Whether the current folder is needed.</param>
    public static Surroundings Plain(IReadOnlyDictionary<string, string> environment, bool withFolder) => new(
        environment, withFolder ? CurrentDirectory() : "", StandardOutput(), TextWriter.Null, TimeProvider.System);

    /// <summary>Makes those of any other command.</summary>
    public static Surroundings Full(IReadOnlyDictionary<string, string> environment) => new(
        environment, CurrentDirectory(), StandardOutput(), StandardError(), TimeProvider.System)
    {
        HasTerminal = TerminalDevice.IsThere(),
        In = Console.IsInputRedirected ? Console.OpenStandardInput() : null,
        ShowsColour = !Console.IsErrorRedirected && !(environment.TryGetValue("NO_COLOR", out var off) && off.Length > 0)
            && !(environment.TryGetValue("TERM", out var terminal) && terminal == "dumb"),
        ShowsData = !Console.IsOutputRedirected,
        ShowsProgress = !Console.IsErrorRedirected,
        IsContainer = File.Exists("/.dockerenv") || File.Exists("/run/.containerenv") || environment.ContainsKey("KUBERNETES_SERVICE_HOST"),
        OwnCommand = SystemEnvironment.OwnCommand(),
        OpenVault = new PlatformVault().Open,
    };

    // A folder that was deleted under us has no path any more.
    private static string CurrentDirectory()
    {
        try
        {
            return Directory.GetCurrentDirectory();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Path.GetPathRoot(AppContext.BaseDirectory) ?? "/";
        }
    }

    private static Stream StandardOutput() => OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new DescriptorStream(1);

    private static StreamWriter StandardError() =>
        new(OperatingSystem.IsWindows() ? Console.OpenStandardError() : new DescriptorStream(2), new System.Text.UTF8Encoding(false)) { AutoFlush = true };
}
