namespace Lanyard.Sandbox.State;

/// <summary>A bucket of calls that fills by itself: so many a second on average, and so many at once.</summary>
/// <param name="perSecond">The calls a second.</param>
internal sealed class CallRate(int perSecond)
{
    private readonly Lock _lock = new();
    private double _left = perSecond;
    private DateTimeOffset _last = DateTimeOffset.MinValue;

    /// <summary>Takes a call out of the bucket.</summary>
    /// <param name="now">When the call came.</param>
    /// <returns>Whether there was one left.</returns>
    public bool Takes(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (now > _last)
            {
                _left = Math.Min(perSecond, _left + (Math.Min((now - _last).TotalSeconds, 1) * perSecond));
                _last = now;
            }

            if (_left < 1)
            {
                return false;
            }

            _left--;
            return true;
        }
    }
}
