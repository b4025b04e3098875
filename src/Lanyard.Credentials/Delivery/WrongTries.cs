namespace Lanyard.Credentials.Delivery;

/// <summary>Counts what is refused, second by second, so that guessing is answered with less and less.</summary>
/// <param name="limit">How many a second are answered in words.</param>
/// <param name="time">The clock.</param>
internal sealed class WrongTries(int limit, TimeProvider time)
{
    private readonly Lock _gate = new();
    private long _second;
    private int _count;

    /// <summary>Counts one more.</summary>
    /// <returns>Whether there were more than the limit in this second.</returns>
    public bool IsTooMany()
    {
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        lock (_gate)
        {
            (_second, _count) = second == _second ? (second, _count + 1) : (second, 1);
            return _count > limit;
        }
    }
}
