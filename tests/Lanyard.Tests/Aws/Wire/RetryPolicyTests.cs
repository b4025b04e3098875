using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Aws.Wire;

public class RetryPolicyTests
{
    [Theory]
    [InlineData(1, 0.2)]
    [InlineData(2, 0.4)]
    [InlineData(3, 0.8)]
    [InlineData(7, 12.8)]
    [InlineData(8, 20)]
    [InlineData(5000, 20)]
    public void The_wait_is_random_below_a_ceiling_that_doubles_up_to_20_seconds(int attempt, double ceiling)
    {
        var policy = new RetryPolicy(3, new Random(1));
        var waits = Enumerable.Range(0, 500).Select(_ => policy.Delay(attempt, null).TotalSeconds).ToArray();
        Assert.All(waits, w => Assert.InRange(w, 0, ceiling));
        Assert.True(waits.Max() > ceiling * 0.9);
        Assert.True(waits.Min() < ceiling * 0.1);
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(20, 20)]
    [InlineData(3600, 20)]
    [InlineData(int.MaxValue, 20)]
    public void The_server_may_ask_for_more_up_to_20_seconds(int asked, int waited) =>
        Assert.Equal(TimeSpan.FromSeconds(waited), new RetryPolicy(3, new Random(1)).Delay(1, TimeSpan.FromSeconds(asked)));

    [Fact]
    public void The_server_cannot_ask_for_less() =>
        Assert.Equal(new RetryPolicy(3, new Random(1)).Delay(5, null), new RetryPolicy(3, new Random(1)).Delay(5, TimeSpan.Zero));

    /// <summary>
    /// AWS SDKs and Tools Reference Guide, "Retry behavior": standard mode. IDPCommunicationError: STS API Reference,
    /// "AssumeRoleWithWebIdentity": retry the request a limited number of times.
    /// </summary>
    [Theory]
    [InlineData(500, null, true)]
    [InlineData(502, null, true)]
    [InlineData(503, null, true)]
    [InlineData(504, null, true)]
    [InlineData(429, null, true)]
    [InlineData(400, "Throttling", true)]
    [InlineData(400, "ThrottlingException", true)]
    [InlineData(400, "RequestLimitExceeded", true)]
    [InlineData(400, "TooManyRequestsException", true)]
    [InlineData(400, "RequestTimeout", true)]
    [InlineData(400, "RequestTimeoutException", true)]
    [InlineData(400, "IDPCommunicationError", true)]
    [InlineData(400, null, false)]
    [InlineData(400, "AuthorizationPendingException", false)]
    [InlineData(400, "SlowDownException", false)]
    [InlineData(400, "ValidationError", false)]
    [InlineData(401, "UnauthorizedException", false)]
    [InlineData(403, "AccessDenied", false)]
    [InlineData(403, "SignatureDoesNotMatch", false)]
    [InlineData(404, null, false)]
    [InlineData(501, null, false)]
    public void Only_what_may_go_better_next_time_is_tried_again(int status, string? code, bool transient) =>
        Assert.Equal(transient, RetryPolicy.IsTransient(new WireResponse(status, WireHeaders.Empty, default), code));

    [Fact]
    public void A_missing_provider_is_not_throttling() => Assert.False(RetryPolicy.IsThrottling("IDPCommunicationError"));

    [Theory]
    [InlineData(429, null, 9, true)]
    [InlineData(400, "ThrottlingException", 9, true)]
    [InlineData(429, null, 10, false)]
    [InlineData(500, null, 2, true)]
    [InlineData(500, null, 3, false)]
    [InlineData(403, "ForbiddenException", 1, false)]
    public void A_call_that_is_throttled_may_be_tried_more_often(int status, string? code, int attempt, bool again) => Assert.Equal(
        again,
        new RetryPolicy(3, new Random(1)) { MaxThrottledAttempts = 10 }.TriesAgain(attempt, WireResponse.OfText(status, "text/plain", ""), code));
}
