namespace Lanyard.Sandbox.State;

/// <summary>The newest calls, for those who look at the sandbox from within. The log file has them all.</summary>
/// <param name="most">How many are kept.</param>
internal sealed class CallHistory(int most = 1000)
{
    private readonly Lock _gate = new();
    private readonly Queue<NumberedCall> _calls = new();
    private long _last;

    /// <summary>Adds a call.</summary>
    public void Add(CallRecord record, CallOrigin? origin)
    {
        lock (_gate)
        {
            _calls.Enqueue(new NumberedCall(++_last, record, origin));
            if (_calls.Count > most)
            {
                _calls.Dequeue();
            }
        }
    }

    /// <summary>Gives the calls that came after one, the oldest first.</summary>
    /// <param name="number">The number of that one; 0 for all that are kept.</param>
    public IReadOnlyList<NumberedCall> After(long number)
    {
        lock (_gate)
        {
            return [.. _calls.Where(c => c.Number > number)];
        }
    }
}

/// <summary>A call in the order of all calls.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Record">What the log says of it.</param>
/// <param name="Origin">Who called, where a signature proved it.</param>
internal sealed record NumberedCall(long Number, CallRecord Record, CallOrigin? Origin);

/// <summary>Who called, and what an account's trail says of it beside the log.</summary>
/// <param name="Caller">Who called.</param>
/// <param name="Region">The region that the call was signed for.</param>
/// <param name="RequestId">The request's id.</param>
/// <param name="ErrorMessage">What the error said; <see langword="null"/> for a good answer.</param>
/// <param name="UserAgent">What the client calls itself; <see langword="null"/> where it says nothing.</param>
/// <param name="Parameters">The names and ARNs that the call asked with; no secrets.</param>
internal sealed record CallOrigin(
    Caller Caller, string Region, string RequestId, string? ErrorMessage, string? UserAgent, IReadOnlyList<KeyValuePair<string, string>> Parameters);
