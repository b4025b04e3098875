using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;
using Lanyard.Projects;

namespace Lanyard.Cli.Identity;

/// <summary>Finds under which name a project's Identity Center session is signed in on this machine.</summary>
internal static class StageSignIn
{
    /// <summary>
    /// Gives the <c>sso-session</c> of this machine that has the same start URL and region, so that one sign-in serves the AWS CLI
    /// too; without one, the start URL itself names the token, which no other portal can clash with.
    /// </summary>
    public static SsoSignIn Of(SharedConfigSnapshot files, SsoSessionSetting session)
    {
        foreach (var (name, section) in files.SsoSessions)
        {
            if (section.Properties.TryGetValue("sso_start_url", out var url) && url.Value == session.StartUrl
                && section.Properties.TryGetValue("sso_region", out var region) && region.Value == session.Region)
            {
                return SsoSettings.OfSession(files, name, () => ProjectFile.FileName);
            }
        }

        return new SsoSignIn(null, session.StartUrl, session.Region);
    }
}
