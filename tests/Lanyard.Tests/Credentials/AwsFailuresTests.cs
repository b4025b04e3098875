using Lanyard.Aws.Protocols;
using Lanyard.Credentials;

namespace Lanyard.Tests.Credentials;

public class AwsFailuresTests
{
    /// <summary>
    /// The words that AWS answers an account with whose sign-up isn't finished: the code differs by service, as users' reports show
    /// (Route 53: OptInRequired; CloudWatch Logs and DynamoDB: SubscriptionRequiredException; S3: NotSignedUp).
    /// </summary>
    [Theory]
    [InlineData("OptInRequired", 403)]
    [InlineData("SubscriptionRequiredException", 400)]
    [InlineData("NotSignedUp", 403)]
    public void An_account_that_needs_a_subscription_is_told_to_finish_its_sign_up(string code, int status)
    {
        var failure = Translate(code, status, "The AWS Access Key Id needs a subscription for the service");
        Assert.Equal((ErrorCodes.AccountNotActivated, FailureKind.RefusedByAws), (failure.Code, failure.Kind));
        Assert.Contains("needs a subscription for the service", failure.Message, StringComparison.Ordinal);
        Assert.Contains("finish its sign-up", failure.Fix, StringComparison.Ordinal);
    }

    /// <summary>The page can't run it: the sandbox's accounts are all signed up.</summary>
    [Fact]
    public void The_troubleshooting_page_shows_what_is_printed()
    {
        var failure = Translate("OptInRequired", 403, "The AWS Access Key Id needs a subscription for the service");
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "troubleshooting.md"));
        Assert.Contains($"error: {failure.Message} [{failure.Code}]\n  to mend it: {failure.Fix}\n", page, StringComparison.Ordinal);
    }

    /// <summary>STS API reference, errors common to AssumeRole: STS is not activated in the requested region for the account.</summary>
    [Fact]
    public void A_region_in_which_sts_is_off_is_named_as_the_cause()
    {
        var failure = Translate("RegionDisabledException", 403, "STS is not activated in this region for account:111111111111");
        Assert.Equal(ErrorCodes.RegionDisabled, failure.Code);
        Assert.Contains("--region", failure.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(45, "this machine's clock is 45 s ahead of AWS's")]
    [InlineData(-7 * 60, "this machine's clock is 7 min behind AWS's")]
    [InlineData(2 * 3600, "this machine's clock is 2 h 0 min ahead of AWS's")]
    public void How_far_off_a_clock_is_is_said_in_plain_words(int seconds, string said) =>
        Assert.Equal(said, AwsFailures.DescribeSkew(TimeSpan.FromSeconds(seconds)));

    private static CredentialsException Translate(string code, int status, string message) => AwsFailures.Translate(
        new AwsServiceException(new AwsServiceError("STS", "AssumeRole", code, message, status, null)), "dev", DateTimeOffset.UnixEpoch);
}
