using System.Runtime.InteropServices;
using System.Text;

namespace Lanyard.Cli.Edge;

/// <summary>
/// Lets another program take this process over (<c>execve</c>), so that terminal, signals and exit code are the program's own.
/// </summary>
internal static partial class ProcessReplacement
{
    private const int SignalSetMask = 2;

    // What the .NET runtime changes and a new program would inherit: SIGPIPE is ignored, some signals may be blocked.
    private static readonly int[] SignalsToReset = [1, 2, 3, 13, 15, 17, 18, 20, 21, 22, 28];

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
        foreach (var signal in SignalsToReset)
        {
            _ = Signal(signal, 0);
        }

        var empty = stackalloc byte[128];
        new Span<byte>(empty, 128).Clear();
        _ = SignalMask(SignalSetMask, empty, null);
        _ = ExecuteProgram(file.Pointers[0], argv.Pointers, envp.Pointers);
        return Marshal.GetLastSystemError();
    }

    [LibraryImport("libc", EntryPoint = "execve")]
    private static unsafe partial int ExecuteProgram(byte* path, byte** argv, byte** envp);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int number, nint handler);

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static unsafe partial int SignalMask(int how, byte* set, byte* old);

    /// <summary>Texts as C wants them: an array of pointers that ends with a null.</summary>
    private sealed unsafe class StringVector : IDisposable
    {
        private readonly int _count;

        public StringVector(IEnumerable<string> texts)
        {
            var all = texts.Select(t => Encoding.UTF8.GetBytes(t + '\0')).ToArray();
            _count = all.Length;
            Pointers = (byte**)NativeMemory.AllocZeroed((nuint)(_count + 1), (nuint)sizeof(byte*));
            for (var i = 0; i < _count; i++)
            {
                Pointers[i] = (byte*)NativeMemory.Alloc((nuint)all[i].Length);
                all[i].CopyTo(new Span<byte>(Pointers[i], all[i].Length));
            }
        }

        public byte** Pointers { get; }

        public void Dispose()
        {
            for (var i = 0; i < _count; i++)
            {
                NativeMemory.Free(Pointers[i]);
            }

            NativeMemory.Free(Pointers);
        }
    }
}
