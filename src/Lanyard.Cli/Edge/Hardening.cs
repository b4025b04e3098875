using System.Runtime.InteropServices;

namespace Lanyard.Cli.Edge;

/// <summary>Keeps secrets in memory from being written to disk or read by other processes of the user.</summary>
internal static partial class Hardening
{
    private const int SetDumpable = 4;

    /// <summary>
    /// Turns core dumps and attaching debuggers off for this process. The setting ends when another program takes the process
    /// over, so a command that we run dumps as it always would. Linux alone; elsewhere nothing is done.
    /// </summary>
    public static void Apply()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Prctl(SetDumpable, 0, 0, 0, 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Prctl(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);
}
