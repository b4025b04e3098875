using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Wire;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.Portal;
using Lanyard.Credentials.SignIn;
using Lanyard.Credentials.Sources;

namespace Lanyard.Cli.Identity;

/// <summary>Reaches the access portal as the person who is signed in, and signs them in where they may be asked.</summary>
/// <param name="access">What speaks to AWS.</param>
/// <param name="signIn">The sign-in.</param>
/// <param name="flow">How to sign in; null where nobody may be asked.</param>
/// <param name="surroundings">The machine.</param>
internal sealed class PortalSignIn(AwsAccess access, SsoSignIn signIn, SignInCommandFlow? flow, Surroundings surroundings)
{
    /// <summary>Gets the portal's address.</summary>
    public Uri Endpoint { get; } = ServiceEndpoint.Find(AwsService.SsoPortal, signIn.Region, access.Selected.Endpoints, null).Url;

    /// <summary>Asks the portal; once more after a sign-in, where the one at hand has ended.</summary>
    /// <exception cref="CredentialsException">Nobody is signed in and nobody may be asked, or AWS said no.</exception>
    public async Task<T> AskAsync<T>(Func<PortalDirectory, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            try
            {
                return await ask(new PortalDirectory(access.Client, Endpoint, (await TokenAsync(cancellationToken).ConfigureAwait(false)).AccessToken)).ConfigureAwait(false);
            }
            catch (AwsServiceException e) when (e.Error.Status == 401)
            {
                var token = await SignInAsync("Identity Center no longer accepts it", ErrorCodes.SsoTokenExpired, cancellationToken).ConfigureAwait(false);
                return await ask(new PortalDirectory(access.Client, Endpoint, token.AccessToken)).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is AwsServiceException or EndpointUnreachableException)
        {
            throw AwsFailures.Translate(e, null, access.Client.Time.GetUtcNow());
        }
    }

    private async Task<SsoToken> TokenAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (access.Tokens.Find(signIn) is { } token && (token.StartUrl.Length == 0 || token.StartUrl == signIn.StartUrl))
            {
                return await new SsoTokenRefresh(access.Client, access.Selected.Endpoints, access.Tokens).FreshAsync(signIn, token, null, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (CredentialsException e) when (e.Code is ErrorCodes.SsoTokenMissing or ErrorCodes.SsoTokenExpired or ErrorCodes.SsoTokenInvalid)
        {
            return await SignInAsync(e.Message, e.Code, cancellationToken).ConfigureAwait(false);
        }

        return await SignInAsync($"nobody is signed in to {Name}", ErrorCodes.SsoTokenMissing, cancellationToken).ConfigureAwait(false);
    }

    private async Task<SsoToken> SignInAsync(string why, string code, CancellationToken cancellationToken) => flow is not null
        ? await flow.RunAsync(access, signIn, surroundings, cancellationToken).ConfigureAwait(false)
        : throw new CredentialsException(code, why, Remedy, FailureKind.PersonMustAct);

    private string Name => signIn.SessionName is { } name ? $"the sso-session `{name}` ({signIn.StartUrl})" : signIn.StartUrl;

    // A session that is only about to be written can't be signed in to by `login`.
    private string Remedy =>
        signIn.SessionName is { } name && access.Selected.Machine.Files.SsoSessions.ContainsKey(name) ? $"lanyard login --session {name}"
        : "run the command on a terminal, without --no-input, and it signs you in";
}
