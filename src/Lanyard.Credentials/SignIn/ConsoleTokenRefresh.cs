using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.Sources;

namespace Lanyard.Credentials.SignIn;

/// <summary>
/// Renews the credentials of a console sign-in before they end, one process at a time: each refresh token is good for one renewal,
/// so a second process that used the same one would lose the sign-in for both.
/// </summary>
/// <param name="client">What speaks to AWS.</param>
/// <param name="endpoints">The endpoints that the user set.</param>
/// <param name="tokens">The cache that the renewed sign-in goes to.</param>
/// <param name="warn">Is told what the person should know though there are credentials.</param>
public sealed class ConsoleTokenRefresh(WireClient client, EndpointSettings endpoints, ConsoleTokenCache tokens, Action<string> warn)
{
    /// <summary>What must be left for credentials to be handed out as they are.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>Gives the credentials as they are while they last, else renewed ones.</summary>
    /// <param name="source">The sign-in and the profile that names it.</param>
    /// <param name="region">The region to ask where the sign-in doesn't name its own.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="CredentialsException">Nobody is signed in, or the sign-in can't be renewed.</exception>
    public async Task<AwsCredentials> FreshAsync(Source.LoginSession source, string? region, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var token = Read(source);
        if (Left(token) > Window || !token.CanRefresh)
        {
            return AsItIs(source, token, "and the file lacks what it takes to renew them");
        }

        var (turn, isReadOnly) = await TakeTurnAsync(source.Session, cancellationToken).ConfigureAwait(false);
        using var held = turn;

        // Another process may have renewed it while we waited; its refresh token is the one that counts now.
        // If it is gone, somebody signed out meanwhile, and renewing it would undo that.
        token = Read(source);
        if (Left(token) > Window || !token.CanRefresh || (isReadOnly && Left(token) > TimeSpan.Zero))
        {
            // Where the next refresh token can't be kept, this one isn't spent before it must be.
            return AsItIs(source, token, "and the file lacks what it takes to renew them");
        }

        using var key = SignInKey.Read(token.Key!);
        if (key is null)
        {
            return AsItIs(source, token, "and can't be renewed: the dpopKey there is no private key on the curve P-256");
        }

        try
        {
            var signin = new SigninClient(client, ServiceEndpoint.Find(AwsService.Signin, RegionOf(token) ?? region, endpoints, source.Profile).Url);
            return Keep(source, token with { Key = SignInKey.Write(key) }, await signin.CreateTokenAsync(
                token.ClientId!, new OidcGrant.RefreshToken(token.RefreshToken!), key, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is AwsServiceException or EndpointUnreachableException && Left(token) > TimeSpan.Zero && !(source.EndsWhenRefused && IsDenied(e)))
        {
            return token.Credentials;
        }
        catch (AwsServiceException e)
        {
            return RenewedByAnother(source, token) ?? throw ConsoleErrors.NotRenewed(source, e, client.Time.GetUtcNow());
        }
        catch (EndpointUnreachableException e)
        {
            throw AwsFailures.Translate(e, source.Profile, client.Time.GetUtcNow());
        }
    }

    // The API's AccessDeniedException: the sign-in has ended, and not only this call failed.
    private static bool IsDenied(Exception failure) => failure is AwsServiceException { Error.Status: 401 or 403 };

    private static string? RegionOf(ConsoleToken token) => EndpointResolver.IsRegion(token.Region) ? token.Region : null;

    private AwsCredentials Keep(Source.LoginSession source, ConsoleToken token, SigninTokens given)
    {
        var renewed = token with
        {
            Credentials = OfAnswer(given, token.Credentials.AccountId, client.Time.GetUtcNow()),
            RefreshToken = given.RefreshToken,
        };
        try
        {
            tokens.Keep(source.Session, renewed);
        }
        catch (CredentialsException e) when (e.Code == ErrorCodes.FileNotWritable)
        {
            // The old refresh token is spent, so these keys are all there is: they serve this command.
            warn($"the renewed console sign-in can't be kept, so the next command may have to sign in again ({e.Message})");
        }

        return renewed.Credentials;
    }

    /// <summary>Completes the credentials of an answer with the account and their end.</summary>
    internal static AwsCredentials OfAnswer(SigninTokens given, string? account, DateTimeOffset now) => new(
        given.Credentials.AccessKeyId, given.Credentials.SecretAccessKey, given.Credentials.SessionToken, now + given.ExpiresIn, account);

    // The AWS CLI and the SDKs take no lock: one of them may have used the refresh token while we did.
    private AwsCredentials? RenewedByAnother(Source.LoginSession source, ConsoleToken used)
    {
        var now = Read(source);
        return Left(now) > TimeSpan.Zero && now.RefreshToken?.FixedTimeEquals(used.RefreshToken!) is false ? now.Credentials : null;
    }

    private ConsoleToken Read(Source.LoginSession source)
    {
        try
        {
            return tokens.Find(source.Session) ?? throw ConsoleErrors.Missing(source, tokens.PathOf(source.Session));
        }
        catch (InvalidDataException e)
        {
            throw ConsoleErrors.Invalid(source, e.Message);
        }
    }

    private AwsCredentials AsItIs(Source.LoginSession source, ConsoleToken token, string whyNotRenewed) => Left(token) > TimeSpan.Zero
        ? token.Credentials
        : throw ConsoleErrors.Expired(source, token, tokens.PathOf(source.Session), whyNotRenewed);

    private TimeSpan Left(ConsoleToken token) => token.Credentials.Expiration!.Value - client.Time.GetUtcNow();

    private async Task<(FileLock? Turn, bool IsReadOnly)> TakeTurnAsync(string session, CancellationToken cancellationToken)
    {
        try
        {
            return (await tokens.LockAsync(session, cancellationToken).ConfigureAwait(false), false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, true);
        }
    }
}
