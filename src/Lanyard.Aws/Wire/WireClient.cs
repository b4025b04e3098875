using System.Globalization;
using System.Net.Sockets;

namespace Lanyard.Aws.Wire;

/// <summary>Sends requests as they are written, with a time limit and retries.</summary>
/// <param name="http">The transport.</param>
/// <param name="time">The clock for time limits, waits and signatures.</param>
/// <param name="retry">How often to try.</param>
/// <param name="timeout">How long one attempt may take.</param>
/// <param name="trace">Is told each call and its outcome, never a secret; <see langword="null"/> for nobody.</param>
public sealed class WireClient(HttpMessageInvoker http, TimeProvider time, RetryPolicy retry, TimeSpan timeout, Action<string>? trace = null)
{
    private const int MaxAnswer = 16 * 1024 * 1024;

    /// <summary>Gets the clock for time limits, waits and signatures.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>
    /// Gets how far this machine's clock is ahead of the server that answered last (behind where negative), to a second or so; null
    /// before an answer that tells the time.
    /// </summary>
    public TimeSpan? ClockSkew { get; private set; }

    /// <summary>Gives a client over the same transport that differs in its patience.</summary>
    /// <param name="change">Makes its policy from this one's.</param>
    /// <param name="perAttempt">How long one attempt may take; null for as long as with this one.</param>
    public WireClient With(Func<RetryPolicy, RetryPolicy> change, TimeSpan? perAttempt = null)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new WireClient(http, Time, change(retry), perAttempt ?? timeout, trace);
    }

    /// <summary>Sends a request until it is answered for good.</summary>
    /// <param name="endpoint">The base address; its path goes before the request's.</param>
    /// <param name="prepare">Makes the request anew for each attempt, given the host to name and the time to sign with.</param>
    /// <param name="errorCode">Reads the service's error code out of an answer that isn't 2xx.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="EndpointUnreachableException">No attempt was answered.</exception>
    public async Task<WireResponse> SendAsync(
        Uri endpoint, Func<WireTarget, WireRequest> prepare, Func<WireResponse, string?> errorCode, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(prepare);
        ArgumentNullException.ThrowIfNull(errorCode);
        for (var attempt = 1; ; attempt++)
        {
            var request = prepare(new WireTarget(endpoint, Time.GetUtcNow()));
            TimeSpan? retryAfter = null;
            try
            {
                var response = await SendOnceAsync(endpoint, request, attempt, cancellationToken).ConfigureAwait(false);
                trace?.Invoke($"{request} at {endpoint.Authority}: {response.Status}");
                ClockSkew = ServerTime(response) is { } server ? Time.GetUtcNow() - server : ClockSkew;
                if (response.IsSuccess || !retry.TriesAgain(attempt, response, errorCode(response)))
                {
                    return response;
                }

                retryAfter = int.TryParse(response.Headers.Get("Retry-After"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                    ? TimeSpan.FromSeconds(seconds)
                    : null;
            }
            catch (EndpointUnreachableException e)
            {
                trace?.Invoke($"{request} at {endpoint.Authority}: {e.Message}");
                if (attempt >= retry.MaxAttempts || e.Reason is UnreachableReason.Tls or UnreachableReason.Proxy or UnreachableReason.Unsendable)
                {
                    throw;
                }
            }

            await Task.Delay(retry.Delay(attempt, retryAfter), Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<WireResponse> SendOnceAsync(Uri endpoint, WireRequest request, int attempt, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var message = ToMessage(endpoint, request, attempt);
        try
        {
            using var answer = await http.SendAsync(message, both.Token).ConfigureAwait(false);
            return await ReadAsync(answer, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The transport has a shorter limit of its own for connecting.
            var seconds = timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
            var detail = limit.IsCancellationRequested ? $"it took longer than {seconds} s" : "no connection came about in time";
            throw new EndpointUnreachableException(endpoint, UnreachableReason.Timeout, detail, attempt);
        }
        catch (HttpRequestException e)
        {
            throw Translate(endpoint, attempt, e);
        }
        catch (Exception e) when (e is IOException or WireBodyTooLargeException)
        {
            throw new EndpointUnreachableException(endpoint, UnreachableReason.Connection, e.Message, attempt);
        }
    }

    private static EndpointUnreachableException Translate(Uri endpoint, int attempt, HttpRequestException e)
    {
        var (reason, detail) = e.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => (UnreachableReason.NameNotFound, $"the name {endpoint.Host} has no address"),
            _ when e.InnerException is SocketException { SocketErrorCode: SocketError.TryAgain or SocketError.NoRecovery or SocketError.NoData } =>
                (UnreachableReason.NameNotFound, $"the name {endpoint.Host} couldn't be looked up; is the network up?"),
            HttpRequestError.SecureConnectionError => (UnreachableReason.Tls, e.InnerException?.Message ?? e.Message),
            HttpRequestError.ProxyTunnelError => (UnreachableReason.Proxy, $"the proxy would not connect us ({(int?)e.StatusCode ?? 0})"),
            _ => (UnreachableReason.Connection, e.InnerException?.Message ?? e.Message),
        };
        return new EndpointUnreachableException(endpoint, reason, detail, attempt);
    }

    private static HttpRequestMessage ToMessage(Uri endpoint, WireRequest request, int attempt)
    {
        // A target that Uri rewrites, however well it means, isn't the one that was signed.
        var address = new Uri(
            $"{endpoint.Scheme}://{endpoint.Authority}{request.Target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(new HttpMethod(request.Method), address) { Version = System.Net.HttpVersion.Version11 };
        if (request.Body != Stream.Null)
        {
            message.Content = new StreamContent(request.Body);
            message.Content.Headers.ContentLength = request.Body.Length;
        }

        foreach (var header in request.Headers)
        {
            // The transport would write a line break as it is, and what follows would be a header of its own.
            if (header.Value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                throw new EndpointUnreachableException(
                    endpoint, UnreachableReason.Unsendable, $"the {header.Name} header would hold a line break or another character that HTTP doesn't allow", attempt);
            }

            if (!message.Headers.TryAddWithoutValidation(header.Name, header.Value))
            {
                message.Content ??= new ByteArrayContent([]);
                message.Content.Headers.TryAddWithoutValidation(header.Name, header.Value);
            }
        }

        return message;
    }

    private static async Task<WireResponse> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var lines = answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated)
            .SelectMany(h => h.Value.Select(v => new WireHeader(h.Key, v)));
        using var body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var all = await new WireRequest("", "", WireHeaders.Empty, body).ReadBodyAsync(MaxAnswer, cancellationToken).ConfigureAwait(false);
        return new WireResponse((int)answer.StatusCode, new WireHeaders(lines), all);
    }

    /// <summary>Reads the <c>Date</c> of an answer: the server's clock, to measure ours against.</summary>
    public static DateTimeOffset? ServerTime(WireResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return DateTimeOffset.TryParse(
            response.Headers.Get("Date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
    }
}

/// <summary>What a request is made for.</summary>
/// <param name="Endpoint">The base address.</param>
/// <param name="Now">The time to sign with.</param>
public readonly record struct WireTarget(Uri Endpoint, DateTimeOffset Now)
{
    /// <summary>Gets what the <c>Host</c> header must say.</summary>
    public string Host => Endpoint.HostNameType == UriHostNameType.Dns && Endpoint.Host != Endpoint.IdnHost
        ? Endpoint.IdnHost + Endpoint.Authority[Endpoint.Host.Length..]
        : Endpoint.Authority;

    /// <summary>Gives the target under the endpoint's own path.</summary>
    /// <param name="pathAndQuery">The path, with a leading slash, and the query.</param>
    public string Path(string pathAndQuery) => Endpoint.AbsolutePath.TrimEnd('/') + pathAndQuery;
}
