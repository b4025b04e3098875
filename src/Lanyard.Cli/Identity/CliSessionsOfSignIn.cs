using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;

namespace Lanyard.Cli.Identity;

/// <summary>
/// The sessions in the AWS CLI's cache that stand on one sign-in. Their files don't say so; it is worked out from the profiles, and
/// from the sessions that Lanyard has.
/// </summary>
internal static class CliSessionsOfSignIn
{
    /// <summary>Removes them.</summary>
    /// <param name="access">What reaches the sign-in; its sessions are still there.</param>
    /// <param name="signIn">The sign-in.</param>
    /// <param name="surroundings">The machine.</param>
    /// <returns>Until when the last of their keys would have been good; <see langword="null"/> where there were none.</returns>
    public static DateTimeOffset? Remove(AwsAccess access, SsoSignIn signIn, Surroundings surroundings)
    {
        if (AwsAccess.CliSessionsOf(surroundings) is not { } cliSessions)
        {
            return null;
        }

        var path = access.Tokens.PathOf(signIn);
        var ours = access.Sessions.All().Where(s => s.SignIn?.Path == path).Select(s => s.Key.ReadSource());
        var ofProfiles = access.Selected.Machine.Files.Profiles.Keys.Select(name => SourceOf(access.Selected.Machine, name)).Where(s => s is not null && StandsOn(s, signIn));
        return ours.Concat(ofProfiles).Distinct().Select(source => source is null ? null : cliSessions.Remove(source, access.Selected.Endpoints)).Max();
    }

    private static Source? SourceOf(MachineState machine, string profile)
    {
        try
        {
            return LanyardPlanner.Plan(new MachineState(machine.Environment, machine.Files, profile)).Candidates is [{ Source: var source }, ..] ? source : null;
        }
        catch (Exception e) when (e is CredentialsException or SharedConfigException)
        {
            // A profile that can't be used has no session.
            return null;
        }
    }

    private static bool StandsOn(Source source, SsoSignIn signIn) =>
        source.Hops().OfType<Source.SsoRole>().Any(sso => sso.SignIn.CacheKey == signIn.CacheKey);
}
