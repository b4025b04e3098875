namespace Lanyard.Cli.Edge;

/// <summary>Tells whether the browser that a person sees can come back to a port of this machine, as the usual sign-in needs.</summary>
internal static class LoopbackReach
{
    /// <summary>Finds what stands in the way.</summary>
    /// <returns>
    /// What it is, as a sentence begins; <see langword="null"/> where nothing does, or where <c>BROWSER</c> is set: somebody arranged a
    /// way then, as editors do that forward ports.
    /// </returns>
    public static string? Obstacle(Surroundings surroundings) =>
        surroundings.Variable("BROWSER") is not null ? null
        : surroundings.Variable("SSH_CONNECTION") is not null || surroundings.Variable("SSH_TTY") is not null ? "This is an SSH session"
        : surroundings.IsContainer ? "This is a container"
        : surroundings.Variable("WSL_DISTRO_NAME") is not null || surroundings.Variable("WSL_INTEROP") is not null ? "This is WSL"
        : !surroundings.IsWindows && !OperatingSystem.IsMacOS() && surroundings.Variable("DISPLAY") is null && surroundings.Variable("WAYLAND_DISPLAY") is null
            ? "There is no screen here"
        : null;
}
