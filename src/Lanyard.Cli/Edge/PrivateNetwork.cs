using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Lanyard.Cli.Edge;

/// <summary>
/// Starts a program with a network of its own, in which there is loopback and nothing else. On it one port leads to us. Terminal, signals,
/// working folder, files and user are what they would be without; where the user isn't root, other users' names are lost on it.
/// </summary>
/// <remarks>
/// Linux alone, and where the system lets its users make namespaces. The new process is made by a bare <c>clone</c>, since a namespace for a
/// user can't be entered by a program with many threads, which a .NET program is.
/// </remarks>
internal sealed unsafe partial class PrivateNetwork : IDisposable
{
    private const int Patience = 2000;
    private const int Interrupted = 4;
    private const int CloseOnExec = 0x80000;

    private PrivateNetwork(int processId, Socket listener)
    {
        ProcessId = processId;
        Listener = listener;
    }

    /// <summary>Tells whether this system may be able to do it.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>Gets the program's process.</summary>
    public int ProcessId { get; }

    /// <summary>Gets the socket that listens on the port of the program's loopback.</summary>
    public Socket Listener { get; }

    /// <summary>Starts a program.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arguments">Its arguments, its own name first.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="currentDirectory">Its folder.</param>
    /// <param name="port">The port.</param>
    /// <returns>The program that runs; <see langword="null"/> where no such network can be had, and nothing was started.</returns>
    /// <exception cref="System.ComponentModel.Win32Exception">The file isn't a program.</exception>
    public static PrivateNetwork? Start(
        string path, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string currentDirectory, int port)
    {
        using var argv = new StringVector(arguments);
        using var envp = new StringVector(environment.Select(v => $"{v.Key}={v.Value}"));
        using var texts = new StringVector(
            [path, currentDirectory, "/proc/self/setgroups", "/proc/self/uid_map", "/proc/self/gid_map", "deny", MapOf(EffectiveUser()), MapOf(EffectiveGroup())]);
        var plan = PrivateNetworkChild.PlanFor(texts.Pointers, argv.Pointers, envp.Pointers, port, isRoot: EffectiveUser() == 0);
        var pipe = stackalloc int[2];
        if (Pipe(pipe, CloseOnExec) != 0)
        {
            return null;
        }

        plan.Pipe = pipe[1];
        try
        {
            var child = (int)PrivateNetworkChild.Clone(&plan);
            var report = child > 0 ? Read(pipe[0], Patience) : null;
            _ = Close(pipe[1]);
            pipe[1] = -1;
            if (report is { Step: 0, Socket: >= 0 and var socket })
            {
                return Read(pipe[0], Timeout.Infinite) is null ? new PrivateNetwork(child, new Socket(new SafeSocketHandle(socket, ownsHandle: true))) : throw NoProgram(child, socket);
            }

            Abandon(child, report?.Socket ?? -1);
            return null;
        }
        finally
        {
            _ = Close(pipe[0]);
            _ = pipe[1] < 0 ? 0 : Close(pipe[1]);
        }
    }

    /// <summary>Waits for the program's end.</summary>
    /// <returns>Its exit code; 128 + signal where a signal ended it.</returns>
    public Task<int> WaitAsync() => Task.Factory.StartNew(() => Wait(ProcessId), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <inheritdoc/>
    public void Dispose() => Listener.Dispose();

    // Only oneself can be mapped without rights, and that is all it takes: files that are written stay one's own.
    private static string MapOf(uint id) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{id} {id} 1");

    private static int Wait(int process)
    {
        int status;
        while (WaitFor(process, &status, 0) < 0 && Marshal.GetLastPInvokeError() == Interrupted)
        {
        }

        var signal = status & 0x7f;
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal;
    }

    private static void Abandon(int child, int socket)
    {
        const int Kill = 9;
        if (child > 0)
        {
            _ = SendSignal(child, Kill);
            _ = Wait(child);
        }

        _ = socket < 0 ? 0 : Close(socket);
    }

    private static System.ComponentModel.Win32Exception NoProgram(int child, int socket)
    {
        Abandon(child, socket);
        return new System.ComponentModel.Win32Exception();
    }

    // Null at the end, which is when the program has taken the process over, and when it takes too long.
    private static PrivateNetworkChild.Report? Read(int pipe, int patience)
    {
        var asked = new Asked { Descriptor = pipe, Events = 1 };
        int ready;
        while ((ready = Poll(&asked, 1, patience)) < 0 && Marshal.GetLastPInvokeError() == Interrupted)
        {
        }

        PrivateNetworkChild.Report report;
        return ready > 0 && ReadInto(pipe, &report, sizeof(PrivateNetworkChild.Report)) == sizeof(PrivateNetworkChild.Report) ? report : null;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Asked
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "getegid")]
    private static partial uint EffectiveGroup();

    [LibraryImport("libc", EntryPoint = "pipe2")]
    private static partial int Pipe(int* ends, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(Asked* asked, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint ReadInto(int descriptor, void* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitFor(int process, int* status, int options);
}
