using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Lanyard.Cli.Hosting;

/// <summary>Carries a proxy's client to a host outside, unread. Where a machine finds its credentials nobody is carried, whatever name leads there.</summary>
internal static class OutsideTunnel
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Connects, tells the client whether that worked, and carries until one side ends.</summary>
    public static async Task CarryAsync(ConnectionContext client, string host, int port)
    {
        using var outside = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(client.ConnectionClosed);
        stop.CancelAfter(Patience);
        try
        {
            var addresses = Uri.CheckHostName(host) == UriHostNameType.Dns ? await Dns.GetHostAddressesAsync(host, stop.Token).ConfigureAwait(false) : [IPAddress.Parse(host.Trim('[', ']'))];
            await outside.ConnectAsync([.. addresses.Where(a => !IsMetadata(a))], port, stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ArgumentException or FormatException)
        {
            await client.Transport.Output.WriteAsync("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nX-Lanyard-Refused: the host can't be reached\r\n\r\n"u8.ToArray()).ConfigureAwait(false);
            return;
        }

        await client.Transport.Output.WriteAsync("HTTP/1.1 200 Connection Established\r\n\r\n"u8.ToArray()).ConfigureAwait(false);
        var stream = new NetworkStream(outside);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                await Task.WhenAll(OutAsync(client.Transport.Input, stream, outside, client.ConnectionClosed), InAsync(stream, client.Transport.Output, client.ConnectionClosed)).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // One of the two went away.
            }
        }
    }

    /// <summary>Tells whether an address is that of instance metadata or a container's credentials.</summary>
    public static bool IsMetadata(IPAddress address)
    {
        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        return bytes is [169, 254, ..] || address.Equals(IPAddress.Parse("fd00:ec2::254")) || address.Equals(IPAddress.Parse("fd00:ec2::23"));
    }

    private static async Task OutAsync(PipeReader client, NetworkStream stream, Socket outside, CancellationToken stop)
    {
        await client.CopyToAsync(stream, stop).ConfigureAwait(false);
        outside.Shutdown(SocketShutdown.Send);
    }

    private static async Task InAsync(NetworkStream stream, PipeWriter client, CancellationToken stop)
    {
        await stream.CopyToAsync(client, stop).ConfigureAwait(false);
        await client.CompleteAsync().ConfigureAwait(false);
    }
}
