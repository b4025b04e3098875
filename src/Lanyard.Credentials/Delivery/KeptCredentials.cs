using Lanyard.Aws.Signing;

namespace Lanyard.Credentials.Delivery;

/// <summary>
/// One identity's credentials in memory, for who answers many requests: they are fetched anew in the background before they run low,
/// by one fetch however many ask, and only while somebody asks.
/// </summary>
/// <param name="fetch">Fetches credentials, asking nobody.</param>
/// <param name="time">The clock.</param>
/// <param name="failed">Is told why a fetch failed; null for nobody.</param>
public sealed class KeptCredentials(Func<CancellationToken, Task<AwsCredentials>> fetch, TimeProvider time, Action<CredentialsException>? failed = null) : IDisposable
{
    // Sessions with a quarter of an hour left are fresh; SDKs ask again below that.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    // What has this long left is handed out while its successor is fetched; below, a request waits for the successor.
    private static readonly TimeSpan Usable = TimeSpan.FromMinutes(5);

    // Keys without an end may be exchanged in their file.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(30);

    // AWS, or a program, isn't asked again at once by every client that is told of a failure.
    private static readonly TimeSpan FailureMemory = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan NextTry = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private volatile Kept? _kept;
    private Task<AwsCredentials>? _flight;
    private (CredentialsException Reason, DateTimeOffset At)? _failure;
    private ITimer? _timer;
    private volatile bool _asked;

    /// <summary>Gives credentials from memory, or waits for the fetch that is under way.</summary>
    /// <param name="cancellationToken">Stops the waiting, not the fetch.</param>
    /// <exception cref="CredentialsException">None can be had.</exception>
    public ValueTask<AwsCredentials> GetAsync(CancellationToken cancellationToken)
    {
        _asked = true;
        var now = time.GetUtcNow();
        if (_kept is { } kept && (now < kept.RefreshAt || (kept.IsGoodFor(Usable, now) && BeginsRefresh())))
        {
            return new ValueTask<AwsCredentials>(kept.Credentials);
        }

        return new ValueTask<AwsCredentials>(Refresh().WaitAsync(cancellationToken));
    }

    /// <summary>Takes credentials that were fetched elsewhere.</summary>
    public void Take(AwsCredentials credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        var now = time.GetUtcNow();
        lock (_gate)
        {
            _kept = new Kept(credentials, RefreshTime(credentials, now));
            SetTimer(_kept.RefreshAt - now);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _stop.Cancel();
            _stop.Dispose();
        }
    }

    private static DateTimeOffset RefreshTime(AwsCredentials credentials, DateTimeOffset now) => credentials.Expiration switch
    {
        null => now + LookAgain,
        { } end when end - now > Fresh => end - Fresh,

        // A source whose sessions are never longer, such as a console sign-in.
        { } end => now + ((end - now) / 2),
    };

    private bool BeginsRefresh()
    {
        _ = Refresh();
        return true;
    }

    private Task<AwsCredentials> Refresh()
    {
        lock (_gate)
        {
            if (_flight is { IsCompleted: false })
            {
                return _flight;
            }

            var now = time.GetUtcNow();
            if (_failure is { } failure && now - failure.At < FailureMemory)
            {
                return _kept is { } kept && kept.IsGoodFor(TimeSpan.Zero, now)
                    ? Task.FromResult(kept.Credentials)
                    : Task.FromException<AwsCredentials>(failure.Reason);
            }

            var stop = _stop.Token;
            _flight = Task.Run(() => FetchAsync(stop), stop);

            // Nobody may be waiting for it.
            _ = _flight.ContinueWith(static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return _flight;
        }
    }

    private async Task<AwsCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        try
        {
            var credentials = await fetch(cancellationToken).ConfigureAwait(false);
            Take(credentials);
            return credentials;
        }
        catch (CredentialsException e)
        {
            var now = time.GetUtcNow();
            lock (_gate)
            {
                _failure = (e, now);
                SetTimer(NextTry);
            }

            failed?.Invoke(e);
            if (_kept is { } kept && kept.IsGoodFor(TimeSpan.Zero, now))
            {
                return kept.Credentials;
            }

            throw;
        }
    }

    private void SetTimer(TimeSpan due)
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        _timer ??= time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(due > TimeSpan.FromSeconds(1) ? due : TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
    }

    // While nobody asks, nothing is fetched; the next request finds what is left, or waits.
    private void OnTimer()
    {
        if (_asked)
        {
            _asked = false;
            _ = Refresh();
        }
    }

    private sealed record Kept(AwsCredentials Credentials, DateTimeOffset RefreshAt)
    {
        public bool IsGoodFor(TimeSpan span, DateTimeOffset now) => Credentials.Expiration is not { } end || end - now > span;
    }
}
