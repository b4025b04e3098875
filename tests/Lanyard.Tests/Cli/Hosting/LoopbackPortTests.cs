using System.Net.Sockets;
using Lanyard.Aws.Wire;
using Lanyard.Cli.Hosting;

namespace Lanyard.Tests.Cli.Hosting;

public sealed class LoopbackPortTests
{
    [Fact]
    public async Task Who_comes_before_the_server_is_answered_by_it()
    {
        using var port = LoopbackPort.Open();
        using var client = new HttpClient();
        var early = client.GetStringAsync(port.Url, TestContext.Current.CancellationToken);
        await using var host = await DeliveryHost.StartAsync((_, _) => ValueTask.FromResult(Hello), port, TestContext.Current.CancellationToken);
        Assert.Equal("hello", await early);
        Assert.Equal(port.Number, host.Url.Port);
        Assert.Equal("hello", await client.GetStringAsync(port.Url, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_server_that_can_not_start_leaves_nobody_waiting()
    {
        using var port = LoopbackPort.Open();
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DeliveryHost.StartAsync((_, _) => ValueTask.FromResult(Hello), port, stopped.Token));
        using var client = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(port.Url.Host, port.Url.Port, TestContext.Current.CancellationToken).AsTask());
    }

    private static WireResponse Hello => new(200, WireHeaders.Empty, "hello"u8.ToArray());
}
