using System.Net;
using System.Net.Sockets;
using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Aws.Wire;

/// <summary>The client over real sockets, on the loopback interface.</summary>
public class WireTransportTests
{
    [Fact]
    public async Task An_answer_comes_back_with_its_headers()
    {
        await using var server = new LoopbackServer("HTTP/1.1 400 Bad\r\nX-Amzn-ErrorType: A\r\nContent-Type: text/xml\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
        var response = await Call(new Uri($"http://127.0.0.1:{server.Port}"));
        Assert.Equal(400, response.Status);
        Assert.Equal("A", response.Headers.Get("x-amzn-errortype"));
        Assert.Equal("text/xml", response.Headers.Get("content-type"));
        Assert.Equal("no", response.Text);
    }

    [Fact]
    public async Task The_request_line_and_host_are_those_that_were_signed()
    {
        await using var server = new LoopbackServer();
        await Call(new Uri($"http://127.0.0.1:{server.Port}/base/"), "/a/../%7e//x?q=%41+b");
        string sent = Assert.Single(server.Requests);
        Assert.StartsWith("GET /base/a/../%7e//x?q=%41+b HTTP/1.1\r\n", sent, StringComparison.Ordinal);
        Assert.Contains($"\r\nHost: 127.0.0.1:{server.Port}\r\n", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var server = new LoopbackServer("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        Assert.Equal(302, (await Call(new Uri($"http://127.0.0.1:{server.Port}"))).Status);
    }

    [Fact]
    public async Task A_closed_port_is_a_refused_connection()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var failure = await Fails(new Uri($"http://127.0.0.1:{port}"));
        Assert.Equal(UnreachableReason.Connection, failure.Reason);
        Assert.StartsWith($"no answer from http://127.0.0.1:{port} after 1 attempt: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_without_an_address_is_not_found()
    {
        // RFC 6761: names under .invalid never have an address; off the network the look-up itself fails.
        var failure = await Fails(new Uri("https://nosuch.invalid"));
        Assert.Equal(UnreachableReason.NameNotFound, failure.Reason);
        Assert.Contains("the name nosuch.invalid ", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\ncut off")]
    [InlineData("this is not HTTP\r\n\r\n")]
    public async Task A_connection_that_breaks_off_is_told(string? answer)
    {
        await using var server = new LoopbackServer(answer);
        Assert.Equal(UnreachableReason.Connection, (await Fails(new Uri($"http://127.0.0.1:{server.Port}"))).Reason);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_not_trusted_and_not_tried_again()
    {
        await using var server = new LoopbackServer(certificate: LoopbackServer.SelfSigned("localhost"));
        var failure = await Fails(new Uri($"https://localhost:{server.Port}"), attempts: 3);
        Assert.Equal(UnreachableReason.Tls, failure.Reason);
        Assert.Contains("after 1 attempt:", failure.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Plain_http_where_tls_should_be_is_a_tls_failure()
    {
        await using var server = new LoopbackServer("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
        Assert.Equal(UnreachableReason.Tls, (await Fails(new Uri($"https://localhost:{server.Port}"))).Reason);
    }

    [Fact]
    public async Task A_bundle_with_the_authority_makes_the_certificate_trusted()
    {
        using var folder = new TemporaryFolder();
        var certificate = LoopbackServer.SelfSigned("localhost");
        string bundle = folder.Write("ca.pem", "# our proxy\n" + certificate.ExportCertificatePem() + "\n");
        await using var server = new LoopbackServer(certificate: certificate);
        Assert.Equal("ok", (await Call(new Uri($"https://localhost:{server.Port}"), bundle: bundle)).Text);
    }

    [Fact]
    public async Task A_bundle_does_not_vouch_for_another_name_or_another_certificate()
    {
        using var folder = new TemporaryFolder();
        var certificate = LoopbackServer.SelfSigned("sts.amazonaws.com");
        string right = folder.Write("right.pem", certificate.ExportCertificatePem());
        using var other = LoopbackServer.SelfSigned("localhost");
        string wrong = folder.Write("wrong.pem", other.ExportCertificatePem());
        await using var server = new LoopbackServer(certificate: certificate);
        foreach (string bundle in new[] { right, wrong })
        {
            Assert.Equal(UnreachableReason.Tls, (await Fails(new Uri($"https://localhost:{server.Port}"), bundle: bundle)).Reason);
        }

        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("", "it holds no certificate in PEM form")]
    [InlineData("hello", "it holds no certificate in PEM form")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "it holds no certificate in PEM form")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "")]
    public void A_bundle_without_a_certificate_is_refused(string content, string why)
    {
        using var folder = new TemporaryFolder();
        string bundle = folder.Write("ca.pem", content);
        var refusal = Assert.Throws<CaBundleException>(() => Authorities.Read(bundle, _ => null));
        Assert.StartsWith($"the CA bundle {bundle} can't be used: {why}", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(bundle, refusal.Path);
    }

    [Fact]
    public void A_bundle_that_cannot_be_read_is_refused()
    {
        using var folder = new TemporaryFolder();
        foreach (string path in new[] { folder["missing.pem"], folder.Path, "", "a\0b" })
        {
            Assert.Throws<CaBundleException>(() => Authorities.Read(path, _ => null));
        }
    }

    [Theory]
    [InlineData("line\nX-Injected: 1")]
    [InlineData("line\r\nX-Injected: 1")]
    [InlineData("line\r")]
    [InlineData("nul\0")]
    [InlineData("snow☃")]
    public async Task A_header_value_that_is_none_never_becomes_another_header(string value)
    {
        await using var server = new LoopbackServer();
        using var http = WireTransport.Create(null, TimeSpan.FromSeconds(5));
        var work = Client(http, 3).SendAsync(
            new Uri($"http://127.0.0.1:{server.Port}"),
            t => new WireRequest("GET", "/", new WireHeaders(("Host", t.Host), ("X-Amz-Security-Token", value)), Stream.Null),
            _ => null, TestContext.Current.CancellationToken);
        var failure = await Assert.ThrowsAsync<EndpointUnreachableException>(() => work);
        Assert.Equal(UnreachableReason.Unsendable, failure.Reason);
        Assert.Contains("after 1 attempt: the X-Amz-Security-Token header would hold", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(value, failure.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    private static WireClient Client(HttpMessageInvoker http, int attempts) =>
        new(http, TimeProvider.System, new RetryPolicy(attempts, new Random(1)), TimeSpan.FromSeconds(30));

    private static async Task<WireResponse> Call(Uri endpoint, string target = "/", string? bundle = null, int attempts = 1)
    {
        using var http = WireTransport.Create(Authorities.Read(bundle, _ => null), TimeSpan.FromSeconds(20));
        return await Client(http, attempts).SendAsync(
            endpoint, t => new WireRequest("GET", t.Path(target), new WireHeaders(("Host", t.Host)), Stream.Null), _ => null,
            TestContext.Current.CancellationToken);
    }

    private static Task<EndpointUnreachableException> Fails(Uri endpoint, string? bundle = null, int attempts = 1) =>
        Assert.ThrowsAsync<EndpointUnreachableException>(() => Call(endpoint, bundle: bundle, attempts: attempts));
}
