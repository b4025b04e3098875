using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Cli;
using Lanyard.Cli.Commands.Exec;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;

namespace Lanyard.Tests.Cli.Commands.Exec;

public sealed class SessionTimeTests : IDisposable
{
    private readonly FakeTime _time = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _error.Dispose();

    [Theory]
    [InlineData(30, 60)]
    [InlineData(null, 2)]
    [InlineData(60, 60)]
    public async Task A_session_that_lasts_is_left_as_it_is(int? took, int left)
    {
        Assert.Equal(("env", Key(left)), await FitAsync(took, left, "process", 60));
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public async Task What_the_tool_can_renew_is_handed_over_in_that_way()
    {
        Assert.Equal(("process", Key(20)), await FitAsync(42, 20, "process", 60));
        Assert.Contains("took 42 min before and the session has 20 min left", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Else_a_session_that_starts_now_is_fetched()
    {
        Assert.Equal(("env", Key(60)), await FitAsync(42, 20, null, 60));
        Assert.Equal("", _error.ToString());
    }

    [Theory]
    [InlineData(60, 60)]
    [InlineData(null, 20)]
    [InlineData(10, 20)]
    [InlineData(-1, 20)]
    public async Task What_still_is_too_short_is_warned_about(int? fetched, int left)
    {
        Assert.Equal(("env", Key(left)), await FitAsync(90, 20, null, fetched));
        Assert.Contains($"warning: this command took 90 min before, and the session has {left} min left", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_session_that_is_as_good_as_over_is_refused()
    {
        var e = await Assert.ThrowsAsync<CredentialsException>(() => FitAsync(42, 0, null, null));
        Assert.Equal((CliErrorCodes.SessionTooShort, FailureKind.GuardRail), (e.Code, e.Kind));
    }

    [Fact]
    public async Task Keys_that_do_not_end_are_never_too_short()
    {
        var way = await SessionTime.FitAsync(new Handover("env", new AwsCredentials("AKIA1", new Secret("s"))), TimeSpan.FromHours(9), "process", null, Machine());
        Assert.Equal("env", way.Via);
    }

    private static string Key(int minutes) => $"ASIA{minutes}";

    private AwsCredentials Session(int minutes) => new(Key(minutes), new Secret("s"), new Secret("t"), _time.GetUtcNow().AddMinutes(minutes).AddSeconds(30));

    private Surroundings Machine() => new(new Dictionary<string, string>(), "/", Stream.Null, _error, _time);

    private async Task<(string Via, string Key)> FitAsync(int? took, int left, string? renewing, int? fetched)
    {
        Func<Task<AwsCredentials>>? anew = fetched is not { } minutes ? null
            : () => minutes < 0 ? throw new CredentialsException("X", "no network") : Task.FromResult(Session(minutes));
        var way = await SessionTime.FitAsync(
            new Handover("env", Session(left)), took is { } t ? TimeSpan.FromMinutes(t) : null, renewing, anew, Machine());
        return (way.Via, way.Credentials.AccessKeyId);
    }
}
