using System.Net.Sockets;
using System.Text;
using Lanyard.Aws.Wire;
using Lanyard.Cli.Hosting;

namespace Lanyard.Tests.Cli.Hosting;

public sealed class KestrelHostTests
{
    // The port is open before the address is known, and a client that knows the port doesn't wait for it to be printed.
    [Fact]
    public async Task A_request_that_comes_before_what_answers_it_waits()
    {
        using var client = new TcpClient();
        await using var host = await KestrelHost.StartAsync(Make, 0, null, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync(TestContext.Current.CancellationToken));

        WireHandler Make(Uri url)
        {
            client.Connect(url.Host, url.Port);
            client.GetStream().Write(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {url.Authority}\r\n\r\n"));
            Thread.Sleep(200);
            return (_, _) => ValueTask.FromResult(WireResponse.OfText(200, "text/plain", "here"));
        }
    }
}
