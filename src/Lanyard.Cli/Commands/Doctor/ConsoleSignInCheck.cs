using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SignIn;

namespace Lanyard.Cli.Commands.Doctor;

/// <summary>Finds console sign-ins that have ended, or can't be read. Each quarter of an hour they renew themselves, which is no finding.</summary>
internal static class ConsoleSignInCheck
{
    // AWS renews none that began longer ago.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>Gives the sign-ins that profiles name, each once, with the first such profile.</summary>
    public static IReadOnlyList<(string Session, string Profile)> SignInsOf(SharedConfigSnapshot files) =>
        [.. files.Profiles.Values.Select(p => (Session: p.Get("login_session")?.Trim() ?? "", p.Name)).Where(s => s.Session.Length > 0).DistinctBy(s => s.Session)];

    /// <summary>Looks at sign-ins.</summary>
    /// <param name="signIns">The sign-ins, each with a profile of it.</param>
    /// <param name="pathOf">Gives a sign-in's file.</param>
    /// <param name="read">Reads a sign-in; null where nobody is signed in.</param>
    /// <param name="now">The time.</param>
    public static IEnumerable<Finding> Find(
        IEnumerable<(string Session, string Profile)> signIns, Func<string, string> pathOf, Func<string, ConsoleToken?> read, DateTimeOffset now)
    {
        foreach (var (session, profile) in signIns)
        {
            var fix = $"lanyard login --profile {Words.Shell(profile)}";
            ConsoleToken? token = null;
            Finding? found = null;
            try
            {
                token = read(session);
            }
            catch (InvalidDataException e)
            {
                found = new Finding(FindingIds.SignInUnreadable, Severity.Error, pathOf(session), e.Message, "whatever stands on this sign-in has no credentials", fix);
            }

            if (token?.Credentials.Expiration is { } end && end <= (token.CanRefresh ? now - Longest : now))
            {
                found = new Finding(
                    FindingIds.SignInEnded, Severity.Warning, pathOf(session), $"the console sign-in of the profile `{profile}` ended, its last credentials on {Words.Minute(end)}",
                    "every profile that stands on it fails until somebody signs in", fix);
            }

            if (found is not null)
            {
                yield return found;
            }
        }
    }
}
