using System.Collections.Concurrent;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;
using Lanyard.Aws.Wire;
using Lanyard.Credentials.Portal;

namespace Lanyard.Tests.Credentials.Portal;

/// <summary>The listing against a portal that misbehaves; what the sandbox answers is tested with clients that aren't ours.</summary>
public sealed class PortalDirectoryTests : IDisposable
{
    private static readonly Uri Url = new("http://127.0.0.1:8181/");
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTime _time = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private int _underWay;
    private int _mostUnderWay;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Accounts_come_from_all_pages_sorted_and_once()
    {
        var directory = Directory(request => request.Target.Contains("next_token=more", StringComparison.Ordinal)
            ? Json("""{"accountList":[{"accountId":"111111111111","accountName":"a"},{"accountId":"222222222222","accountName":"b"}]}""")
            : Json("""{"accountList":[{"accountId":"222222222222","accountName":"b","emailAddress":"b@example.com"}],"nextToken":"more"}"""));
        Assert.Equal(["111111111111", "222222222222"], (await directory.AccountsAsync(Ct)).Select(a => a.Id));
        Assert.All(_asked, target => Assert.Contains("max_result=100", target, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"accountList":[],"nextToken":"same"}""")]
    [InlineData("""{"accounts":[]}""")]
    [InlineData("""{"accountList":[{"accountName":"a"}]}""")]
    [InlineData("""{"accountList":[{"accountId":"../../etc","accountName":"a"}]}""")]
    [InlineData("<html>")]
    public async Task An_answer_that_is_no_portals_is_said_to_be_unreadable(string body)
    {
        var e = await Assert.ThrowsAsync<AwsServiceException>(() => Directory(_ => Json(body)).AccountsAsync(Ct));
        Assert.Equal("UnreadableAnswer", e.Error.Code);
    }

    [Fact]
    public async Task Only_four_are_asked_at_once_and_each_once()
    {
        var found = await Directory(Roles, yields: true).RolesAsync(Accounts(60), Progress(), _ => { }, Ct);
        Assert.Equal(60, found.Count);
        Assert.Equal(60, _asked.Count);
        Assert.InRange(_mostUnderWay, 1, 4);
    }

    [Fact]
    public async Task One_that_is_throttled_waits_as_long_as_the_portal_says_and_longer_each_time()
    {
        var refusals = 0;
        var work = Directory(request => ++refusals <= 12 ? Throttled(refusals == 1 ? ("Retry-After", "7") : ("X-Nothing", "")) : Roles(request))
            .RolesAsync("111111111111", Ct);
        var waits = (await _time.PlayAsync(work)).Where(w => w < TimeSpan.FromMinutes(1)).ToArray();
        await work;
        Assert.Equal(12, waits.Length);
        Assert.Equal(TimeSpan.FromSeconds(7), waits[0]);
        Assert.Equal(12, waits.Distinct().Count());
        Assert.All(waits, wait => Assert.True(wait <= TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_portal_that_is_broken_is_not_asked_for_minutes()
    {
        var work = Directory(_ => new WireResponse(500, WireHeaders.Empty, ReadOnlyMemory<byte>.Empty)).RolesAsync("111111111111", Ct);
        await _time.PlayAsync(work);
        await Assert.ThrowsAsync<AwsServiceException>(() => work);
        Assert.Equal(3, _asked.Count);
    }

    [Fact]
    public async Task What_an_interrupted_listing_found_is_not_asked_again()
    {
        var broken = Directory(request => _asked.Count > 30 ? Error(401, "UnauthorizedException") : Roles(request));
        await Assert.ThrowsAsync<AwsServiceException>(() => broken.RolesAsync(Accounts(100), Progress(), _ => { }, Ct));
        var before = _asked.Count;
        Assert.InRange(Progress().Found.Count, 27, 30);

        var reported = new List<int>();
        var found = await Directory(Roles).RolesAsync(Accounts(100), Progress(), reported.Add, Ct);
        Assert.Equal(100, found.Count);
        Assert.All(found, a => Assert.Equal(["A", "B"], a.Roles));
        Assert.InRange(_asked.Count - before, 70, 73);
        Assert.InRange(reported[0], 27, 30);
    }

    [Fact]
    public async Task Another_sign_in_or_an_hour_later_starts_anew()
    {
        await Directory(Roles).RolesAsync(Accounts(3), Progress(), _ => { }, Ct);
        Assert.Equal(3, Progress().Found.Count);
        Assert.Empty(ListingProgress.Open(_folder["import.json"], "other", _time.GetUtcNow()).Found);
        _time.Advance(TimeSpan.FromMinutes(61));
        Assert.Empty(Progress().Found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"version":1,"key":"key","started":1782907200000,"accounts":{"1":[1]}}""")]
    [InlineData("""{"version":1,"key":"key","started":1782907200000,"accounts":{"1":"x"}}""")]
    [InlineData("""{"version":1,"key":"key","started":99999999999999999,"accounts":{}}""")]
    public void A_file_that_is_no_progress_is_none(string text)
    {
        _folder.Write("import.json", text);
        Assert.Empty(Progress().Found);
    }

    [Fact]
    public async Task An_account_that_may_not_be_entered_any_more_has_no_permission_sets() =>
        Assert.Empty(await Directory(_ => Error(403, "ForbiddenException")).RolesAsync("111111111111", Ct));

    public void Dispose() => _folder.Dispose();

    private ListingProgress Progress() => ListingProgress.Open(_folder["import.json"], "key", _time.GetUtcNow());

    private PortalDirectory Directory(Func<WireRequest, WireResponse> answer, bool yields = false)
    {
        var http = new HttpMessageInvoker(new WireMessageHandler(async (request, stop) =>
        {
            _asked.Enqueue(request.Target);
            var now = Interlocked.Increment(ref _underWay);
            lock (_asked)
            {
                _mostUnderWay = Math.Max(_mostUnderWay, now);
            }

            if (yields)
            {
                await Task.Yield();
            }

            try
            {
                lock (_folder)
                {
                    return answer(request);
                }
            }
            finally
            {
                Interlocked.Decrement(ref _underWay);
            }
        }));
        return new PortalDirectory(new WireClient(http, _time, new RetryPolicy(3, new Random(1)), TimeSpan.FromMinutes(5)), Url, new Secret("token"));
    }

    private static PortalAccount[] Accounts(int count) => [.. Enumerable.Range(1, count).Select(n => new PortalAccount((100_000_000_000 + n).ToString(System.Globalization.CultureInfo.InvariantCulture), $"a{n}", ""))];

    private static WireResponse Roles(WireRequest request) => Json("""{"roleList":[{"roleName":"B"},{"roleName":"A"}]}""");

    private static WireResponse Json(string body) => WireResponse.OfText(200, "application/json", body);

    private static WireResponse Error(int status, string code) => WireResponse.OfText(status, "application/json", """{"message":"no"}""").With("X-Amzn-ErrorType", code);

    private static WireResponse Throttled((string Name, string Value) header) => Error(429, "TooManyRequestsException").With(header.Name, header.Value);
}
