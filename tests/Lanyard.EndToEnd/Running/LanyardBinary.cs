using System.Runtime.InteropServices;

namespace Lanyard.EndToEnd.Running;

/// <summary>The program under test: what <c>LANYARD_BINARY</c> names, else what the solution's build made.</summary>
internal static class LanyardBinary
{
    private static readonly string? Named = ReadVariable();

    /// <summary>Gets the program's full path.</summary>
    public static string Path { get; } = Find();

    /// <summary>Gets where .NET is, for a program that doesn't bring its own; null for one that does.</summary>
    public static string? DotnetRoot { get; } = Named is null
        ? System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."))
        : null;

    private static string Find()
    {
        var configuration = AppContext.BaseDirectory.Contains($"{System.IO.Path.DirectorySeparatorChar}Release{System.IO.Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
        var path = Named ?? System.IO.Path.Combine(Repository.Root, "src", "Lanyard.Cli", "bin", configuration, "net10.0", "lanyard");
        return File.Exists(path)
            ? System.IO.Path.GetFullPath(path)
            : throw new InvalidOperationException($"there is no program to test at {path}; run ./publish.sh and set LANYARD_BINARY to what it prints");
    }

#pragma warning disable RS0030 // Which program is tested is no input of the program.
    private static string? ReadVariable() => Environment.GetEnvironmentVariable("LANYARD_BINARY") is { Length: > 0 } path ? path : null;
#pragma warning restore RS0030
}
