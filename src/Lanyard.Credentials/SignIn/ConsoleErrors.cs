using System.Globalization;
using Lanyard.Aws.Protocols;
using Lanyard.Credentials.Sources;

namespace Lanyard.Credentials.SignIn;

/// <summary>The errors of a console sign-in that isn't there, or no longer, or was refused.</summary>
internal static class ConsoleErrors
{
    private static readonly TimeSpan TolerableSkew = TimeSpan.FromMinutes(1);

    public static CredentialsException Missing(Source.LoginSession source, string path) =>
        Failed(ErrorCodes.LoginSessionMissing, source, $"nobody is signed in to it: there is no {path}");

    public static CredentialsException Invalid(Source.LoginSession source, string why) => Failed(ErrorCodes.LoginSessionInvalid, source, why);

    public static CredentialsException Expired(Source.LoginSession source, ConsoleToken token, string path, string why) => Failed(
        ErrorCodes.LoginSessionExpired, source,
        string.Create(CultureInfo.InvariantCulture, $"its credentials in {path} ended at {token.Credentials.Expiration!.Value.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, {why}"));

    /// <summary>Says why AWS didn't renew a sign-in.</summary>
    public static CredentialsException NotRenewed(Source.LoginSession source, AwsServiceException failure, DateTimeOffset now) => failure.Error.Code switch
    {
        "TOKEN_EXPIRED" => Failed(
            ErrorCodes.LoginSessionExpired, source, "AWS no longer renews it (TOKEN_EXPIRED): a sign-in lasts up to 12 hours" + Skew(failure, now), failure),
        "USER_CREDENTIALS_CHANGED" => Failed(
            ErrorCodes.LoginSessionExpired, source, "AWS no longer renews it, because the user's password was changed since (USER_CREDENTIALS_CHANGED)", failure),
        "INSUFFICIENT_PERMISSIONS" => Denied(source.Session, source.Profile, failure),
        _ => Other(source.Profile, failure, now),
    };

    /// <summary>Says why AWS gave nothing for the code of a sign-in page.</summary>
    public static CredentialsException NotSignedIn(string? profile, AwsServiceException failure, DateTimeOffset now) => failure.Error.Code switch
    {
        "AUTHCODE_EXPIRED" => new CredentialsException(
            ErrorCodes.SignInTimeout, "the code of the sign-in page has expired, or was used already (AUTHCODE_EXPIRED)" + Skew(failure, now),
            CommandForNew(profile), FailureKind.PersonMustAct, profile, failure),
        "INSUFFICIENT_PERMISSIONS" => Denied("who signed in", profile, failure),
        _ => Other(profile, failure, now),
    };

    /// <summary>Gives the command that signs in for a profile.</summary>
    public static string CommandFor(string? profile) => profile is null ? "lanyard login --console" : $"lanyard login --profile {profile}";

    /// <summary>Gives the command that signs in whether or not the profile has a <c>login_session</c> yet.</summary>
    public static string CommandForNew(string? profile) => "lanyard login --console" + (profile is null ? "" : $" --profile {profile}");

    private static CredentialsException Denied(string who, string? profile, Exception failure) => new(
        ErrorCodes.LoginSessionDenied, $"{who} may not have credentials for programs (INSUFFICIENT_PERMISSIONS: signin:CreateOAuth2Token is not allowed)",
        $"have the AWS managed policy SignInLocalDevelopmentAccess attached, then run {CommandFor(profile)}", FailureKind.RefusedByAws, profile, failure);

    // A proof of possession is good for a short while around its time, so a wrong clock spoils every one.
    private static CredentialsException Other(string? profile, AwsServiceException failure, DateTimeOffset now) =>
        failure.Error.Status is >= 400 and < 500 && failure.Error.Status != 429 && Skew(failure, now) is { Length: > 0 } skew
            ? new CredentialsException(
                ErrorCodes.ClockSkew, $"Sign-In {failure.Error.Operation} answered {failure.Error.Code}: {failure.Error.Message}{skew}",
                AwsFailures.SetTheClock, FailureKind.Failed, profile, failure)
            : AwsFailures.Translate(failure, profile, now);

    private static string Skew(AwsServiceException failure, DateTimeOffset now) =>
        failure.Error.ServerTime is { } server && (now - server) is var off && off.Duration() > TolerableSkew
            ? $"; {AwsFailures.DescribeSkew(off)}, which may be why"
            : "";

    private static CredentialsException Failed(string code, Source.LoginSession source, string what, Exception? inner = null) => new(
        code, $"the profile `{source.Profile}`{(source.Origin is { } origin ? $" ({origin})" : "")} uses the console sign-in {source.Session}, and {what}",
        CommandFor(source.Profile), FailureKind.PersonMustAct, source.Profile, inner);
}
