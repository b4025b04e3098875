using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lanyard.EndToEnd.Running;

/// <summary>A server that answers every request with what a test says, headers and all, or never.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, string?> _answer;
    private readonly Task _accepting;
    private int _requests;

    private LoopbackServer(Func<string, string?> answer)
    {
        _answer = answer;
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync();
    }

    /// <summary>Gets its address.</summary>
    public Uri Url { get; }

    /// <summary>Gets how many requests came.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Starts a server.</summary>
    /// <param name="answer">Is given a request, head and body, and gives the whole answer; null to leave it unanswered.</param>
    public static LoopbackServer Start(Func<string, string?> answer) => new(answer);

    /// <summary>Writes an answer.</summary>
    public static string Answer(int status, string type, string body, params string[] headers) =>
        $"HTTP/1.1 {status} Said\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{string.Concat(headers.Select(h => h + "\r\n"))}Connection: close\r\n\r\n{body}";

    /// <summary>Gives a header of a request; null where it has none.</summary>
    public static string? Header(string request, string name)
    {
        foreach (var line in request.Split("\r\n").Skip(1).TakeWhile(line => line.Length > 0))
        {
            if (line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            {
                return line[(name.Length + 1)..].Trim();
            }
        }

        return null;
    }

    /// <summary>Gives a port on which nobody listens.</summary>
    public static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }

        await Task.WhenAll(open);
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var request = new StringBuilder();
                var buffer = new byte[4096];
                while (!IsWhole(request.ToString()))
                {
                    var count = await stream.ReadAsync(buffer, _stop.Token);
                    if (count == 0)
                    {
                        return;
                    }

                    request.Append(Encoding.ASCII.GetString(buffer, 0, count));
                }

                Interlocked.Increment(ref _requests);
                if (_answer(request.ToString()) is not { } answer)
                {
                    await Task.Delay(Timeout.Infinite, _stop.Token);
                    return;
                }

                await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), _stop.Token);

                // The rest of the request is taken in: closing over unread data would reset the connection under the answer.
                client.Client.Shutdown(SocketShutdown.Send);
                while (await stream.ReadAsync(buffer, _stop.Token) > 0)
                {
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // Stopped, or the client went away.
            }
        }
    }

    private static bool IsWhole(string request)
    {
        var head = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return head >= 0 && request.Length - head - 4 >= (Header(request[..head], "Content-Length") is { } length ? int.Parse(length, CultureInfo.InvariantCulture) : 0);
    }
}
