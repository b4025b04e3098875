using System.Runtime.InteropServices;

namespace Lanyard.Cli.Edge;

/// <summary>
/// Standard output by the system's own call. <see cref="Console"/> sets up signals, a thread and the terminal before it writes the
/// first byte; it steps in where the call doesn't take everything.
/// </summary>
internal sealed partial class PlainOutput : Stream
{
    private const int StandardOutput = 1;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var written = OperatingSystem.IsWindows() ? 0 : Math.Max(0, (int)WriteFile(StandardOutput, buffer, (nuint)buffer.Length));
        if (written < buffer.Length)
        {
            WriteByConsole(buffer[written..]);
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private static void WriteByConsole(ReadOnlySpan<byte> rest)
    {
        using var console = Console.OpenStandardOutput();
        console.Write(rest);
    }

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint WriteFile(int file, ReadOnlySpan<byte> bytes, nuint length);
}
