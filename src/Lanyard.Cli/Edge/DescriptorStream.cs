using System.Runtime.InteropServices;
using Lanyard.Credentials;

namespace Lanyard.Cli.Edge;

/// <summary>
/// Writes to stdout or stderr and does nothing else to the terminal. .NET's own streams switch its keypad mode at the first write,
/// where a program that takes this process over, or runs beside it, finds it so.
/// </summary>
/// <param name="descriptor">1 for stdout, 2 for stderr.</param>
internal sealed unsafe partial class DescriptorStream(int descriptor) : Stream
{
    private const int Interrupted = 4;
    private const int BrokenPipe = 32;

    // The same condition has two numbers: Linux, then macOS.
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;

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
    /// <exception cref="CredentialsException">stdout can't be written to.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* data = buffer)
        {
            for (var done = 0; done < buffer.Length;)
            {
                var count = WriteTo(descriptor, data + done, (nuint)(buffer.Length - done));
                if (count >= 0)
                {
                    done += (int)count;
                    continue;
                }

                switch (Marshal.GetLastSystemError())
                {
                    case Interrupted:
                        break;
                    case WouldBlockOnLinux or WouldBlockOnMac:
                        Thread.Sleep(1);
                        break;
                    case var error when error == BrokenPipe || descriptor == 2:
                        // Nobody listens any more, and that is no error of the command's; or there is nowhere to say it.
                        return;
                    case var error:
                        throw new CredentialsException(
                            ErrorCodes.FileNotWritable, $"the output can't be written: {Marshal.GetPInvokeErrorMessage(error)}", "check where stdout leads to");
                }
            }
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

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint WriteTo(int descriptor, byte* data, nuint count);
}
