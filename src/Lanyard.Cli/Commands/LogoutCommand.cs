using System.Globalization;
using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Services;
using Lanyard.Aws.Wire;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.Sources;

namespace Lanyard.Cli.Commands;

/// <summary>What <c>lanyard logout</c> was asked for.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="Session"><c>--session</c>.</param>
/// <param name="All"><c>--all</c>.</param>
internal sealed record LogoutInput(GlobalOptions Options, string? Session, bool All);

/// <summary>Ends a sign-in at AWS and forgets what stood on it.</summary>
internal static class LogoutCommand
{
    public static async Task<int> RunAsync(LogoutInput input, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (input is { All: true, Session: not null })
        {
            throw new UsageException("--all and --session can't be used together");
        }

        var problems = new List<Exception>();
        DateTimeOffset? last = null;
        var ended = 0;
        var console = input.All ? null : ConsoleTarget.Find(surroundings, input.Options, input.Session);
        foreach (var (session, selected) in input.All ? KnownSignIns.OfConsole(surroundings).Select(k => (k.Session, SignInTarget.Bare(k.Machine)))
            : console is null ? [] : [(console.Session!, console.Selected)])
        {
            using var access = new AwsAccess(surroundings, input.Options, selected);
            var end = ConsoleLogin.End(session, access, surroundings);
            ended += end.Ended ? 1 : 0;
            last = Later(last, end.Last);
        }

        var targets = input.All ? KnownSignIns.Find(surroundings, input.Options, problems)
            : console is null ? [SignInTarget.Find(surroundings, input.Options, input.Session)] : [];
        foreach (var (selected, signIn) in targets)
        {
            using var access = new AwsAccess(surroundings, input.Options, selected);
            ended += await EndAsync(access, signIn, surroundings, cancellationToken).ConfigureAwait(false) ? 1 : 0;
            last = Later(last, CliSessionsOfSignIn.Remove(access, signIn, surroundings));
            last = Later(last, access.Sessions.Forget(access.Tokens.PathOf(signIn)));
        }

        if (input.All)
        {
            last = Later(last, AwsAccess.SessionsOf(surroundings).Forget(null));
        }

        Say(surroundings, input.Options, ended, last);
        foreach (var problem in problems)
        {
            ErrorReport.Of(problem).Write(surroundings, input.Options.Json);
        }

        return problems.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static async Task<bool> EndAsync(AwsAccess access, SsoSignIn signIn, Surroundings surroundings, CancellationToken cancellationToken)
    {
        try
        {
            if (access.Tokens.Find(signIn) is { } token)
            {
                var portal = new SsoPortalClient(access.Client, ServiceEndpoint.Find(AwsService.SsoPortal, signIn.Region, access.Selected.Endpoints, null).Url);
                await portal.LogoutAsync(token.AccessToken, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (AwsServiceException e) when (e.Error.Status == 401)
        {
            // It had ended already.
        }
        catch (Exception e) when (e is AwsServiceException or EndpointUnreachableException)
        {
            surroundings.Error.WriteLine($"warning: AWS could not be told ({e.Message}); the sign-in is forgotten here, and goes on there until it ends by itself");
        }
        catch (CredentialsException)
        {
            // A file that can't be read holds no token to revoke; it is removed all the same.
        }

        return access.Tokens.Remove(signIn);
    }

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a is null || b > a ? b ?? a : a;

    private static void Say(Surroundings surroundings, GlobalOptions options, int ended, DateTimeOffset? last)
    {
        if (options.Json)
        {
            surroundings.Write(JsonOutput.Object(json =>
            {
                json.WriteNumber("ended", ended);
                json.WriteString("handedOutKeysEnd", last is { } time ? Lanyard.Credentials.Delivery.ProcessOutput.FormatTime(time) : null);
            }));
            return;
        }

        surroundings.Error.WriteLine(ended == 0 ? "Nobody was signed in." : ended == 1 ? "Signed out." : $"Signed out of {ended} sessions.");
        if (last is { } end)
        {
            surroundings.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"AWS can't take back keys that were already handed out: they stay valid until {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC at the latest."));
        }
    }
}
