using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources;

/// <summary>Everything that a plan is worked out from.</summary>
/// <param name="Environment">The environment variables.</param>
/// <param name="Files">Both shared files.</param>
/// <param name="ExplicitProfile">The profile given by <c>--profile</c>, or null.</param>
public sealed record MachineState(IReadOnlyDictionary<string, string> Environment, SharedConfigSnapshot Files, string? ExplicitProfile)
{
    /// <summary>Gets whether to say why sources are passed over. What only looks for a session at hand needs no words, and not the time they take.</summary>
    public bool WantsReasons { get; init; } = true;

    /// <summary>Gets a variable, or null when it is unset or empty.</summary>
    public string? Variable(string name) => Environment.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>Gets how to read a file that a profile names, or null for the disk's.</summary>
    public Func<string, byte[]?>? ReadFile { get; init; }

    /// <summary>Gets the home folder as the shared files' own locations take it; null where none is known.</summary>
    public string? Home => Variable("HOME") ?? Variable("USERPROFILE");
}
