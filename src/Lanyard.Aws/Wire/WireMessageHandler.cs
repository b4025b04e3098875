namespace Lanyard.Aws.Wire;

/// <summary>Lets an HTTP client call a <see cref="WireHandler"/> in process, without a socket.</summary>
/// <param name="server">What answers.</param>
public sealed class WireMessageHandler(WireHandler server) : HttpMessageHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri ?? throw new InvalidOperationException("the request has no URI");
        var lines = new List<WireHeader>();
        if (request.Headers.Host is null)
        {
            lines.Add(new WireHeader("Host", uri.Authority));
        }

        lines.AddRange(request.Headers.NonValidated.SelectMany(h => h.Value.Select(v => new WireHeader(h.Key, v))));
        byte[] body = [];
        if (request.Content is { } content)
        {
            lines.AddRange(content.Headers.NonValidated.SelectMany(h => h.Value.Select(v => new WireHeader(h.Key, v))));
            body = await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        }

        var answer = await server(
            new WireRequest(request.Method.Method, uri.PathAndQuery, new WireHeaders(lines), body), cancellationToken).ConfigureAwait(false);
        var message = new HttpResponseMessage((System.Net.HttpStatusCode)answer.Status)
        {
            Content = new ByteArrayContent(answer.Body.ToArray()),
            RequestMessage = request,
        };
        foreach (var header in answer.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(header.Name, header.Value))
            {
                message.Content.Headers.TryAddWithoutValidation(header.Name, header.Value);
            }
        }

        return message;
    }
}
