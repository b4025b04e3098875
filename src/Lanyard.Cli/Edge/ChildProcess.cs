using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Lanyard.Cli.Edge;

/// <summary>Runs a child on our own terminal and waits for it, as if we weren't there.</summary>
internal static partial class ChildProcess
{
    /// <summary>
    /// Lets the ends of children be waited for, before the first is started: who ignores SIGCHLD passes that on to us, and the system then
    /// forgets how a child ended.
    /// </summary>
    public static void KeepEnds()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = Signal(OperatingSystem.IsMacOS() ? 20 : 17, 0);
        }
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arguments">Its arguments, its own name first.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="currentDirectory">Its folder.</param>
    /// <param name="lend">Has the program inherit something until the result is disposed of, which is when it has started; null for nothing.</param>
    /// <returns>Its exit code; 128 + signal where a signal ended it.</returns>
    public static async Task<int> RunAsync(
        string path, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string currentDirectory,
        Func<IDisposable?>? lend = null)
    {
        var start = new ProcessStartInfo(path) { UseShellExecute = false, WorkingDirectory = currentDirectory };
        if (OperatingSystem.IsWindows() && BatchFile.Is(path))
        {
            // By its whole path: the command's own folder would be looked through first.
            start.FileName = Path.Combine(Environment.SystemDirectory, "cmd.exe");
            start.Arguments = BatchFile.CommandLine(path, arguments.Skip(1));
        }
        else
        {
            foreach (var argument in arguments.Skip(1))
            {
                start.ArgumentList.Add(argument);
            }
        }

        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var child = new Process { StartInfo = start };
        return await FollowAsync(
            () => Start(child, lend),
            async () =>
            {
                await child.WaitForExitAsync().ConfigureAwait(false);
                return child.ExitCode;
            }).ConfigureAwait(false);
    }

    /// <summary>Starts a child, passes signals on to it, and waits for its end.</summary>
    /// <param name="start">Starts it, and tells its process id.</param>
    /// <param name="waitAsync">Waits for its end, and tells its exit code.</param>
    public static async Task<int> FollowAsync(Func<int> start, Func<Task<int>> waitAsync)
    {
        var pid = 0;

        // A terminal sends Ctrl+C to the child as well, and a deploy tool that gets it twice gives up its clean-up. Where we aren't
        // the terminal's foreground job it can only have been sent to us, so it is passed on.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, c => ForwardUnlessTyped(c, 2));
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, c => ForwardUnlessTyped(c, 3));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => Forward(c, 15));
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, c => Forward(c, 1));
        Volatile.Write(ref pid, WithPipeSignal(start));
        return await waitAsync().ConfigureAwait(false);

        void ForwardUnlessTyped(PosixSignalContext context, int signal)
        {
            if (TerminalDevice.IsInForeground())
            {
                context.Cancel = true;
            }
            else
            {
                Forward(context, signal);
            }
        }

        void Forward(PosixSignalContext context, int signal)
        {
            const int NoSuchProcess = 3;
            if (Volatile.Read(ref pid) is > 0 and var target && !OperatingSystem.IsWindows()
                && Kill(target, signal) != 0 && Marshal.GetLastPInvokeError() == NoSuchProcess)
            {
                // There is nobody to pass it on to, so it is ours.
                return;
            }

            context.Cancel = true;
        }
    }

    private static int Start(Process child, Func<IDisposable?>? lend)
    {
        using var lent = lend?.Invoke();
        return child.Start() ? child.Id : throw new InvalidOperationException("the system started no process");
    }

    // .NET ignores SIGPIPE, and what it starts would too: the writers of a pipeline would go on after their reader has ended.
    private static int WithPipeSignal(Func<int> start)
    {
        const int PipeSignal = 13;
        const nint Default = 0, Ignore = 1;
        var unix = !OperatingSystem.IsWindows();
        try
        {
            _ = unix ? Signal(PipeSignal, Default) : 0;
            return start();
        }
        finally
        {
            _ = unix ? Signal(PipeSignal, Ignore) : 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int number, nint handler);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
