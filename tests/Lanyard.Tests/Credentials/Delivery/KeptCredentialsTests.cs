using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials;
using Lanyard.Credentials.Delivery;

namespace Lanyard.Tests.Credentials.Delivery;

public sealed class KeptCredentialsTests : IDisposable
{
    private readonly FakeTime _time = new();
    private readonly List<TaskCompletionSource> _gates = [];
    private readonly KeptCredentials _kept;
    private TimeSpan _life = TimeSpan.FromHours(1);
    private CredentialsException? _failure;
    private bool _held;
    private volatile int _fetched;

    public KeptCredentialsTests() => _kept = new KeptCredentials(FetchAsync, _time);

    public void Dispose() => _kept.Dispose();

    [Fact]
    public async Task However_many_ask_at_once_one_fetch_is_made()
    {
        _held = true;
        var asked = Enumerable.Range(0, 50).Select(_ => AskAsync()).ToArray();
        await UntilFetchedAsync(1);
        Release();
        var answers = await Task.WhenAll(asked);
        Assert.Equal(["ASIA1"], answers.Distinct());
        Assert.Equal(1, _fetched);
    }

    [Fact]
    public async Task Who_goes_away_takes_the_fetch_from_nobody_else()
    {
        _held = true;
        using var gone = new CancellationTokenSource();
        var first = _kept.GetAsync(gone.Token).AsTask();
        var second = AskAsync();
        await UntilFetchedAsync(1);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Release();
        Assert.Equal("ASIA1", await second);
    }

    [Fact]
    public async Task A_successor_is_there_before_the_last_quarter_of_an_hour_begins_to_be_missed()
    {
        Assert.Equal("ASIA1", await AskAsync());
        _time.Advance(TimeSpan.FromMinutes(44));
        Assert.Equal("ASIA1", await AskAsync());
        Assert.Equal(1, _fetched);

        // The clock alone fetches it: nobody asks in between.
        _time.Advance(TimeSpan.FromMinutes(1));
        await UntilFetchedAsync(2);
        Assert.Equal("ASIA2", await UntilAsync("ASIA2"));
    }

    [Fact]
    public async Task While_the_successor_is_fetched_the_old_ones_are_answered_at_once()
    {
        await AskAsync();
        _held = true;
        _time.Advance(TimeSpan.FromMinutes(50));
        var answer = _kept.GetAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsCompletedSuccessfully);
        Assert.Equal("ASIA1", (await answer).AccessKeyId);
        await UntilFetchedAsync(2);
        Release();
    }

    [Fact]
    public async Task Old_ones_that_nearly_ended_are_not_answered()
    {
        await AskAsync();
        _held = true;
        _time.Advance(TimeSpan.FromMinutes(56));
        var answer = AskAsync();
        await UntilFetchedAsync(2);
        Assert.False(answer.IsCompleted);
        Release();
        Assert.Equal("ASIA2", await answer);
    }

    [Fact]
    public async Task While_nobody_asks_nothing_is_fetched()
    {
        await AskAsync();
        _time.Advance(TimeSpan.FromMinutes(46));
        await UntilFetchedAsync(2);
        await UntilTimerAsync();
        _time.Advance(TimeSpan.FromHours(10));
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(2, _fetched);
        Assert.Equal("ASIA3", await AskAsync());
    }

    [Fact]
    public async Task Short_sessions_are_renewed_at_half_their_time()
    {
        _life = TimeSpan.FromMinutes(15);
        await AskAsync();
        _time.Advance(TimeSpan.FromMinutes(7));
        await AskAsync();
        Assert.Equal(1, _fetched);
        _time.Advance(TimeSpan.FromMinutes(1));
        await UntilFetchedAsync(2);
    }

    [Fact]
    public async Task A_failure_is_told_to_all_who_ask_for_a_while_and_then_tried_again()
    {
        _failure = new CredentialsException(ErrorCodes.SsoTokenExpired, "the sign-in has ended");
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(ErrorCodes.SsoTokenExpired, (await Assert.ThrowsAsync<CredentialsException>(AskAsync)).Code);
        }

        Assert.Equal(1, _fetched);
        _failure = null;
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("ASIA2", await AskAsync());
    }

    [Fact]
    public async Task A_failure_takes_nothing_away_that_is_still_good()
    {
        await AskAsync();
        _failure = new CredentialsException(ErrorCodes.EndpointUnreachable, "no network");
        _time.Advance(TimeSpan.FromMinutes(57));
        Assert.Equal("ASIA1", await AskAsync());
        await UntilTimerAsync();
        _time.Advance(TimeSpan.FromMinutes(4));
        await UntilAsync(null);
        Assert.Equal(ErrorCodes.EndpointUnreachable, (await Assert.ThrowsAsync<CredentialsException>(AskAsync)).Code);
    }

    private async Task<AwsCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gates)
        {
            _gates.Add(gate);
        }

        var number = Interlocked.Increment(ref _fetched);
        if (_held)
        {
            await gate.Task.WaitAsync(cancellationToken);
        }

        return _failure is { } failure ? throw failure : new AwsCredentials($"ASIA{number}", new Secret("sk"), new Secret("t"), _time.GetUtcNow() + _life);
    }

    private void Release()
    {
        lock (_gates)
        {
            _held = false;
            _gates.ForEach(g => g.TrySetResult());
        }
    }

    private async Task<string> AskAsync() => (await _kept.GetAsync(TestContext.Current.CancellationToken)).AccessKeyId;

    // A fetch that the clock began may still be under way.
    private async Task<string?> UntilAsync(string? accessKeyId)
    {
        for (var i = 0; i < 500 && await TryAsync() != accessKeyId; i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        return await TryAsync();
    }

    private async Task<string?> TryAsync()
    {
        try
        {
            return await AskAsync();
        }
        catch (CredentialsException)
        {
            return null;
        }
    }

    private async Task UntilTimerAsync()
    {
        for (var i = 0; i < 500 && _time.UntilNextTimer() is null; i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private async Task UntilFetchedAsync(int number)
    {
        for (var i = 0; i < 500 && _fetched < number; i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Equal(number, _fetched);
    }
}
