using System.Net;
using System.Net.Sockets;

namespace Lanyard.Cli.Hosting;

/// <summary>A free loopback port that is ours. Who connects waits until a server is on it.</summary>
internal sealed class LoopbackPort : IDisposable
{
    private const int Waiting = 512;

    private LoopbackPort(Socket socket)
    {
        Socket = socket;
        Number = ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Gets the socket that listens; a server that is put on it closes it.</summary>
    public Socket Socket { get; }

    /// <summary>Gets the port's number.</summary>
    public int Number { get; }

    /// <summary>Gets the address of a server on it.</summary>
    public Uri Url => new($"http://{IPAddress.Loopback}:{Number}");

    /// <summary>Takes a port.</summary>
    /// <exception cref="SocketException">There is none to be had.</exception>
    public static LoopbackPort Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            socket.Listen(Waiting);
            return new LoopbackPort(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Socket.Dispose();
}
