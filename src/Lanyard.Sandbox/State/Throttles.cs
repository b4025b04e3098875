using Lanyard.Sandbox.Seeds;

namespace Lanyard.Sandbox.State;

/// <summary>The throttling that the seed asks for. A call takes from the bucket of each entry that it fits.</summary>
/// <param name="seed">The entries.</param>
internal sealed class Throttles(IEnumerable<SeedThrottle> seed)
{
    private readonly (SeedThrottle Entry, CallRate Rate)[] _rates = [.. seed.Select(t => (t, new CallRate(t.CallsPerSecond)))];

    public bool IsEmpty => _rates.Length == 0;

    /// <summary>Tells whether a call may go on.</summary>
    public bool Takes(string service, string operation, DateTimeOffset now)
    {
        var takes = true;
        foreach (var (entry, rate) in _rates)
        {
            if (entry.Service == service && (entry.Operation is null || entry.Operation == operation))
            {
                takes &= rate.Takes(now);
            }
        }

        return takes;
    }
}
