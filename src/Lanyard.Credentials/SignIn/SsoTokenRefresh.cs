using System.Globalization;
using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Services;
using Lanyard.Aws.Wire;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.Sources;

namespace Lanyard.Credentials.SignIn;

/// <summary>Renews a sign-in with its refresh token before it ends, one process at a time.</summary>
/// <param name="client">What speaks to AWS.</param>
/// <param name="endpoints">The endpoints that the user set.</param>
/// <param name="tokens">The cache the renewed token goes to.</param>
public sealed class SsoTokenRefresh(WireClient client, EndpointSettings endpoints, SsoTokenCache tokens)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(30);

    /// <summary>Gives the token as it is while it lasts, else a renewed one.</summary>
    /// <exception cref="CredentialsException">It has ended and can't be renewed.</exception>
    public async Task<SsoToken> FreshAsync(SsoSignIn signIn, SsoToken token, string? profile, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        var now = client.Time.GetUtcNow();
        if (token.ExpiresAt - now > Window)
        {
            return token;
        }

        if (!token.CanRefresh(now))
        {
            return AsItIs(signIn, token, profile, now);
        }

        using var held = Lock(tokens.PathOf(signIn) + ".lock");

        // Another process may have renewed it while we waited; its refresh token is the one that counts now.
        // If it is gone, somebody signed out meanwhile, and renewing it would undo that.
        token = tokens.Find(signIn) ?? throw SsoErrors.Missing(signIn, profile);
        if (token.ExpiresAt - now > Window || !token.CanRefresh(now))
        {
            return AsItIs(signIn, token, profile, now);
        }

        try
        {
            return await RenewAsync(signIn, token, profile, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AwsServiceException or EndpointUnreachableException && token.ExpiresAt > client.Time.GetUtcNow())
        {
            return token;
        }
        catch (AwsServiceException e) when (e.Error.Code is "InvalidGrantException" or "ExpiredTokenException" or "InvalidClientException" or "UnauthorizedClientException")
        {
            throw SsoErrors.Expired(signIn, profile, $"{EndOf(token)}, and Identity Center would not renew it ({e.Error.Code})");
        }
        catch (Exception e) when (e is AwsServiceException or EndpointUnreachableException)
        {
            throw AwsFailures.Translate(e, profile, client.Time.GetUtcNow());
        }
    }

    /// <summary>Renews the token whenever that is asked for, whatever it and its client say of their end: an SDK that is followed has decided so.</summary>
    /// <param name="signIn">The sign-in.</param>
    /// <param name="token">The token.</param>
    /// <param name="orAsItIs">Whether the token is handed back as it is where it can't be renewed.</param>
    /// <param name="profile">The profile it is about, if any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="CredentialsException">It can't be renewed.</exception>
    public async Task<SsoToken> RenewedAsync(SsoSignIn signIn, SsoToken token, bool orAsItIs, string? profile, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token is not { RefreshToken: not null, Registration: not null })
        {
            return orAsItIs ? token : throw SsoErrors.Expired(signIn, profile, $"{EndOf(token)}, and it can't be renewed");
        }

        using var held = Lock(tokens.PathOf(signIn) + ".lock");
        try
        {
            return await RenewAsync(signIn, token, profile, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AwsServiceException or EndpointUnreachableException && orAsItIs)
        {
            return token;
        }
        catch (Exception e) when (e is AwsServiceException or EndpointUnreachableException)
        {
            throw SsoErrors.Expired(signIn, profile, $"{EndOf(token)}, and Identity Center would not renew it");
        }
    }

    private static SsoToken AsItIs(SsoSignIn signIn, SsoToken token, string? profile, DateTimeOffset now) =>
        token.ExpiresAt > now ? token : throw SsoErrors.Expired(signIn, profile, EndOf(token));

    private static string EndOf(SsoToken token) =>
        string.Create(CultureInfo.InvariantCulture, $"it was good until {token.ExpiresAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC");

    private static FileLock? Lock(string path)
    {
        try
        {
            return FileLock.TryAcquire(path, LockPatience);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A cache that can't be written: two processes may renew at once, and whether the result can be kept shows then.
            return null;
        }
    }

    private async Task<SsoToken> RenewAsync(SsoSignIn signIn, SsoToken token, string? profile, CancellationToken cancellationToken)
    {
        var oidc = new SsoOidcClient(client, ServiceEndpoint.Find(AwsService.SsoOidc, signIn.Region, endpoints, profile).Url);
        var fresh = await oidc.CreateTokenAsync(token.Registration!, new OidcGrant.RefreshToken(token.RefreshToken!), cancellationToken).ConfigureAwait(false);
        var renewed = token with
        {
            AccessToken = fresh.AccessToken,
            ExpiresAt = client.Time.GetUtcNow() + fresh.ExpiresIn,
            RefreshToken = fresh.RefreshToken ?? token.RefreshToken,
        };
        try
        {
            tokens.Keep(signIn, renewed);
        }
        catch (CredentialsException e) when (e.Code == ErrorCodes.FileNotWritable)
        {
            // The old refresh token is spent, so the new token is all there is: it serves this command, and the next must sign in.
        }

        return renewed;
    }
}
