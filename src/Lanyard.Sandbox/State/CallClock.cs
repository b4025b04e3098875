namespace Lanyard.Sandbox.State;

/// <summary>A clock that stands still while a call is answered, so that the call can be answered again as it was.</summary>
/// <param name="time">The clock between calls.</param>
internal sealed class CallClock(TimeProvider time) : TimeProvider
{
    // Ticks, since these are read without a lock; 0 between calls.
    private long _now;
    private long _client;

    /// <summary>Gets the time by the clients' clocks. Only where the sandbox's own time is made up is it another.</summary>
    public DateTimeOffset ClientNow => Interlocked.Read(ref _client) is not 0 and var ticks ? new(ticks, TimeSpan.Zero) : time.GetUtcNow();

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Interlocked.Read(ref _now) is not 0 and var ticks ? new(ticks, TimeSpan.Zero) : time.GetUtcNow();

    /// <summary>Stops the clock.</summary>
    /// <param name="now">The sandbox's time.</param>
    /// <param name="client">The clients' time.</param>
    public void Stop(DateTimeOffset now, DateTimeOffset client)
    {
        Interlocked.Exchange(ref _now, now.UtcTicks);
        Interlocked.Exchange(ref _client, client.UtcTicks);
    }

    /// <summary>Lets the clock go on.</summary>
    /// <param name="keepsNow">Whether the sandbox's time stands still until the next call.</param>
    public void GoOn(bool keepsNow)
    {
        Interlocked.Exchange(ref _client, 0);
        if (!keepsNow)
        {
            Interlocked.Exchange(ref _now, 0);
        }
    }
}
