using System.Globalization;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Aws.Wire;

public class WireClientTests
{
    private static readonly Uri Endpoint = new("https://sts.eu-west-1.amazonaws.com");

    private readonly FakeTime _time = new();
    private readonly List<WireRequest> _requests = [];
    private readonly List<string> _trace = [];

    [Fact]
    public async Task A_good_answer_is_asked_for_once()
    {
        var (response, waits) = await Send(3, Answer(200));
        Assert.Equal(200, response.Status);
        Assert.Single(_requests);
        Assert.Empty(waits);
    }

    [Fact]
    public async Task The_clock_is_measured_against_the_servers()
    {
        using var http = new HttpMessageInvoker(new WireMessageHandler((_, _) =>
            ValueTask.FromResult(new WireResponse(200, new WireHeaders(("Date", "Wed, 01 Jul 2026 11:53:00 GMT")), default))));
        var client = new WireClient(http, _time, Policy(1), Timeout.InfiniteTimeSpan);
        Assert.Null(client.ClockSkew);
        await client.SendAsync(
            Endpoint, t => new WireRequest("GET", t.Path("/"), new WireHeaders(("Host", t.Host)), Stream.Null), _ => null, TestContext.Current.CancellationToken);
        Assert.Equal(TimeSpan.FromMinutes(7), client.ClockSkew);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_transient_answer_is_asked_for_again_after_a_growing_wait(int status)
    {
        var (response, waits) = await Send(5, Answer(status), Answer(status), Answer(status), Answer(200));
        Assert.Equal(200, response.Status);
        Assert.Equal(4, _requests.Count);
        Assert.Equal(3, waits.Count);
        Assert.All(waits.Zip([0.2, 0.4, 0.8]), w => Assert.InRange(w.First.TotalSeconds, 0, w.Second));
    }

    [Fact]
    public async Task A_throttling_code_is_asked_again_for_whatever_its_status()
    {
        var (response, _) = await Send(3, Throttled(), Answer(200));
        Assert.Equal(200, response.Status);
        Assert.Equal(2, _requests.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task The_last_attempt_gives_its_answer_whatever_it_is(int attempts)
    {
        var (response, waits) = await Send(attempts, [.. Enumerable.Range(0, 9).Select(_ => Answer(503))]);
        Assert.Equal(503, response.Status);
        Assert.Equal(attempts, _requests.Count);
        Assert.Equal(attempts - 1, waits.Count);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task A_refusal_is_final(int status)
    {
        var (response, _) = await Send(3, Answer(status), Answer(200));
        Assert.Equal(status, response.Status);
        Assert.Single(_requests);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", null)]
    [InlineData("86400", 20)]
    [InlineData("-1", null)]
    [InlineData("soon", null)]
    [InlineData("99999999999999999999", null)]
    public async Task Retry_After_is_waited_for(string asked, int? seconds)
    {
        var (_, waits) = await Send(3, Answer(503).With("Retry-After", asked), Answer(200));
        Assert.InRange(Assert.Single(waits).TotalSeconds, seconds ?? 0, seconds ?? 0.2);
    }

    [Fact]
    public async Task Each_attempt_is_signed_with_its_own_time()
    {
        var credentials = SigningCredentials();
        byte[] body = "Action=GetCallerIdentity"u8.ToArray();
        var signatures = new List<SignatureRejection?>();
        int calls = 0;
        var work = Client(3, async (request, token) =>
        {
            var payload = await request.ReadBodyAsync(1000, token);
            var (claim, rejection) = SigV4Authorization.Read(request);
            signatures.Add(rejection ?? SigV4Verifier.Check(claim!, request, payload, credentials.SecretAccessKey, "sts", _ => true, _time.GetUtcNow()));
            _requests.Add(request);
            return ++calls < 3 ? Answer(503).With("Retry-After", "20") : Answer(200);
        }).SendAsync(
            Endpoint,
            target => SigV4Signer.Sign(new WireRequest("POST", "/", new WireHeaders(("Host", target.Host)), body), body, credentials, "eu-west-1", "sts", target.Now),
            _ => null, TestContext.Current.CancellationToken);
        await _time.PlayAsync(work);
        Assert.Equal(200, (await work).Status);
        Assert.Equal([null, null, null], signatures);
        Assert.Equal(["20260701T120000Z", "20260701T120020Z", "20260701T120040Z"], _requests.Select(r => r.Headers.Get("X-Amz-Date")));
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_ended_and_tried_again()
    {
        int calls = 0;
        var work = SendTo(Client(3, async (_, token) =>
        {
            calls++;
            await Task.Delay(Timeout.Infinite, token);
            return Answer(200);
        }, TimeSpan.FromSeconds(10)));
        var waits = await _time.PlayAsync(work);
        var failure = await Assert.ThrowsAsync<EndpointUnreachableException>(() => work);
        Assert.Equal(UnreachableReason.Timeout, failure.Reason);
        Assert.Equal("no answer from https://sts.eu-west-1.amazonaws.com after 3 attempts: it took longer than 10 s", failure.Message);
        Assert.Equal(3, calls);
        Assert.Equal(3, waits.Count(w => w == TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task The_transports_own_limit_for_connecting_is_told_apart()
    {
        var failure = await Assert.ThrowsAsync<EndpointUnreachableException>(() => SendTo(Client(1, (_, _) => throw new TaskCanceledException())));
        Assert.Equal(UnreachableReason.Timeout, failure.Reason);
        Assert.EndsWith("after 1 attempt: no connection came about in time", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_call_ends_as_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var work = Client(3, async (_, token) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return Answer(200);
        }).SendAsync(Endpoint, Prepare, _ => null, cancel.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
    }

    [Fact]
    public async Task A_cancelled_wait_ends_as_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var work = Client(3, (_, _) => ValueTask.FromResult(Answer(503))).SendAsync(Endpoint, Prepare, _ => null, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
    }

    [Fact]
    public async Task An_answer_without_end_is_given_up()
    {
        var work = SendTo(Client(1, (_, _) => ValueTask.FromResult(new WireResponse(200, WireHeaders.Empty, new byte[(16 * 1024 * 1024) + 1]))));
        var failure = await Assert.ThrowsAsync<EndpointUnreachableException>(() => work);
        Assert.Contains("the body is larger than 16777216 bytes", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_trace_and_the_errors_hold_no_secret()
    {
        const string secret = "S3CR3T";
        var endpoint = new Uri($"https://user:{secret}@example.com/base");
        var work = Client(2, (_, _) => throw new HttpRequestException("broken")).SendAsync(
            endpoint,
            target => new WireRequest(
                "POST", target.Path($"/path?token={secret}"), new WireHeaders(("Host", target.Host), ("Authorization", secret), ("X-Amz-Security-Token", secret)),
                System.Text.Encoding.UTF8.GetBytes(secret)),
            _ => null, TestContext.Current.CancellationToken);
        await _time.PlayAsync(work);
        var failure = await Assert.ThrowsAsync<EndpointUnreachableException>(() => work);
        Assert.Equal("no answer from https://example.com after 2 attempts: broken", failure.Message);
        Assert.Equal(2, _trace.Count);
        Assert.All(_trace, line => Assert.StartsWith("POST /base/path at example.com: ", line, StringComparison.Ordinal));
        Assert.DoesNotContain(secret, string.Concat(_trace) + failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://sts.amazonaws.com", "/", "sts.amazonaws.com", "/")]
    [InlineData("https://sts.amazonaws.com:443/", "/", "sts.amazonaws.com", "/")]
    [InlineData("http://localhost:4566", "/a/../b/./c//d?e=%7e%41&f=+", "localhost:4566", "/a/../b/./c//d?e=%7e%41&f=+")]
    [InlineData("http://[::1]:4566/base/", "/x", "[::1]:4566", "/base/x")]
    [InlineData("http://localhost//evil.example", "/x", "localhost", "//evil.example/x")]
    [InlineData("http://localhost?token=1", "/x", "localhost", "/x")]
    [InlineData("http://user:password@localhost:80/", "/x", "localhost", "/x")]
    [InlineData("http://bücher.example:8080/", "/x", "xn--bcher-kva.example:8080", "/x")]
    public async Task A_request_goes_out_as_it_was_written(string endpoint, string target, string host, string sent)
    {
        Uri? address = null;
        using var http = new HttpMessageInvoker(new Recorder(m => address = m.RequestUri));
        WireRequest? written = null;
        await new WireClient(http, _time, Policy(1), Timeout.InfiniteTimeSpan).SendAsync(
            new Uri(endpoint), t => written = new WireRequest("GET", t.Path(target), new WireHeaders(("Host", t.Host)), Stream.Null), _ => null,
            TestContext.Current.CancellationToken);
        Assert.Equal(host, written!.Host);
        Assert.Equal(sent, written.Target);
        Assert.Equal(sent, address!.PathAndQuery);
        Assert.Equal(new Uri(endpoint).Host, address.Host);
        Assert.Equal("", address.UserInfo);
    }

    [Fact]
    public async Task A_signed_content_type_is_sent_without_a_body_too()
    {
        await SendTo(Client(1, Record), _ => new WireRequest("GET", "/", new WireHeaders(("Host", "h"), ("Content-Type", "text/plain")), Stream.Null));
        Assert.Equal("text/plain", Assert.Single(_requests).Headers.Get("Content-Type"));
    }

    [Theory]
    [InlineData("Wed, 01 Jul 2026 12:00:00 GMT", "2026-07-01T12:00:00Z")]
    [InlineData("yesterday", null)]
    public void The_servers_clock_is_read_from_its_date(string date, string? time) => Assert.Equal(
        time is null ? null : DateTimeOffset.Parse(time, CultureInfo.InvariantCulture),
        WireClient.ServerTime(new WireResponse(200, new WireHeaders(("Date", date)), default)));

    private static AwsCredentials SigningCredentials() => new("AKIDEXAMPLE", new Lanyard.Aws.Secrets.Secret("secret"), new Lanyard.Aws.Secrets.Secret("token"));

    private static WireRequest Prepare(WireTarget target) => new("GET", target.Path("/"), new WireHeaders(("Host", target.Host)), Stream.Null);

    private static WireResponse Answer(int status) => WireResponse.OfText(status, "text/plain", "x");

    private static WireResponse Throttled() => WireResponse.OfText(
        400, "text/xml", "<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>");

    private static RetryPolicy Policy(int attempts) => new(attempts, new Random(1));

    private ValueTask<WireResponse> Record(WireRequest request, CancellationToken cancellationToken)
    {
        _requests.Add(request);
        return ValueTask.FromResult(Answer(200));
    }

    // Without a time limit, the only timers are the waits between attempts.
    private WireClient Client(int attempts, WireHandler server, TimeSpan? timeout = null) => new(
        new HttpMessageInvoker(new WireMessageHandler(server)), _time, Policy(attempts), timeout ?? Timeout.InfiniteTimeSpan, _trace.Add);

    private static Task<WireResponse> SendTo(WireClient client, Func<WireTarget, WireRequest>? prepare = null) =>
        client.SendAsync(Endpoint, prepare ?? Prepare, QueryProtocol.ErrorCode, TestContext.Current.CancellationToken);

    private async Task<(WireResponse Response, IReadOnlyList<TimeSpan> Waits)> Send(int attempts, params WireResponse[] answers)
    {
        var work = SendTo(Client(attempts, (request, _) =>
        {
            _requests.Add(request);
            return ValueTask.FromResult(answers[_requests.Count - 1]);
        }));
        var waits = await _time.PlayAsync(work);
        return (await work, waits);
    }

    private sealed class Recorder(Action<HttpRequestMessage> see) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            see(request);
            return Task.FromResult(new HttpResponseMessage());
        }
    }
}
