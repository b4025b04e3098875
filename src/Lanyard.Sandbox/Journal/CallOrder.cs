using System.Text;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Journal;

/// <summary>
/// Lets calls be answered one after another, each with a time and with random bytes of its own, so that the same calls have the same
/// answers: again at the next start of a sandbox whose journal is kept, or in every sandbox that is deterministic.
/// </summary>
public sealed class CallOrder : IDisposable
{
    private const string Setup = "setup";

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly JournalHeader _header;
    private readonly TimeProvider _time;
    private readonly byte[] _secret;
    private readonly TaskCompletionSource<JournalException> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _start = 1;
    private long _count;
    private DateTimeOffset _last;

    /// <summary>Makes the order of one sandbox.</summary>
    /// <param name="header">What it begins with.</param>
    /// <param name="time">The clock.</param>
    /// <param name="journal">Where it is kept; <see langword="null"/> for nowhere.</param>
    /// <param name="progress">Is told how many calls are done again, now and then.</param>
    public CallOrder(JournalHeader header, TimeProvider time, CallJournal? journal = null, Action<long>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(time);
        (_header, _time, Journal, Progress, _last) = (header, time, journal, progress, header.Created);
        _secret = Encoding.UTF8.GetBytes(header.Random.Reveal());
        Random = new SeededRandom(_secret, Setup);
        Clock = new CallClock(time);
        Clock.Stop(header.Created, header.Created);
    }

    /// <summary>Gets what ends with the reason, once the journal can't be written: the sandbox then answers nothing any more.</summary>
    public Task<JournalException> Failed => _failed.Task;

    /// <summary>Gets what whoever answers a call holds.</summary>
    internal Lock Gate { get; } = new();

    internal SeededRandom Random { get; }

    internal CallClock Clock { get; }

    internal CallJournal? Journal { get; }

    internal Action<long>? Progress { get; }

    /// <summary>Gets the label of the call that is answered.</summary>
    internal string Id { get; private set; } = Setup;

    /// <inheritdoc/>
    public void Dispose() => Random.Dispose();

    /// <summary>Makes random bytes for one purpose, the same at each start.</summary>
    internal SeededRandom RandomFor(string label) => new(_secret, label);

    /// <summary>Notes a start that the journal tells of.</summary>
    internal void Started(JournaledStart entry) => _start = entry.Number + 1;

    /// <summary>Begins a call that the journal tells of.</summary>
    internal void Again(string id, DateTimeOffset now, DateTimeOffset client)
    {
        (Id, _last) = (id, now);
        Clock.Stop(now, client);
        Random.Restart(id);
    }

    /// <summary>Begins the next call.</summary>
    internal void Next()
    {
        var client = _time.GetUtcNow();
        Again($"{_start}.{++_count}", _header.IsDeterministic ? _last + Step : client, client);
    }

    /// <summary>Ends a call, or the setup.</summary>
    internal void End() => Clock.GoOn(keepsNow: _header.IsDeterministic);

    /// <summary>Begins to take calls.</summary>
    /// <param name="setupDrawn">The random bytes that the setup took.</param>
    /// <exception cref="JournalException">The journal can't be written.</exception>
    internal void Open(long setupDrawn)
    {
        Journal?.Append(new JournaledStart(_start, setupDrawn));
        End();
    }

    /// <summary>Writes what a call was; tells whether it could be.</summary>
    internal bool Keep(JournalEntry entry)
    {
        try
        {
            Journal!.Append(entry);
            return true;
        }
        catch (JournalException e)
        {
            _failed.TrySetResult(e);
            return false;
        }
    }

    /// <summary>Ends all: what is in memory is no longer what the journal says.</summary>
    internal void Fail(JournalException why) => _failed.TrySetResult(why);
}
