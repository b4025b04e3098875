namespace Lanyard.Cli;

/// <summary>The command was called in a way it doesn't take.</summary>
/// <param name="message">What is wrong with the call.</param>
/// <param name="fix">What to run instead.</param>
internal sealed class UsageException(string message, string? fix = null) : Exception(message)
{
    /// <summary>Gets what to run instead.</summary>
    public string? Fix { get; } = fix;
}
