using System.Globalization;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.Sessions;
using Lanyard.Credentials.SignIn;

namespace Lanyard.Credentials.Sources.Run;

/// <summary>Gets the credentials of a console sign-in from the cache that <c>aws login</c> and the SDKs share, and renews them there.</summary>
internal static class LoginSessionSource
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Gives the cached credentials, renewed where they are about to end.</summary>
    /// <param name="source">The sign-in.</param>
    /// <param name="context">What it takes to renew it.</param>
    /// <param name="region">The region in use.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="CredentialsException">Nobody is signed in, the sign-in has ended, or its file can't be read.</exception>
    public static Task<AwsCredentials> FetchAsync(Source.LoginSession source, SourceContext context, string? region, CancellationToken cancellationToken)
    {
        var own = context.Machine.Files.TryGetProfile(source.Profile, out var profile) ? profile.Get("region") : null;
        return new ConsoleTokenRefresh(context.Client, context.Endpoints, ConsoleTokenCache.Of(context.Machine), context.Warn)
            .FreshAsync(source, own ?? region, cancellationToken);
    }

    /// <summary>As <see cref="FetchAsync"/>, with what tells whether the sign-in is there still.</summary>
    public static async Task<FetchedSession> FetchWithSignInAsync(Source.LoginSession source, SourceContext context, string? region, CancellationToken cancellationToken) =>
        new(await FetchAsync(source, context, region, cancellationToken).ConfigureAwait(false))
        {
            IsSignedIn = () => File.Exists(ConsoleTokenCache.Of(context.Machine).PathOf(source.Session)),
        };

    /// <summary>Finds credentials that need no renewal yet, without any call.</summary>
    /// <returns>The credentials; <see langword="null"/> where there are none, or the file must be looked at closer.</returns>
    public static AwsCredentials? FindAtHand(Source.LoginSession source, MachineState machine, DateTimeOffset now)
    {
        try
        {
            return WholeFile.Read(ConsoleTokenCache.Of(machine).PathOf(source.Session), MaxBytes) is { } bytes ? Read(JsonFields.Parse(bytes).Object("accessToken"), now) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    private static AwsCredentials? Read(JsonFields token, DateTimeOffset now)
    {
        var (id, secret, session, account) = (token.Text("accessKeyId"), token.Text("secretAccessKey"), token.Text("sessionToken"), token.Text("accountId"));
        return !string.IsNullOrEmpty(id) && !string.IsNullOrEmpty(secret) && !string.IsNullOrEmpty(session) && !string.IsNullOrEmpty(account)
            && DateTimeOffset.TryParse(token.Text("expiresAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
            && end - now > ConsoleTokenRefresh.Window
                ? new AwsCredentials(id, new Secret(secret), new Secret(session), end, account)
                : null;
    }
}
