using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.Sessions;

namespace Lanyard.Tests.Credentials.Sessions;

public sealed class SessionFlightTests : IDisposable
{
    private static readonly SessionKey Key = new("key one");

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTime _time = new();
    private readonly List<string> _said = [];
    private int _fetches;

    private SessionStore Store => new(_folder["sessions"], _time);

    private string LockFile => Path.ChangeExtension(Path.Combine(_folder["sessions"], Key.FileName), ".lock");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Of_many_who_ask_at_once_one_fetches_and_all_get_its_answer()
    {
        var go = new TaskCompletionSource();
        var asking = Enumerable.Range(0, 40).Select(_ => Task.Run(() => GetAsync(async () =>
        {
            await go.Task;
            return Fetched("ASIA" + Interlocked.Increment(ref _fetches), 60);
        }), Ct)).ToArray();
        await Task.Delay(100, Ct);
        go.SetResult();
        Assert.All(await Task.WhenAll(asking), id => Assert.Equal("ASIA1", id));
        Assert.Equal(1, _fetches);
    }

    [Fact]
    public async Task Those_who_wait_while_it_fails_get_the_failure_and_ask_nobody_again()
    {
        var go = new TaskCompletionSource();
        var asking = Enumerable.Range(0, 10).Select(_ => Task.Run(() => GetAsync(async () =>
        {
            Interlocked.Increment(ref _fetches);
            await go.Task;
            throw Denied();
        }), Ct)).ToArray();
        await Task.Delay(100, Ct);
        _time.Advance(TimeSpan.FromSeconds(2));
        go.SetResult();
        foreach (var one in asking)
        {
            var e = await Assert.ThrowsAsync<CredentialsException>(() => one);
            Assert.Equal((ErrorCodes.RoleAccessDenied, "no", "ask", FailureKind.RefusedByAws, "dev"), (e.Code, e.Message, e.Fix, e.Kind, e.Profile));
        }

        Assert.Equal(1, _fetches);
    }

    [Fact]
    public async Task A_failure_is_nobodys_who_asks_afterwards()
    {
        await Assert.ThrowsAsync<CredentialsException>(() => GetAsync(() => throw Denied()));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("ASIA2", await GetAsync(() => Task.FromResult(Fetched("ASIA2", 60))));
    }

    [Fact]
    public async Task What_runs_low_is_renewed_and_handed_out_where_that_fails()
    {
        Store.Keep(Key, Fetched("ASIA1", 60).Credentials, null);
        Advance(46);
        Assert.Equal("ASIA1", await GetAsync(() => throw Denied()));
        Assert.Equal("ASIA2", await AfterAMinuteAsync(() => Task.FromResult(Fetched("ASIA2", 60))));
    }

    [Fact]
    public async Task What_could_not_be_renewed_just_now_is_not_tried_again_with_every_command()
    {
        Store.Keep(Key, Fetched("ASIA1", 60).Credentials, null);
        Advance(46);
        Assert.Equal("ASIA1", await GetAsync(() => throw Denied()));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("ASIA1", await GetAsync(() => throw new InvalidOperationException("not asked")));
    }

    [Fact]
    public async Task What_is_about_to_end_is_not_handed_out_and_the_failure_is_said()
    {
        Store.Keep(Key, Fetched("ASIA1", 60).Credentials, null);
        Advance(56);
        Assert.Equal(ErrorCodes.RoleAccessDenied, (await Assert.ThrowsAsync<CredentialsException>(() => GetAsync(() => throw Denied()))).Code);
    }

    [Fact]
    public async Task While_another_process_renews_it_nobody_waits_for_what_is_still_good()
    {
        Store.Keep(Key, Fetched("ASIA1", 60).Credentials, null);
        Advance(46);
        using var held = FileLock.TryAcquire(LockFile);
        Assert.Equal("ASIA1", await GetAsync(() => throw new InvalidOperationException("not asked")));
    }

    [Fact]
    public async Task When_the_one_who_fetches_goes_away_another_does_it()
    {
        var held = FileLock.TryAcquire(LockFile)!;
        var asking = GetAsync(() => Task.FromResult(Fetched("ASIA1", 60)));
        await Task.Delay(50, Ct);
        Assert.False(asking.IsCompleted);
        held.Dispose();
        Assert.Equal("ASIA1", await asking);
    }

    [Fact]
    public async Task A_person_is_told_what_a_long_wait_is_for()
    {
        var held = FileLock.TryAcquire(LockFile)!;
        var asking = GetAsync(() => Task.FromResult(Fetched("ASIA1", 60)));
        await Task.Delay(1300, Ct);
        held.Dispose();
        await asking;
        Assert.Equal("another process is fetching the same session; waiting for it", Assert.Single(_said));
    }

    [Fact]
    public async Task Where_no_lock_can_be_made_everybody_fetches()
    {
        _folder.Write("sessions", "a file where the folder should be");
        Assert.Equal("ASIA1", await GetAsync(() => Task.FromResult(Fetched("ASIA1", 60))));
        Assert.Equal("ASIA2", await GetAsync(() => Task.FromResult(Fetched("ASIA2", 60))));
    }

    [Fact]
    public async Task What_was_fetched_with_a_sign_in_that_changed_meanwhile_is_not_kept()
    {
        Assert.Equal("ASIA1", await GetAsync(() => Task.FromResult(Fetched("ASIA1", 60) with { MayBeKept = false })));
        Assert.Null(Store.FindUsable(Key));
    }

    [Fact]
    public async Task Who_signed_out_while_it_was_fetched_finds_none_afterwards()
    {
        var kept = false;
        Assert.Equal("ASIA1", await GetAsync(() => Task.FromResult(Fetched("ASIA1", 60) with
        {
            IsSignedIn = () =>
            {
                kept = Store.FindUsable(Key) is not null;
                return false;
            },
        })));

        // Asked when it is kept: who signs out after that finds it.
        Assert.True(kept);
        Assert.Null(Store.FindUsable(Key));
        await GetAsync(() => Task.FromResult(Fetched("ASIA2", 60) with { IsSignedIn = () => true }));
        Assert.NotNull(Store.FindUsable(Key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"time\":\"soon\",\"code\":\"X\",\"message\":\"m\",\"kind\":\"Failed\"}")]
    [InlineData("{\"code\":\"X\"")]
    public async Task A_failure_that_can_not_be_read_is_none(string text)
    {
        _folder.Write("sessions/" + Path.ChangeExtension(Key.FileName, ".failed"), text);
        Assert.Equal("ASIA1", await GetAsync(() => Task.FromResult(Fetched("ASIA1", 60))));
    }

    private static CredentialsException Denied() => new(ErrorCodes.RoleAccessDenied, "no", "ask", FailureKind.RefusedByAws, "dev");

    private FetchedSession Fetched(string id, int minutes) =>
        new(new AwsCredentials(id, new Secret("s"), new Secret("t"), _time.GetUtcNow().AddMinutes(minutes)));

    private void Advance(int minutes) => _time.Advance(TimeSpan.FromMinutes(minutes));

    private Task<string> AfterAMinuteAsync(Func<Task<FetchedSession>> fetch)
    {
        _time.Advance(TimeSpan.FromSeconds(61));
        return GetAsync(fetch);
    }

    private async Task<string> GetAsync(Func<Task<FetchedSession>> fetch) =>
        (await new SessionFlight(Store, _time, _said.Add).GetAsync(Key, fetch, Ct)).Credentials.AccessKeyId;
}
