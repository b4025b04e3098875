using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources;

/// <summary>Everything that a plan is worked out from.</summary>
/// <param name="Environment">The environment variables.</param>
/// <param name="Files">Both shared files.</param>
/// <param name="ExplicitProfile">The profile given by <c>--profile</c>, or null.</param>
public sealed record MachineState(IReadOnlyDictionary<string, string> Environment, SharedConfigSnapshot Files, string? ExplicitProfile)
{
    /// <summary>Gets a variable, or null when it is unset or empty.</summary>
    public string? Variable(string name) => Environment.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
