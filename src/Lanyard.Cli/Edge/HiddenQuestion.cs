using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Lanyard.Cli.Edge;

/// <summary>Asks the person at the terminal for what nobody may see there.</summary>
internal static partial class HiddenQuestion
{
    private const string Device = "/dev/tty";
    private const uint Echo = 8;
    private const int AfterOutput = 1;

    /// <summary>Asks, and reads a line that the terminal doesn't show.</summary>
    /// <returns>The answer; <see langword="null"/> where there is no terminal, or it can't be made to hide what is typed.</returns>
    public static string? Ask(string question)
    {
        if (OperatingSystem.IsWindows())
        {
            return WindowsTerminal.AskHidden(question);
        }

        try
        {
            using var device = new FileStream(Device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            var settings = new byte[256];
            if (ReadSettings(device.SafeFileHandle, settings) != 0)
            {
                return null;
            }

            byte[] hidden = [.. settings];

            // The fourth of the flag words, which are 4 bytes on Linux and 8 on macOS.
            int local = OperatingSystem.IsMacOS() ? 24 : 12;
            BitConverter.TryWriteBytes(hidden.AsSpan(local), BitConverter.ToUInt32(settings, local) & ~Echo);

            // Ctrl+C ends us at once, and must not leave a terminal behind that shows nothing. Nor must whoever ends us otherwise.
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => End(ExitCodes.Interrupted));
            using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => End(ExitCodes.Terminated));
            void End(int exitCode)
            {
                WriteSettings(device.SafeFileHandle, AfterOutput, settings);
                Environment.Exit(exitCode);
            }

            if (WriteSettings(device.SafeFileHandle, AfterOutput, hidden) != 0)
            {
                return null;
            }

            try
            {
                device.Write(Encoding.UTF8.GetBytes(question));
                var line = new List<byte>();
                for (int b; (b = device.ReadByte()) >= 0 && b != '\n';)
                {
                    line.Add((byte)b);
                }

                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            }
            finally
            {
                WriteSettings(device.SafeFileHandle, AfterOutput, settings);
                device.Write("\n"u8);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "tcgetattr")]
    private static partial int ReadSettings(SafeFileHandle terminal, [Out] byte[] settings);

    [LibraryImport("libc", EntryPoint = "tcsetattr")]
    private static partial int WriteSettings(SafeFileHandle terminal, int when, byte[] settings);
}
