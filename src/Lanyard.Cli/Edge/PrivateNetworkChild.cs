using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lanyard.Cli.Edge;

/// <summary>What happens in a new process between <c>clone</c> and <c>execve</c>, where there is one thread and no runtime to rely on.</summary>
internal static unsafe class PrivateNetworkChild
{
    private const int NewUser = 0x10000000, NewNetwork = 0x40000000, ShareFiles = 0x400, ChildSignal = 17;
    private const int CloseOnExec = 0x80000;
    private const int NothingIsThere = -1;

    // Signals by which the processor reports a fault of the thread itself (4 to 8, and 11), which can't wait.
    private const ulong FromWithin = 0b100_1111_1000;

    /// <summary>What the new process says of itself.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Report
    {
        /// <summary>Where it failed; 0 where it is about to become the program.</summary>
        public int Step;

        /// <summary>The socket that listens on its loopback, a descriptor of ours too; negative where there is none.</summary>
        public int Socket;
    }

    /// <summary>All that the new process needs: nothing may be made there.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Plan
    {
        public nint Call;
        public bool IsRoot;
        public nint Flags;
        public int ReportTo, GoFrom, GoTo;
        public byte* Path, Folder, GroupsFile, UserFile, GroupFile, Deny, UserMap, GroupMap;
        public nint DenyLength, UserMapLength, GroupMapLength;
        public byte** Arguments, Variables;
        public fixed byte Address[16];
        public fixed byte Interface[40];
        public Report Report;
        public ulong Blocked, Mask;
        public fixed long Action[4];
        public nint CloneNumber, MaskSignals, SetAction, Prctl, OpenAt, Read, Write, Close, Socket, Ioctl, Bind, Listen, Unshare, ChangeFolder, Execute, Exit;
    }

    /// <summary>Makes the plan.</summary>
    /// <param name="texts">The program, its folder, the three files that map users, and what is written to them.</param>
    /// <param name="arguments">The program's arguments.</param>
    /// <param name="variables">Its environment.</param>
    /// <param name="port">The port to listen on.</param>
    /// <param name="isRoot">Whether the user is root, who needs no namespace for users, and would miss other users' files in one.</param>
    public static Plan PlanFor(byte** texts, byte** arguments, byte** variables, int port, bool isRoot)
    {
        var plan = new Plan
        {
            Call = NativeLibrary.GetExport(NativeLibrary.Load("libc", typeof(PrivateNetworkChild).Assembly, null), "syscall"),
            IsRoot = isRoot,
            Flags = NewNetwork | ShareFiles | ChildSignal | (isRoot ? 0 : NewUser),
            Path = texts[0],
            Folder = texts[1],
            GroupsFile = texts[2],
            UserFile = texts[3],
            GroupFile = texts[4],
            Deny = texts[5],
            UserMap = texts[6],
            GroupMap = texts[7],
            DenyLength = LengthOf(texts[5]),
            UserMapLength = LengthOf(texts[6]),
            GroupMapLength = LengthOf(texts[7]),
            Arguments = arguments,
            Variables = variables,
            Report = new Report { Socket = NothingIsThere },
            Blocked = ~FromWithin,
        };

        // sockaddr_in: 127.0.0.1 and the port, in network order.
        plan.Address[0] = 2;
        (plan.Address[2], plan.Address[3]) = ((byte)(port >> 8), (byte)port);
        (plan.Address[4], plan.Address[7]) = (127, 1);

        // ifreq: the interface lo, up and running.
        (plan.Interface[0], plan.Interface[1], plan.Interface[16]) = ((byte)'l', (byte)'o', 0x41);
        if (RuntimeInformation.ProcessArchitecture == Architecture.Arm64)
        {
            (plan.MaskSignals, plan.SetAction) = (135, 134);
            (plan.CloneNumber, plan.Prctl, plan.OpenAt, plan.Read, plan.Write, plan.Close, plan.Socket, plan.Ioctl) = (220, 167, 56, 63, 64, 57, 198, 29);
            (plan.Bind, plan.Listen, plan.Unshare, plan.ChangeFolder, plan.Execute, plan.Exit) = (200, 201, 97, 49, 221, 94);
        }
        else
        {
            (plan.MaskSignals, plan.SetAction) = (14, 13);
            (plan.CloneNumber, plan.Prctl, plan.OpenAt, plan.Read, plan.Write, plan.Close, plan.Socket, plan.Ioctl) = (56, 157, 257, 0, 1, 3, 41, 16);
            (plan.Bind, plan.Listen, plan.Unshare, plan.ChangeFolder, plan.Execute, plan.Exit) = (49, 50, 272, 80, 59, 231);
        }

        return plan;
    }

    /// <summary>
    /// Makes the process, which shares our descriptors until it has the socket. Compiled before it runs and as a whole, and it calls nothing
    /// but the system: whatever the runtime would do meanwhile (compile, collect) waits for threads that aren't there. A collection that
    /// was about to begin at that moment is such a thing, and the new process then never reports.
    /// </summary>
    /// <returns>The process; negative where the system refused.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static nint Clone(Plan* plan)
    {
        const int OpenToWrite = 1, OfFolder = -100, Internet = 2, Stream = 1, Datagram = 2, SetFlags = 0x8914, Waiting = 512, SetDumpable = 4, CannotRun = 126;
        const int SetMask = 2, MaskSize = 8, Signals = 64;
        var call = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint, nint, nint, nint, nint, nint>)plan->Call;

        // The runtime's handlers would run in the new process too, and tell it to us as if the signal were ours.
        _ = call(plan->MaskSignals, SetMask, (nint)(&plan->Blocked), (nint)(&plan->Mask), MaskSize, 0);
        var child = call(plan->CloneNumber, plan->Flags, 0, 0, 0, 0);
        if (child != 0)
        {
            _ = call(plan->MaskSignals, SetMask, (nint)(&plan->Mask), 0, MaskSize, 0);
            return child;
        }

        nint file;
        plan->Report.Step = 1;
        if (!plan->IsRoot)
        {
            // What /proc shows of a process that can't be dumped is root's.
            if (call(plan->Prctl, SetDumpable, 1, 0, 0, 0) != 0
                || (file = call(plan->OpenAt, OfFolder, (nint)plan->GroupsFile, OpenToWrite | CloseOnExec, 0, 0)) < 0
                || call(plan->Write, file, (nint)plan->Deny, plan->DenyLength, 0, 0) != plan->DenyLength
                || call(plan->Close, file, 0, 0, 0, 0) != 0
                || (file = call(plan->OpenAt, OfFolder, (nint)plan->UserFile, OpenToWrite | CloseOnExec, 0, 0)) < 0
                || call(plan->Write, file, (nint)plan->UserMap, plan->UserMapLength, 0, 0) != plan->UserMapLength
                || call(plan->Close, file, 0, 0, 0, 0) != 0
                || (file = call(plan->OpenAt, OfFolder, (nint)plan->GroupFile, OpenToWrite | CloseOnExec, 0, 0)) < 0
                || call(plan->Write, file, (nint)plan->GroupMap, plan->GroupMapLength, 0, 0) != plan->GroupMapLength
                || call(plan->Close, file, 0, 0, 0, 0) != 0)
            {
                goto Failed;
            }
        }

        plan->Report.Step = 2;
        if ((file = call(plan->Socket, Internet, Datagram | CloseOnExec, 0, 0, 0)) < 0
            || call(plan->Ioctl, file, SetFlags, (nint)plan->Interface, 0, 0) != 0
            || call(plan->Close, file, 0, 0, 0, 0) != 0)
        {
            goto Failed;
        }

        plan->Report.Step = 3;
        if ((file = call(plan->Socket, Internet, Stream | CloseOnExec, 0, 0, 0)) < 0)
        {
            goto Failed;
        }

        plan->Report.Socket = (int)file;
        if (call(plan->Bind, file, (nint)plan->Address, 16, 0, 0) != 0
            || call(plan->Listen, file, Waiting, 0, 0, 0) != 0
            || call(plan->ChangeFolder, (nint)plan->Folder, 0, 0, 0, 0) != 0
            || call(plan->Unshare, ShareFiles, 0, 0, 0, 0) != 0)
        {
            goto Failed;
        }

        // From here on until it is told to go it can be given up, and nothing has happened.
        plan->Report.Step = 0;
        _ = call(plan->Close, plan->GoTo, 0, 0, 0, 0);
        if (call(plan->Write, plan->ReportTo, (nint)(&plan->Report), sizeof(Report), 0, 0) != sizeof(Report)
            || call(plan->Read, plan->GoFrom, (nint)(&plan->Report), 1, 0, 0) != 1)
        {
            goto Failed;
        }

        // What is handled goes back to its default; what is ignored stays so. A signal that came meanwhile has its effect now.
        for (nint signal = 1; signal <= Signals; signal++)
        {
            if (call(plan->SetAction, signal, 0, (nint)plan->Action, MaskSize, 0) == 0 && plan->Action[0] is not (0 or 1))
            {
                (plan->Action[0], plan->Action[1], plan->Action[2], plan->Action[3]) = (0, 0, 0, 0);
                _ = call(plan->SetAction, signal, (nint)plan->Action, 0, MaskSize, 0);
            }
        }

        _ = call(plan->MaskSignals, SetMask, (nint)(&plan->Mask), 0, MaskSize, 0);
        _ = call(plan->Execute, (nint)plan->Path, (nint)plan->Arguments, (nint)plan->Variables, 0, 0);
        plan->Report.Step = 4;
    Failed:
        _ = call(plan->Write, plan->ReportTo, (nint)(&plan->Report), sizeof(Report), 0, 0);
        _ = call(plan->Exit, CannotRun, 0, 0, 0, 0);
        return 0;
    }

    private static nint LengthOf(byte* text) => MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text).Length;
}
