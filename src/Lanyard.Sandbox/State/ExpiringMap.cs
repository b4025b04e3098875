using System.Security.Cryptography;
using System.Text;

namespace Lanyard.Sandbox.State;

/// <summary>
/// Things found by a key that may be a secret, until well after they end. Keys are kept as digests: a look-up then takes no
/// time that tells of a near miss, and a dump of the memory's keys gives no token away. All members are safe to call at once.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class ExpiringMap<T>(TimeProvider time)
    where T : class
{
    private const int FirstPrune = 1024;

    // An ended token is still known for a while: "expired" helps its holder more than "never heard of it".
    private static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (T Value, DateTimeOffset End)> _entries = new(StringComparer.Ordinal);
    private int _pruneAt = FirstPrune;

    public void Add(string key, T value, DateTimeOffset end)
    {
        if (!TryAdd(key, value, end))
        {
            throw new ArgumentException("there is one already", nameof(key));
        }
    }

    /// <summary>Adds a thing; of any number of callers with one key, one can.</summary>
    public bool TryAdd(string key, T value, DateTimeOffset end)
    {
        lock (_gate)
        {
            if (_entries.Count >= _pruneAt)
            {
                Prune();
            }

            var isAdded = _entries.TryAdd(Digest(key), (value, end));
            if (isAdded)
            {
                Changes.Note();
            }

            return isAdded;
        }
    }

    /// <summary>Finds a thing, ended or not.</summary>
    public T? Find(string key)
    {
        lock (_gate)
        {
            return _entries.TryGetValue(Digest(key), out var entry) ? entry.Value : null;
        }
    }

    /// <summary>Takes a thing out: of any number of callers one gets it.</summary>
    public T? Take(string key)
    {
        lock (_gate)
        {
            if (!_entries.Remove(Digest(key), out var entry))
            {
                return null;
            }

            Changes.Note();
            return entry.Value;
        }
    }

    private void Prune()
    {
        var now = time.GetUtcNow();
        foreach (var (key, entry) in _entries)
        {
            if (entry.End + Memory < now)
            {
                _entries.Remove(key);
            }
        }

        _pruneAt = Math.Max(FirstPrune, _entries.Count * 2);
    }

    private static string Digest(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
