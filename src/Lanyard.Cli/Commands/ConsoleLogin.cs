using System.Globalization;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.Delivery;
using Lanyard.Credentials.SignIn;
using Lanyard.Credentials.Sources;

namespace Lanyard.Cli.Commands;

/// <summary>The console's part of <c>lanyard login</c> and <c>lanyard logout</c>.</summary>
internal static class ConsoleLogin
{
    /// <summary>Signs in for a profile.</summary>
    public static async Task<int> RunAsync(LoginInput input, ConsoleTarget target, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (input.Options.NoInput)
        {
            throw new CredentialsException(
                CliErrorCodes.InputNeeded, "signing in to the AWS console needs a person, and --no-input is given",
                "run `lanyard login` without --no-input", FailureKind.PersonMustAct, target.Profile);
        }

        using var access = new AwsAccess(surroundings, input.Options, target.Selected);
        var signedIn = await ConsoleSignInFlow.For(surroundings, input.DeviceCode, input.NoBrowser, input.Browser).RunAsync(access, target, surroundings, cancellationToken).ConfigureAwait(false);
        if (input.Options.Json)
        {
            surroundings.Write(JsonOutput.Object(json =>
            {
                json.WriteString("profile", target.Profile);
                json.WriteString("loginSession", signedIn.Session);
                json.WriteString("expiresAt", ProcessOutput.FormatTime(signedIn.Token.Credentials.Expiration!.Value));
            }));
            return ExitCodes.Done;
        }

        surroundings.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Signed in as {signedIn.Session}. Its credentials are renewed by themselves, for up to 12 hours."));
        if (target.Session?.Trim() != signedIn.Session)
        {
            surroundings.Error.WriteLine($"Wrote it to the profile `{target.Profile}` in {target.Selected.Machine.Files.Config.Path}.");
        }

        if (target.Region is null)
        {
            surroundings.Error.WriteLine($"note: no region is set for the profile; lanyard profile set {target.Profile} region REGION");
        }

        return ExitCodes.Done;
    }

    /// <summary>Forgets a sign-in and the sessions that stand on it. There is nothing at AWS that could be told.</summary>
    /// <param name="session">The <c>login_session</c>.</param>
    /// <param name="access">What reaches its file and the sessions.</param>
    /// <param name="surroundings">The machine.</param>
    /// <returns>Whether there was a sign-in, and when the last keys will end that were good.</returns>
    public static (bool Ended, DateTimeOffset? Last) End(string session, AwsAccess access, Surroundings surroundings)
    {
        var cache = ConsoleTokenCache.Of(access.Selected.Machine);
        DateTimeOffset? last = null;
        try
        {
            last = cache.Find(session)?.Credentials.Expiration is { } end && end > surroundings.Time.GetUtcNow() ? end : null;
        }
        catch (InvalidDataException)
        {
            // A file that can't be read holds no keys; it is removed all the same.
        }

        // First, so that a session whose fetch ends just now is either found here or taken back by who fetched it.
        var ended = cache.Remove(session);
        foreach (var kept in access.Sessions.All())
        {
            if (StandsOn(kept.Key.ReadSource(), session))
            {
                last = last > kept.Expiration ? last : kept.Expiration;
                access.Sessions.Remove(kept.Key);
            }
        }

        return (ended, last);
    }

    private static bool StandsOn(Source? source, string session) =>
        source is not null && source.Hops().OfType<Source.LoginSession>().Any(login => login.Session.Trim() == session.Trim());
}
