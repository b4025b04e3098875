using System.Net.Sockets;
using System.Runtime.InteropServices;

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
    private const int Tries = 8;
    private const int Patience = 700;
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
    /// <param name="hasGivenUp">Whether the system permits such a network, but none was ready in time.</param>
    /// <returns>The program that runs; <see langword="null"/> where no such network can be had, and nothing was started.</returns>
    /// <exception cref="System.ComponentModel.Win32Exception">The file isn't a program.</exception>
    public static PrivateNetwork? Start(
        string path, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string currentDirectory, int port,
        out bool hasGivenUp)
    {
        using var argv = new StringVector(arguments);
        using var envp = new StringVector(environment.Select(v => $"{v.Key}={v.Value}"));
        using var texts = new StringVector(
            [path, currentDirectory, "/proc/self/setgroups", "/proc/self/uid_map", "/proc/self/gid_map", "deny", MapOf(EffectiveUser()), MapOf(EffectiveGroup())]);
        var plan = PrivateNetworkChild.PlanFor(texts.Pointers, argv.Pointers, envp.Pointers, port, isRoot: EffectiveUser() == 0);
        hasGivenUp = false;
        for (var at = 0; at < Tries; at++)
        {
            var (isRefused, started) = Try(plan);
            if (isRefused || started is not null)
            {
                return started;
            }
        }

        hasGivenUp = true;
        return null;
    }

    // Neither refused nor started is a process that never reported.
    private static (bool IsRefused, PrivateNetwork? Started) Try(PrivateNetworkChild.Plan plan)
    {
        using var report = new Pipe();
        using var go = new Pipe();
        (plan.ReportTo, plan.GoFrom, plan.GoTo) = (report.In, go.Out, go.In);
        var child = (int)PrivateNetworkChild.Clone(&plan);
        if (child < 0)
        {
            return (true, null);
        }

        var said = Read(report.Out, Patience);
        report.CloseIn();
        if (said is not { Step: 0 })
        {
            Abandon(child, said?.Socket ?? -1);
            return (said is not null, null);
        }

        byte one = 1;
        _ = WriteFrom(go.In, &one, 1);
        return Read(report.Out, Timeout.Infinite) is null
            ? (false, new PrivateNetwork(child, new Socket(new SafeSocketHandle(said.Value.Socket, ownsHandle: true))))
            : throw NoProgram(child, said.Value.Socket);
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
        while (WaitFor(process, &status, 0) < 0)
        {
            if (Marshal.GetLastPInvokeError() is var error && error != Interrupted)
            {
                throw new IOException($"the system doesn't tell how the command ended: {Marshal.GetPInvokeErrorMessage(error)}");
            }
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

    /// <summary>A pipe that no program inherits.</summary>
    private sealed class Pipe : IDisposable
    {
        public Pipe()
        {
            var ends = stackalloc int[2];
            if (MakePipe(ends, CloseOnExec) != 0)
            {
                throw new IOException("the system has no pipe left");
            }

            (Out, In) = (ends[0], ends[1]);
        }

        public int Out { get; }

        public int In { get; private set; }

        public void CloseIn()
        {
            _ = Close(In);
            In = -1;
        }

        public void Dispose()
        {
            _ = Close(Out);
            _ = In < 0 ? 0 : Close(In);
        }
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
    private static partial int MakePipe(int* ends, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(Asked* asked, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint ReadInto(int descriptor, void* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint WriteFrom(int descriptor, void* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitFor(int process, int* status, int options);
}
