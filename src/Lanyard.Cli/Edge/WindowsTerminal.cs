using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Lanyard.Cli.Edge;

/// <summary>The console window of Windows itself, which is there also when stdin and stdout are pipes. Never run by our tests, which have no Windows.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsTerminal
{
    private const uint ReadAndWrite = 0xC000_0000;
    private const uint Shared = 3;
    private const uint Existing = 3;
    private const uint Echo = 4;

    /// <summary>Tells whether there is a console window.</summary>
    public static bool IsThere()
    {
        using var input = Open("CONIN$");
        return !input.IsInvalid;
    }

    /// <summary>Asks, and reads a line that the console doesn't show.</summary>
    /// <returns>The answer; <see langword="null"/> where there is no console, or it can't be made to hide what is typed.</returns>
    public static string? AskHidden(string question)
    {
        using var input = Open("CONIN$");
        using var output = Open("CONOUT$");
        if (input.IsInvalid || output.IsInvalid || !GetConsoleMode(input, out var mode))
        {
            return null;
        }

        // Ctrl+C ends us at once, and must not leave a console behind that shows nothing.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ =>
        {
            SetConsoleMode(input, mode);
            Environment.Exit(ExitCodes.Interrupted);
        });
        if (!SetConsoleMode(input, mode & ~Echo))
        {
            return null;
        }

        try
        {
            Write(output, question);
            var line = new char[1024];
            return ReadConsole(input, line, (uint)line.Length, out var count, 0) ? new string(line, 0, (int)count).TrimEnd('\r', '\n') : null;
        }
        finally
        {
            SetConsoleMode(input, mode);
            Write(output, "\r\n");
        }
    }

    private static void Write(SafeFileHandle output, string text) => WriteConsole(output, text, (uint)text.Length, out _, 0);

    private static SafeFileHandle Open(string name) => CreateFile(name, ReadAndWrite, Shared, 0, Existing, 0, 0);

    [LibraryImport("kernel32", EntryPoint = "CreateFileW", StringMarshalling = StringMarshalling.Utf16)]
    private static partial SafeFileHandle CreateFile(string name, uint access, uint share, nint security, uint disposition, uint flags, nint template);

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetConsoleMode(SafeFileHandle console, out uint mode);

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetConsoleMode(SafeFileHandle console, uint mode);

    [LibraryImport("kernel32", EntryPoint = "WriteConsoleW", StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool WriteConsole(SafeFileHandle console, string text, uint length, out uint count, nint reserved);

    [LibraryImport("kernel32", EntryPoint = "ReadConsoleW", StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool ReadConsole(SafeFileHandle console, [Out] char[] line, uint length, out uint count, nint control);
}
