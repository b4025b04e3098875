using System.Net;
using System.Net.Sockets;

namespace Lanyard.Cli.Hosting;

/// <summary>Carries the connections of a socket that listens elsewhere, as in another network namespace, to a port of our own loopback.</summary>
internal sealed class LoopbackForwarder : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Socket _listener;
    private readonly int _port;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    private LoopbackForwarder(Socket listener, int port)
    {
        _listener = listener;
        _port = port;
        _accepting = AcceptAsync();
    }

    /// <summary>Starts to carry.</summary>
    /// <param name="listener">The socket, which listens already.</param>
    /// <param name="port">The port that connections are carried to.</param>
    public static LoopbackForwarder Start(Socket listener, int port) => new(listener, port);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = CarryAsync(await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false), _stop.Token);
            }
            catch (SocketException)
            {
                // A client that was gone before it was served, or no descriptor is free for it.
                await Task.Delay(Pause, CancellationToken.None).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task CarryAsync(Socket client, CancellationToken stop)
    {
        using var near = client;
        using var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _port, stop).ConfigureAwait(false);
            near.NoDelay = far.NoDelay = true;
            await Task.WhenAll(CopyAsync(near, far, stop), CopyAsync(far, near, stop)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One of the two went away: the other is told by its closed connection.
        }
    }

    /// <summary>Copies until one side says that nothing more comes, and says so to the other.</summary>
    /// <param name="from">What is read.</param>
    /// <param name="to">What is written to.</param>
    /// <param name="stop">Ends it.</param>
    private static async Task CopyAsync(Socket from, Socket to, CancellationToken stop)
    {
        var buffer = new byte[32 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, stop).ConfigureAwait(false) is > 0 and var count)
            {
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), stop).ConfigureAwait(false);
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // A reset is handed on too, or the other direction would wait for ever.
            from.Dispose();
            to.Dispose();
        }
    }
}
