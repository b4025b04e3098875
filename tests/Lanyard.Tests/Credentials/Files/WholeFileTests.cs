using System.IO.Pipes;
using System.Text;
using Lanyard.Credentials.Files;

namespace Lanyard.Tests.Credentials.Files;

public sealed class WholeFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    [InlineData(70_000)]
    public void A_file_is_read_whole_up_to_a_limit(int length)
    {
        var path = _folder.Write("file", new string('x', length));
        Assert.Equal(length, WholeFile.Read(path, 70_000)!.Length);
        Assert.Equal(length > 69_999 ? null : length, WholeFile.Read(path, 69_999)?.Length);
    }

    // What a shell makes of <(…): a path that leads to a pipe.
    [Theory]
    [InlineData(5)]
    [InlineData(20_000)]
    public async Task A_pipe_is_read_to_its_end(int length)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems have no such paths");
        Assert.Equal(new string('x', length), Encoding.ASCII.GetString((await ReadPipeAsync(length, 20_000))!));
        Assert.Null(await ReadPipeAsync(length, length - 1));
    }

    private static async Task<byte[]?> ReadPipeAsync(int length, int maxBytes)
    {
        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        using var reader = writer.ClientSafePipeHandle;
        var reading = Task.Run(() => WholeFile.Read($"/proc/self/fd/{reader.DangerousGetHandle()}", maxBytes), TestContext.Current.CancellationToken);
        await writer.WriteAsync(Encoding.ASCII.GetBytes(new string('x', length)), TestContext.Current.CancellationToken);
        writer.Dispose();
        return await reading;
    }
}
