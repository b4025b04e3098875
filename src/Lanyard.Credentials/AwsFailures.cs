using System.Globalization;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Wire;

namespace Lanyard.Credentials;

/// <summary>Says in plain words what AWS, or the network before it, answered.</summary>
public static class AwsFailures
{
    /// <summary>What mends a clock.</summary>
    public const string SetTheClock = "set the clock, for example with `sudo timedatectl set-ntp true`";

    private static readonly TimeSpan TolerableSkew = TimeSpan.FromMinutes(4);

    /// <summary>Makes the error of a failed call.</summary>
    /// <param name="failure">An <see cref="AwsServiceException"/> or an <see cref="EndpointUnreachableException"/>.</param>
    /// <param name="profile">The profile it is about, if any.</param>
    /// <param name="now">This machine's time.</param>
    public static CredentialsException Translate(Exception failure, string? profile, DateTimeOffset now) => failure switch
    {
        AwsServiceException service => Translate(service, profile, now),
        EndpointUnreachableException network => Translate(network, profile),
        _ => throw new ArgumentException("not a failure of a call", nameof(failure)),
    };

    private static CredentialsException Translate(AwsServiceException failure, string? profile, DateTimeOffset now)
    {
        var error = failure.Error;
        var said = $"{error.Service} {error.Operation} answered {error.Code}: {error.Message}";
        if (IsAboutTime(error) && error.ServerTime is { } server && (now - server).Duration() > TolerableSkew)
        {
            return new CredentialsException(
                ErrorCodes.ClockSkew,
                $"{DescribeSkew(now - server)}, so AWS turns its signatures down ({said})",
                SetTheClock, FailureKind.Failed, profile, failure);
        }

        return error.Code switch
        {
            "ExpiredToken" or "ExpiredTokenException" or "RequestExpired" => new CredentialsException(
                ErrorCodes.CredentialsExpired, $"the credentials have expired ({said})", "get new ones where these came from, then run the command again", FailureKind.PersonMustAct, profile, failure),
            "InvalidClientTokenId" or "UnrecognizedClientException" or "SignatureDoesNotMatch" or "InvalidSignatureException" or "IncompleteSignature"
                or "MissingAuthenticationToken" or "InvalidIdentityToken" => new CredentialsException(
                    ErrorCodes.CredentialsRejected, $"AWS doesn't accept these credentials ({said})",
                    "check that the access key is active and its secret is typed right", FailureKind.RefusedByAws, profile, failure),
            // What AWS words as "The AWS Access Key Id needs a subscription for the service".
            "OptInRequired" or "SubscriptionRequiredException" or "NotSignedUp" => new CredentialsException(
                ErrorCodes.AccountNotActivated, $"the account isn't signed up for the service, or not for this region ({said})",
                "sign in to the account's console and finish its sign-up (payment method, phone, support plan); for an opt-in region, enable it under Account > AWS Regions",
                FailureKind.RefusedByAws, profile, failure),
            "RegionDisabledException" => new CredentialsException(
                ErrorCodes.RegionDisabled, $"STS isn't activated in this region for the account ({said})",
                "activate it in IAM > Account settings, or use another region with --region", FailureKind.RefusedByAws, profile, failure),
            _ when RetryPolicy.IsThrottling(error.Code) || error.Status == 429 => new CredentialsException(
                ErrorCodes.Throttled, $"AWS asked us to slow down until we gave up ({said})", "wait a minute, then run the command again", FailureKind.RefusedByAws, profile, failure),
            _ => new CredentialsException(
                ErrorCodes.AwsError, said, FixOf(error), error.Status is 401 or 403 ? FailureKind.RefusedByAws : FailureKind.Failed, profile, failure),
        };
    }

    private static CredentialsException Translate(EndpointUnreachableException failure, string? profile) => failure.Reason switch
    {
        UnreachableReason.Timeout => new CredentialsException(
            ErrorCodes.EndpointTimeout, failure.Message, "check the network, the proxy settings and AWS_ENDPOINT_URL", profile: profile, inner: failure),
        UnreachableReason.Tls => new CredentialsException(
            ErrorCodes.TlsUntrusted, $"the connection to {failure.Endpoint.Host} isn't trusted: {failure.Message}",
            "if a proxy of your company opens TLS, name its authority with AWS_CA_BUNDLE", profile: profile, inner: failure),
        UnreachableReason.Unsendable => new CredentialsException(
            ErrorCodes.SettingInvalid, failure.Message, "a key, token or name holds a character that no header may hold: get it anew", profile: profile, inner: failure),
        _ => new CredentialsException(
            ErrorCodes.EndpointUnreachable, failure.Message, "check the network, the proxy settings, the region and AWS_ENDPOINT_URL", profile: profile, inner: failure),
    };

    private static string FixOf(AwsServiceError error) =>
        error.Code is "UnreadableAnswer" ? "check AWS_ENDPOINT_URL and the proxy settings: what answered may not be AWS"
        : error.Status >= 500 ? "run the command again in a minute; if it stays so, check AWS_ENDPOINT_URL and the AWS Health Dashboard"
        : $"look up {error.Code} among the errors of {error.Operation} in the AWS documentation";

    private static bool IsAboutTime(AwsServiceError error) => error.Code is "RequestTimeTooSkewed" or "RequestExpired" or "RequestInTheFuture"
        || (error.Code is "SignatureDoesNotMatch" or "InvalidSignatureException"
            && (error.Message.StartsWith("Signature expired", StringComparison.Ordinal) || error.Message.StartsWith("Signature not yet current", StringComparison.Ordinal)));

    /// <summary>Says how far this machine's clock is from AWS's.</summary>
    /// <param name="skew">How far it is ahead; negative where it is behind.</param>
    public static string DescribeSkew(TimeSpan skew) =>
        $"this machine's clock is {Describe(skew.Duration())} {(skew > TimeSpan.Zero ? "ahead of" : "behind")} AWS's";

    private static string Describe(TimeSpan span) => span.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes} min")
        : span.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes} min")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalSeconds} s");
}
