using Lanyard.Aws.Protocols;

namespace Lanyard.Credentials.Sources.Run;

/// <summary>The errors that codes of MFA devices lead to. None repeats a code.</summary>
internal static class MfaErrors
{
    // The texts that AWS gives, as in aws/aws-cli #2279 and #6325; there is no error code of its own for them.
    private const string Failed = "MultiFactorAuthentication failed";
    private const string Invalid = "invalid MFA one time pass code";

    /// <summary>Tells whether AWS refused a call for its code or device, and not for what the caller may do.</summary>
    public static bool IsAboutCode(Exception failure) =>
        failure is AwsServiceException { Error: { Code: "AccessDenied", Message: var message } } && message.StartsWith(Failed, StringComparison.Ordinal);

    /// <summary>Tells whether another code may be taken.</summary>
    public static bool IsInvalidCode(Exception failure) =>
        IsAboutCode(failure) && ((AwsServiceException)failure).Error.Message.Contains(Invalid, StringComparison.Ordinal);

    /// <summary>A code is needed, and none is to be had.</summary>
    /// <param name="serialNumber">The device.</param>
    /// <param name="why">Why none is to be had.</param>
    /// <param name="profile">The profile that is used; null for none.</param>
    /// <param name="isOfThisProcess">Whether another process could have asked.</param>
    public static CredentialsException Required(string serialNumber, string why, string? profile, bool isOfThisProcess = false) => new(
        ErrorCodes.MfaRequired, $"a code of the MFA device {serialNumber} is needed, and {why}",
        profile is null ? "run the command on a terminal, without --no-input" : $"lanyard whoami --profile {profile}, on a terminal; the session then serves the other commands",
        FailureKind.PersonMustAct, profile)
    {
        IsOfThisProcess = isOfThisProcess,
    };

    /// <summary>AWS refused the device, or the last of the codes that it was given.</summary>
    public static CredentialsException Refused(MfaNeed need, Exception? failure) => failure is null || IsInvalidCode(failure)
        ? new CredentialsException(
            ErrorCodes.MfaCodeRefused, $"AWS took none of the codes that it was given for the MFA device {need}",
            "wait for the next code of that device and run the command again; see that the device's clock is right", FailureKind.PersonMustAct, need.Profile, failure)
        : new CredentialsException(
            ErrorCodes.MfaDeviceRefused, $"AWS doesn't take the MFA device {need}: {((AwsServiceException)failure).Error.Message.Trim()}",
            "let mfa_serial name a device of the user whose access key it is: aws iam list-mfa-devices", FailureKind.RefusedByAws, need.Profile, failure);

    /// <summary>An <c>mfa_process</c> gave no code.</summary>
    public static CredentialsException Process(MfaNeed need, string why) => new(
        ErrorCodes.MfaProcessFailed, $"the mfa_process of the profile `{need.Codes!.Profile}` {why}",
        "run the command by hand: it has to print a code of six digits on stdout and nothing else", profile: need.Profile);

    /// <summary>The seed of the device is in no vault.</summary>
    public static CredentialsException NoSeed(MfaNeed need, string why) => new(
        ErrorCodes.MfaSeedMissing, $"the profile `{need.Codes!.Profile}` has mfa_totp = vault, and {why}",
        $"lanyard vault add-totp {need.SerialNumber}", FailureKind.PersonMustAct, need.Profile);
}

/// <summary>A code that is needed.</summary>
/// <param name="SerialNumber">The device.</param>
/// <param name="Codes">How codes are had without a person; null where they are typed.</param>
/// <param name="Origin">Where the device is named.</param>
/// <param name="Profile">The profile that is used; null for none.</param>
internal sealed record MfaNeed(string SerialNumber, MfaCodes? Codes, Origin? Origin, string? Profile)
{
    /// <summary>Names the device and the place.</summary>
    public override string ToString() => SerialNumber + (Origin is null ? "" : $" ({Origin})");
}
