using System.Net.Sockets;
using System.Text;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Sandboxes;

/// <summary>What runs in a sandbox reaches nobody outside.</summary>
public sealed class ProxyTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n")]
    [InlineData("CONNECT 169.254.169.254:80 HTTP/1.1\r\nHost: 169.254.169.254:80\r\n\r\n")]
    [InlineData("CONNECT sts.amazonaws.com:22 HTTP/1.1\r\nHost: sts.amazonaws.com:22\r\n\r\n")]
    [InlineData("CONNECT amazonaws.com.example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("CONNECT notamazonaws.com:443 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET http://169.254.169.254/latest/meta-data/ HTTP/1.1\r\nHost: 169.254.169.254\r\nConnection: close\r\n\r\n")]
    [InlineData("GET http://example.com/ HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n")]
    public async Task A_host_that_is_not_aws_is_refused(string request) =>
        Assert.StartsWith("HTTP/1.1 403 ", await SendAsync(request), StringComparison.Ordinal);

    [Theory]
    [InlineData("CONNECT sts.eu-west-1.amazonaws.com:443 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("CONNECT portal.sso.eu-west-1.amazonaws.com:443 HTTP/1.1\r\nHost: x\r\n\r\n")]
    public async Task A_host_of_aws_is_answered_in_its_place(string request) =>
        Assert.StartsWith("HTTP/1.1 200 ", await SendAsync(request), StringComparison.Ordinal);

    [Theory]
    [InlineData("CONNECT\r\n\r\n")]
    [InlineData("CONNECT nonsense HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT sts.amazonaws.com:https HTTP/1.1\r\n\r\n")]
    public async Task What_is_no_request_is_told_so(string request) =>
        Assert.StartsWith("HTTP/1.1 400 ", await SendAsync(request), StringComparison.Ordinal);

    [Fact]
    public async Task Sandbox_exec_says_what_it_refused()
    {
        var python = Requires.Program("python3", "python3");
        using var home = new UserHome();
        const string Ask =
            """
            import urllib.request
            for url in ("https://example.com/", "https://example.com/again", "http://169.254.169.254/latest/meta-data/"):
                try:
                    urllib.request.urlopen(url)
                    print("reached", url)
                except OSError as e:
                    print("refused", "403" in str(e))
            """;

        var ended = (await home.LanyardAsync("sandbox", "exec", "--", python, "-c", Ask)).Succeeded();

        Assert.Equal("refused True\nrefused True\nrefused True\n", ended.Out);
        Assert.Contains("refused what isn't AWS's: example.com 2×, http://169.254.169.254 1×", ended.Error, StringComparison.Ordinal);
    }

    private async Task<string> SendAsync(string request)
    {
        using var client = new TcpClient();
        var stop = TestContext.Current.CancellationToken;
        await client.ConnectAsync(sandbox.Url.Host, sandbox.Url.Port, stop);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), stop);
        var buffer = new byte[4096];
        var count = await client.GetStream().ReadAsync(buffer, stop).AsTask().WaitAsync(TimeSpan.FromSeconds(20), stop);
        return Encoding.ASCII.GetString(buffer, 0, count);
    }
}
