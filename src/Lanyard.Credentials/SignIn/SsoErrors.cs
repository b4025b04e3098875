using Lanyard.Credentials.Sources;

namespace Lanyard.Credentials.SignIn;

/// <summary>The errors of a sign-in that isn't there, or no longer.</summary>
internal static class SsoErrors
{
    public static CredentialsException Missing(SsoSignIn signIn, string? profile) => new(
        ErrorCodes.SsoTokenMissing, $"nobody is signed in to {Name(signIn)}", LoginCommand(signIn, profile), FailureKind.PersonMustAct, profile);

    public static CredentialsException Expired(SsoSignIn signIn, string? profile, string why) => new(
        ErrorCodes.SsoTokenExpired, $"the sign-in to {Name(signIn)} has ended: {why}", LoginCommand(signIn, profile), FailureKind.PersonMustAct, profile);

    private static string Name(SsoSignIn signIn) =>
        signIn.SessionName is { } name ? $"the sso-session `{name}` ({signIn.StartUrl})" : signIn.StartUrl;

    private static string LoginCommand(SsoSignIn signIn, string? profile) =>
        profile is not null ? $"lanyard login --profile {profile}" : signIn.SessionName is { } name ? $"lanyard login --session {name}" : "lanyard login";
}
