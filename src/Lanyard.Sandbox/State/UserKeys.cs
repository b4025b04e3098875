namespace Lanyard.Sandbox.State;

/// <summary>When and where a key was last used.</summary>
/// <param name="Time">When.</param>
/// <param name="Service">The service that was called, as in its credential scope.</param>
/// <param name="Region">The region that the call was signed for.</param>
internal sealed record KeyUse(DateTimeOffset Time, string Service, string Region)
{
    /// <summary>The time that two uses at the same place count as one: as at AWS, it isn't told of each call.</summary>
    public static readonly TimeSpan Grain = TimeSpan.FromMinutes(1);

    /// <summary>Tells whether it says more than an earlier one did.</summary>
    public bool IsNewsAfter(KeyUse last) => Service != last.Service || Region != last.Region || (Time - last.Time).Duration() >= Grain;
}

/// <summary>A long-lived access key as it is at one moment.</summary>
/// <param name="Key">The key.</param>
/// <param name="Created">When it was made.</param>
/// <param name="UsableFrom">From when it may sign: a new key takes AWS some seconds to know everywhere.</param>
internal sealed record UserKey(AccessKey Key, DateTimeOffset Created, DateTimeOffset UsableFrom)
{
    public bool IsActive { get; init; } = true;

    public KeyUse? LastUse { get; init; }
}

/// <summary>The access keys of IAM users, which come and go. All members are safe to call at once.</summary>
/// <param name="delay">How long after its making a key becomes usable.</param>
internal sealed class UserKeys(TimeSpan delay)
{
    /// <summary>"IAM and AWS STS quotas", IAM User Guide: access keys assigned to an IAM user, 2; it can't be raised.</summary>
    public const int Quota = 2;

    private readonly Lock _gate = new();
    private readonly List<UserKey> _keys = [];

    public IReadOnlyList<AccessKey> All()
    {
        lock (_gate)
        {
            return [.. _keys.Select(k => k.Key)];
        }
    }

    public IReadOnlyList<UserKey> Of(string userId)
    {
        lock (_gate)
        {
            return [.. _keys.Where(k => k.Key.Caller.UserId == userId)];
        }
    }

    public UserKey? Find(string id)
    {
        lock (_gate)
        {
            return _keys.Find(k => k.Key.Id == id);
        }
    }

    public AccessKey? FindUsable(string id, DateTimeOffset now) =>
        Find(id) is { IsActive: true } key && key.UsableFrom <= now ? key.Key : null;

    public void AddSeeded(AccessKey key, DateTimeOffset now)
    {
        lock (_gate)
        {
            _keys.Add(new UserKey(key, now, now));
        }
    }

    /// <summary>Adds a new key; <see langword="null"/> where the user has as many as may be.</summary>
    public UserKey? Add(AccessKey key, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_keys.Count(k => k.Key.Caller.UserId == key.Caller.UserId) >= Quota)
            {
                return null;
            }

            var added = new UserKey(key, now, now + delay);
            _keys.Add(added);
            Changes.Note();
            return added;
        }
    }

    public void SetActive(string id, bool isActive) => Change(id, k => k with { IsActive = isActive });

    public void MarkUsed(string id, KeyUse use)
    {
        if (Find(id) is { } key && (key.LastUse is not { } last || use.IsNewsAfter(last)))
        {
            Change(id, k => k with { LastUse = use });
        }
    }

    public void Remove(string id)
    {
        lock (_gate)
        {
            _keys.RemoveAll(k => k.Key.Id == id);
            Changes.Note();
        }
    }

    private void Change(string id, Func<UserKey, UserKey> change)
    {
        lock (_gate)
        {
            var at = _keys.FindIndex(k => k.Key.Id == id);
            if (at >= 0)
            {
                _keys[at] = change(_keys[at]);
                Changes.Note();
            }
        }
    }
}
