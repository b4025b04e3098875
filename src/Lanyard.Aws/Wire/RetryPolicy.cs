namespace Lanyard.Aws.Wire;

/// <summary>How often and how patiently a call is tried: exponential backoff with full jitter.</summary>
/// <param name="MaxAttempts">The most attempts in all, 1 or more (<c>AWS_MAX_ATTEMPTS</c>).</param>
/// <param name="Random">The source of jitter.</param>
public sealed record RetryPolicy(int MaxAttempts, Random Random)
{
    private static readonly TimeSpan Base = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(20);

    /// <summary>The AWS SDKs' standard mode: three attempts.</summary>
    public static RetryPolicy Standard { get; } = new(3, Random.Shared);

    /// <summary>Gets the most attempts of a call that is throttled, where that differs: to call on, and more slowly, is then all there is to do.</summary>
    public int? MaxThrottledAttempts { get; init; }

    /// <summary>Tells whether to try again after an attempt that was answered with an error.</summary>
    /// <param name="attempt">Which attempt it was, from 1.</param>
    /// <param name="response">The answer.</param>
    /// <param name="errorCode">The service's error code, where the body has one.</param>
    public bool TriesAgain(int attempt, WireResponse response, string? errorCode)
    {
        ArgumentNullException.ThrowIfNull(response);
        var most = response.Status == 429 || IsThrottling(errorCode) ? MaxThrottledAttempts ?? MaxAttempts : MaxAttempts;
        return attempt < most && IsTransient(response, errorCode);
    }

    /// <summary>Tells how long to wait after an attempt that failed.</summary>
    /// <param name="attempt">Which attempt failed, from 1.</param>
    /// <param name="retryAfter">What the server asked for, if it did; no more than 20 seconds of it are waited.</param>
    public TimeSpan Delay(int attempt, TimeSpan? retryAfter)
    {
        var ceiling = Math.Min(Cap.TotalMilliseconds, Base.TotalMilliseconds * Math.Pow(2, attempt - 1));
        var jittered = TimeSpan.FromMilliseconds(ceiling * Random.NextDouble());
        var asked = retryAfter < Cap ? retryAfter.Value : retryAfter is null ? TimeSpan.Zero : Cap;
        return asked > jittered ? asked : jittered;
    }

    /// <summary>Tells whether an answer is worth asking again for.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="errorCode">The service's error code, where the body has one.</param>
    public static bool IsTransient(WireResponse response, string? errorCode)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.Status is 429 or 500 or 502 or 503 or 504
            || errorCode is "RequestTimeout" or "RequestTimeoutException" or "IDPCommunicationError" // "Retry the request a limited number of times", says STS.
            || IsThrottling(errorCode);
    }

    /// <summary>Tells whether an error code says that we call too often.</summary>
    public static bool IsThrottling(string? errorCode) => errorCode is
        "Throttling" or "ThrottlingException" or "ThrottledException" or "RequestThrottled" or "RequestThrottledException"
        or "TooManyRequestsException" or "RequestLimitExceeded" or "BandwidthLimitExceeded" or "LimitExceededException"
        or "PriorRequestNotComplete" or "TransactionInProgressException" or "SlowDown";
}
