using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;
using Lanyard.Aws.Wire;
using Lanyard.Credentials.Sources;

namespace Lanyard.Credentials.SignIn;

/// <summary>Signs a person in to IAM Identity Center and caches the token where the AWS CLI and SDKs look for it.</summary>
/// <param name="client">What speaks to AWS.</param>
/// <param name="endpoints">The endpoints that the user set.</param>
/// <param name="tokens">The shared token cache.</param>
/// <param name="person">Who signs in.</param>
public sealed class IdentityCenterSignIn(WireClient client, EndpointSettings endpoints, SsoTokenCache tokens, SignInPerson person)
{
    private const string RedirectUri = "http://127.0.0.1" + AuthorizationCallback.Path;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SlowDownStep = TimeSpan.FromSeconds(5);
    private static readonly string[] BrowserGrants = [OidcGrant.AuthorizationCodeType, OidcGrant.RefreshTokenType];
    private static readonly string[] DeviceGrants = [OidcGrant.DeviceCodeType, OidcGrant.RefreshTokenType];

    /// <summary>Signs in with a browser on this machine: authorization code with PKCE over a loopback address.</summary>
    /// <param name="signIn">What to sign in to.</param>
    /// <param name="startHost">Starts the server that the browser comes back to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CredentialsException">The sign-in was turned down, took too long, or AWS couldn't be reached.</exception>
    public Task<SsoToken> WithBrowserAsync(SsoSignIn signIn, WireHostStart startHost, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(startHost);
        return SignInAsync(signIn, BrowserGrants, async (oidc, registration) =>
        {
            var state = Pkce.RandomText();
            var pkce = Pkce.Create();
            var callback = new AuthorizationCallback(new Secret(state));

            // The listener is there before the browser is, so that no other program can take its port in between.
            await using var host = await startHost((request, _) => ValueTask.FromResult(callback.Handle(request)), cancellationToken).ConfigureAwait(false);
            var redirectUri = new Uri(host.Url, AuthorizationCallback.Path);
            var page = oidc.AuthorizeUrl(registration, redirectUri, state, pkce.Challenge, signIn.Scopes.Split(' '));
            var opened = person.OpenBrowser is { } open && await open(page, cancellationToken).ConfigureAwait(false);
            person.Say(opened
                ? $"A browser opens to sign you in. If none does, open this page in one on this machine:\n  {page}"
                : $"To sign in, open this page in a browser on this machine:\n  {page}");
            var code = await WaitAsync(callback.Code, cancellationToken).ConfigureAwait(false);
            return await oidc.CreateTokenAsync(
                registration, new OidcGrant.AuthorizationCode(code, pkce.Verifier, redirectUri), cancellationToken).ConfigureAwait(false);
        }, cancellationToken);
    }

    /// <summary>Signs in with a code that the person confirms on any device (RFC 8628).</summary>
    /// <param name="signIn">What to sign in to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CredentialsException">The sign-in was turned down, took too long, or AWS couldn't be reached.</exception>
    public Task<SsoToken> WithDeviceCodeAsync(SsoSignIn signIn, CancellationToken cancellationToken) =>
        SignInAsync(signIn, DeviceGrants, async (oidc, registration) =>
        {
            var device = await oidc.StartDeviceAuthorizationAsync(registration, signIn.StartUrl, cancellationToken).ConfigureAwait(false);
            person.Say($"To sign in, open this page on any device:\n  {device.VerificationUriComplete}\nIt must show this code: {device.UserCode}\nIf it shows another, or you didn't start this yourself, turn it down.");
            if (person.OpenBrowser is { } open)
            {
                await open(device.VerificationUriComplete, cancellationToken).ConfigureAwait(false);
            }

            return await PollAsync(oidc, registration, device, cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

    private async Task<SsoToken> SignInAsync(
        SsoSignIn signIn, string[] grants, Func<SsoOidcClient, OidcClientRegistration, Task<OidcTokens>> obtain, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(signIn);
        try
        {
            var oidc = new SsoOidcClient(client, ServiceEndpoint.Find(AwsService.SsoOidc, signIn.Region, endpoints, null).Url);
            var registration = await RegisterAsync(oidc, signIn, grants, cancellationToken).ConfigureAwait(false);
            OidcTokens given;
            try
            {
                given = await obtain(oidc, registration).ConfigureAwait(false);
            }
            catch (AwsServiceException e) when (e.Error.Code is "InvalidClientException")
            {
                // The client at hand may be one that AWS has forgotten; a new one settles it.
                tokens.ForgetRegistration(signIn, oidc.Endpoint);
                registration = await RegisterAsync(oidc, signIn, grants, cancellationToken).ConfigureAwait(false);
                given = await obtain(oidc, registration).ConfigureAwait(false);
            }

            var token = new SsoToken(
                signIn.StartUrl, signIn.Region, given.AccessToken, client.Time.GetUtcNow() + given.ExpiresIn, given.RefreshToken, registration);
            tokens.Keep(signIn, token);
            return token;
        }
        catch (AwsServiceException e) when (e.Error.Code is "AccessDeniedException")
        {
            throw new CredentialsException(ErrorCodes.SignInDenied, "the sign-in was turned down", "lanyard login", FailureKind.PersonMustAct, inner: e);
        }
        catch (Exception e) when (e is AwsServiceException or EndpointUnreachableException)
        {
            throw AwsFailures.Translate(e, null, client.Time.GetUtcNow());
        }
    }

    private async Task<OidcClientRegistration> RegisterAsync(SsoOidcClient oidc, SsoSignIn signIn, string[] grants, CancellationToken cancellationToken)
    {
        if (tokens.FindRegistration(signIn, oidc.Endpoint, grants, client.Time.GetUtcNow()) is { } atHand)
        {
            return atHand;
        }

        var withBrowser = grants == BrowserGrants;
        var name = "lanyard-" + (signIn.SessionName ?? client.Time.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        var registration = await oidc.RegisterClientAsync(
            name, signIn.Scopes.Split(' '), grants, withBrowser ? RedirectUri : null, withBrowser ? signIn.StartUrl : null, cancellationToken).ConfigureAwait(false);
        tokens.KeepRegistration(signIn, oidc.Endpoint, registration, grants);
        return registration;
    }

    private async Task<OidcTokens> PollAsync(
        SsoOidcClient oidc, OidcClientRegistration registration, DeviceAuthorization device, CancellationToken cancellationToken)
    {
        var interval = device.Interval;
        var end = client.Time.GetUtcNow() + device.ExpiresIn;
        while (client.Time.GetUtcNow() < end)
        {
            await Task.Delay(interval, client.Time, cancellationToken).ConfigureAwait(false);
            try
            {
                return await oidc.CreateTokenAsync(registration, new OidcGrant.DeviceCode(device.DeviceCode), cancellationToken).ConfigureAwait(false);
            }
            catch (AwsServiceException e) when (e.Error.Code is "AuthorizationPendingException")
            {
                // The person isn't done yet.
            }
            catch (AwsServiceException e) when (e.Error.Code is "SlowDownException")
            {
                interval += SlowDownStep;
            }
            catch (AwsServiceException e) when (e.Error.Code is "ExpiredTokenException")
            {
                break;
            }
        }

        throw TooLate();
    }

    private async Task<Secret> WaitAsync(Task<Secret> code, CancellationToken cancellationToken)
    {
        try
        {
            return await code.WaitAsync(Patience, client.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw TooLate();
        }
    }

    private static CredentialsException TooLate() => new(
        ErrorCodes.SignInTimeout, "nobody finished the sign-in in time", "lanyard login", FailureKind.PersonMustAct);
}
