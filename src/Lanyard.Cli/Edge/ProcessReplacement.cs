using System.Runtime.InteropServices;

namespace Lanyard.Cli.Edge;

/// <summary>
/// Lets another program take this process over (<c>execve</c>), so that terminal, signals and exit code are the program's own.
/// </summary>
internal static partial class ProcessReplacement
{
    private const int BrokenPipe = 13;
    private const int NotAProgram = 8;

    /// <summary>Tells whether this system can do it.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>Runs a program in place of this one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arguments">Its arguments, its own name first.</param>
    /// <param name="environment">Its environment.</param>
    /// <returns>The error number; on success it doesn't return.</returns>
    public static unsafe int Replace(string path, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        using var argv = new StringVector(arguments);
        using var envp = new StringVector(environment.Select(v => $"{v.Key}={v.Value}"));
        using var file = new StringVector([path]);

        // The .NET runtime ignores SIGPIPE, and a new program would too. Signals that are caught go back to their default by
        // themselves, and what was ignored before us, as under nohup, stays so.
        _ = Signal(BrokenPipe, 0);
        _ = ExecuteProgram(file.Pointers[0], argv.Pointers, envp.Pointers);
        var error = Marshal.GetLastPInvokeError();
        if (error == NotAProgram)
        {
            // A script that doesn't say what runs it: shells take it for one of theirs.
            using var script = new StringVector(["/bin/sh", path, .. arguments.Skip(1)]);
            _ = ExecuteProgram(script.Pointers[0], script.Pointers, envp.Pointers);
            error = Marshal.GetLastPInvokeError();
        }

        return error;
    }

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true)]
    private static unsafe partial int ExecuteProgram(byte* path, byte** argv, byte** envp);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int number, nint handler);
}
