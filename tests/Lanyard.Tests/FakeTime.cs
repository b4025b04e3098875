namespace Lanyard.Tests;

/// <summary>A clock that stands still until a test moves it. Timers fire on the thread that moves it, in the order they are due.</summary>
/// <param name="start">What the clock shows at first.</param>
public sealed class FakeTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = start;

    /// <summary>Starts at noon UTC on 1 July 2026.</summary>
    public FakeTime()
        : this(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>How long until the next timer fires; null when none is set.</summary>
    public TimeSpan? UntilNextTimer()
    {
        lock (_lock)
        {
            return Next() is { } next ? next.Due - _now : null;
        }
    }

    /// <summary>Moves the clock and fires every timer that comes due on the way, each at its own time.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = GetUtcNow() + by;
        while (true)
        {
            Timer? due;
            lock (_lock)
            {
                due = Next() is { } next && next.Due <= end ? next : null;
                if (due is null)
                {
                    _now = end;
                    return;
                }

                _now = due.Due > _now ? due.Due : _now;
                due.Rearm();
            }

            due.Fire();
        }
    }

    /// <summary>Moves the clock from timer to timer until the work is done, however it ends.</summary>
    /// <returns>How long each timer was waited for, in order.</returns>
    public async Task<IReadOnlyList<TimeSpan>> PlayAsync(Task work)
    {
        var waits = new List<TimeSpan>();
        while (!work.IsCompleted)
        {
            if (UntilNextTimer() is { } wait)
            {
                waits.Add(wait);
                Advance(wait);
            }
            else
            {
                await Task.WhenAny(work, Task.Delay(1, TestContext.Current.CancellationToken));
            }
        }

        return waits;
    }

    private Timer? Next() => _timers.MinBy(t => t.Due);

    private sealed class Timer(FakeTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                _period = period;
                if (dueTime >= TimeSpan.Zero)
                {
                    Due = time._now + dueTime;
                    time._timers.Add(this);
                }
            }

            return true;
        }

        public void Rearm()
        {
            if (_period > TimeSpan.Zero)
            {
                Due += _period;
            }
            else
            {
                time._timers.Remove(this);
            }
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
