using System.Runtime.InteropServices;

namespace Lanyard.Cli.Edge;

/// <summary>Asks the person at the terminal, even when stdin and stdout are pipes.</summary>
internal static partial class TerminalDevice
{
    private const string Device = "/dev/tty";

    /// <summary>Asks a question and reads a line.</summary>
    /// <returns>The answer; <see langword="null"/> where there is no terminal.</returns>
    public static string? Ask(string question)
    {
        // Nothing is under way while a person is asked, and a read can't be cancelled.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Environment.Exit(ExitCodes.Interrupted));
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Console.Error.Write(question);
                return Console.IsInputRedirected ? null : Console.ReadLine();
            }

            using var device = new FileStream(Device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            device.Write(System.Text.Encoding.UTF8.GetBytes(question));
            var line = new List<byte>();
            for (int b; (b = device.ReadByte()) >= 0 && b != '\n';)
            {
                line.Add((byte)b);
            }

            return System.Text.Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Tells whether there is a terminal to ask.</summary>
    public static bool IsThere()
    {
        if (OperatingSystem.IsWindows())
        {
            return WindowsTerminal.IsThere();
        }

        // Straight from the system: scripts and builds have none, and an exception would cost each of their commands milliseconds.
        const int ReadWrite = 2;
        var device = Open(Device, ReadWrite);
        if (device < 0)
        {
            return false;
        }

        _ = Close(device);
        return true;
    }

    /// <summary>Tells whether what is typed on the terminal, Ctrl+C above all, goes to this process and its children.</summary>
    public static bool IsInForeground()
    {
        if (OperatingSystem.IsWindows())
        {
            return true;
        }

        try
        {
            using var device = new FileStream(Device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            return ForegroundGroup(device.SafeFileHandle) == OwnGroup();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "tcgetpgrp")]
    private static partial int ForegroundGroup(Microsoft.Win32.SafeHandles.SafeFileHandle terminal);

    [LibraryImport("libc", EntryPoint = "getpgrp")]
    private static partial int OwnGroup();
}
