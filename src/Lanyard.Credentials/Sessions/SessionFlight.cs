using Lanyard.Credentials.Files;

namespace Lanyard.Credentials.Sessions;

/// <summary>
/// One fetch for everybody: of all processes that want a session, the one that gets its lock fetches, and the others read what it
/// kept. The lock is the system's, on a file beside the session, so that a holder that dies is out of the way at once.
/// </summary>
/// <param name="sessions">Where sessions are kept.</param>
/// <param name="time">The clock.</param>
/// <param name="say">Tells a person why it takes long; null where nobody listens.</param>
public sealed class SessionFlight(SessionStore sessions, TimeProvider time, Action<string>? say = null)
{
    // A person may be typing a code. After that the holder counts as stuck, and a second fetch as the smaller evil.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(60);

    /// <summary>Gives the session at hand, or fetches it, or waits for the process that does.</summary>
    /// <param name="key">The session's key.</param>
    /// <param name="fetch">Fetches it.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="CredentialsException">It can't be fetched, by this process or by the one that was waited for.</exception>
    public async Task<FetchedSession> GetAsync(SessionKey key, Func<Task<FetchedSession>> fetch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(fetch);
        var began = time.GetUtcNow();
        var atHand = sessions.FindUsable(key);
        if (atHand is not null && (atHand.IsFresh(began) || FailedSince(key, began - RetryAfter) is not null))
        {
            return Give(atHand);
        }

        using var held = await TakeTurnAsync(key, atHand, cancellationToken).ConfigureAwait(false);
        if (held.Session is { } given)
        {
            return Give(given);
        }

        if (FailedSince(key, began) is { } failure)
        {
            return atHand is not null ? Give(atHand) : throw failure;
        }

        try
        {
            var fetched = await fetch().ConfigureAwait(false);
            if (fetched.MayBeKept)
            {
                sessions.Keep(key, fetched.Credentials, fetched.SignIn);
                if (fetched.IsSignedIn?.Invoke() == false)
                {
                    // Who signed out while it was fetched has looked for sessions before this one was there.
                    sessions.Remove(key);
                }
            }

            return fetched;
        }
        catch (CredentialsException e)
        {
            if (!e.IsOfThisProcess && sessions.FailurePathOf(key) is { } path)
            {
                new SessionFailure(time.GetUtcNow(), e).Write(path);
            }

            if (atHand is null || !atHand.IsUsable(time.GetUtcNow()))
            {
                throw;
            }

            return Give(atHand);
        }
    }

    private static FetchedSession Give(CachedSession session) => new(session.Credentials, session.SignIn);

    // The lock, or what another process fetched meanwhile; with neither, this process goes on alone.
    private async Task<Turn> TakeTurnAsync(SessionKey key, CachedSession? atHand, CancellationToken cancellationToken)
    {
        if (sessions.LockPathOf(key) is not { } path)
        {
            return new Turn(null, null);
        }

        CachedSession? found = null;
        var said = false;
        FileLock? held;
        try
        {
            held = await FileLock.AcquireAsync(path, waited =>
            {
                // Somebody is renewing it: until they are done, what is at hand is good enough.
                found = atHand ?? sessions.FindUsable(key);
                if (!said && waited > Quiet && found is null)
                {
                    said = true;
                    say?.Invoke("another process is fetching the same session; waiting for it");
                }

                return found is null && waited < Patience;
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A home that can't be written: everybody fetches for themselves.
            return new Turn(null, null);
        }

        // Who had the lock before may have fetched it.
        return new Turn(held, found ?? (held is not null && sessions.FindUsable(key) is { } kept && kept.IsFresh(time.GetUtcNow()) ? kept : null));
    }

    private CredentialsException? FailedSince(SessionKey key, DateTimeOffset start) =>
        sessions.FailurePathOf(key) is { } path && SessionFailure.Read(path) is { } failure && failure.Time > start && failure.Time <= time.GetUtcNow()
            ? failure.Error
            : null;

    private sealed record Turn(FileLock? Lock, CachedSession? Session) : IDisposable
    {
        public void Dispose() => Lock?.Dispose();
    }
}
