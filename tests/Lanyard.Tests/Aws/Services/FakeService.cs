using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Aws.Services;

/// <summary>A service that gives one answer to everything and keeps what it was asked.</summary>
internal sealed class FakeService(int status, string answer)
{
    public List<(WireRequest Request, string Body)> Calls { get; } = [];

    public WireClient Client => new(
        new HttpMessageInvoker(new WireMessageHandler(async (request, cancellationToken) =>
        {
            var body = await request.ReadBodyAsync(1 << 20, cancellationToken);
            Calls.Add((request, System.Text.Encoding.UTF8.GetString(body.Span)));
            return WireResponse.OfText(status, "text/plain", answer);
        })),
        new FakeTime(), new RetryPolicy(1, new Random(1)), TimeSpan.FromSeconds(10));
}
