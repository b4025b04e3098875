using Lanyard.Credentials;
using Lanyard.Credentials.SignIn;
using Lanyard.Credentials.Sources;

namespace Lanyard.Cli.Commands.Doctor;

/// <summary>Finds Identity Center sign-ins that have ended, are about to, or can't be read. That nobody is signed in is no finding.</summary>
internal static class SignInCheck
{
    /// <summary>How long before its end a sign-in that can't renew itself is worth a word.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromHours(1);

    /// <summary>Looks at sign-ins.</summary>
    /// <param name="signIns">The sign-ins that are configured.</param>
    /// <param name="pathOf">Gives a sign-in's file.</param>
    /// <param name="read">Reads a sign-in's token; null where nobody is signed in.</param>
    /// <param name="now">The time.</param>
    public static IEnumerable<Finding> Find(IEnumerable<SsoSignIn> signIns, Func<SsoSignIn, string> pathOf, Func<SsoSignIn, SsoToken?> read, DateTimeOffset now)
    {
        foreach (var signIn in signIns)
        {
            SsoToken? token;
            Finding? unreadable = null;
            try
            {
                token = read(signIn);
            }
            catch (CredentialsException e)
            {
                token = null;
                unreadable = new Finding(
                    FindingIds.SignInUnreadable, Severity.Error, pathOf(signIn), e.Message, "whatever stands on this sign-in has no credentials", Remedy(signIn));
            }

            if ((unreadable ?? (token is null ? null : Of(signIn, token, pathOf(signIn), now))) is { } found)
            {
                yield return found;
            }
        }
    }

    private static Finding? Of(SsoSignIn signIn, SsoToken token, string path, DateTimeOffset now)
    {
        if (token.StartUrl.Length > 0 && token.StartUrl != signIn.StartUrl)
        {
            return new Finding(
                FindingIds.SignInElsewhere, Severity.Warning, path,
                $"the token cached for {NameOf(signIn)} is of another portal, {token.StartUrl}",
                "Lanyard doesn't use it, and other tools send it to a portal that turns it down", Remedy(signIn));
        }

        if (token.CanRefresh(now))
        {
            return null;
        }

        var renewed = token.RefreshToken is not null && token.Registration is { } client
            ? $"; it can't renew itself, as the registration of its client ended on {Words.Minute(client.ExpiresAt)}"
            : "";
        return token.ExpiresAt <= now
            ? new Finding(
                FindingIds.SignInEnded, Severity.Warning, path, $"the sign-in to {NameOf(signIn)} ended on {Words.Minute(token.ExpiresAt)}{renewed}",
                "every profile and stage that stands on it fails until somebody signs in", Remedy(signIn))
            : token.ExpiresAt <= now + Soon
            ? new Finding(
                FindingIds.SignInEndsSoon, Severity.Note, path, $"the sign-in to {NameOf(signIn)} ends at {Words.Minute(token.ExpiresAt)}{renewed}",
                "a deployment that takes longer fails half-way", Remedy(signIn))
            : renewed.Length > 0
            ? new Finding(
                FindingIds.SignInNotRenewable, Severity.Note, path, $"the sign-in to {NameOf(signIn)} is good until {Words.Minute(token.ExpiresAt)}{renewed}",
                "it ends then, where others renew themselves", Remedy(signIn))
            : null;
    }

    private static string NameOf(SsoSignIn signIn) => signIn.SessionName is { } name ? $"the sso-session `{name}`" : signIn.StartUrl;

    private static string Remedy(SsoSignIn signIn) =>
        signIn.SessionName is { } name ? $"lanyard login --session {Words.Shell(name)}" : "lanyard login --profile NAME, with a profile of it";
}
