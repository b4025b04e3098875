using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Services;
using Lanyard.Aws.Wire;
using Lanyard.Credentials.Sessions;
using Lanyard.Credentials.SignIn;

namespace Lanyard.Credentials.Sources.Run;

/// <summary>Gets the credentials of a permission set with the sign-in at hand.</summary>
internal sealed class SsoRoleSource(SourceContext context)
{
    public async Task<FetchedSession> FetchAsync(Source.SsoRole source, string? profile, CancellationToken cancellationToken)
    {
        var token = await TokenAsync(source, profile, cancellationToken).ConfigureAwait(false);
        var signIn = FileStamp.Of(context.Tokens.PathOf(source.SignIn));
        var isStill = IsStill(source.SignIn, token);
        var endpoint = ServiceEndpoint.Find(AwsService.SsoPortal, source.SignIn.Region, context.Endpoints, profile);
        var portal = new SsoPortalClient(context.Client, endpoint.Url);
        try
        {
            var credentials = await portal.GetRoleCredentialsAsync(token.AccessToken, source.AccountId, source.RoleName, cancellationToken).ConfigureAwait(false);
            return new FetchedSession(credentials, signIn, isStill);
        }
        catch (AwsServiceException e) when (e.Error.Code is "UnauthorizedException" || e.Error.Status == 401)
        {
            throw SsoErrors.Expired(source.SignIn, profile, "Identity Center no longer accepts the sign-in");
        }
        catch (AwsServiceException e) when (e.Error.Code is "ForbiddenException" || e.Error.Status is 403 or 404)
        {
            throw new CredentialsException(
                ErrorCodes.SsoAccessDenied,
                $"the signed-in user may not use the permission set {source.RoleName} in account {source.AccountId} ({e.Error.Code}: {e.Error.Message})",
                "ask for the permission set to be assigned, or sign in as somebody else: lanyard login", FailureKind.RefusedByAws, profile, e);
        }
        catch (Exception e) when (e is AwsServiceException or EndpointUnreachableException)
        {
            throw AwsFailures.Translate(e, profile, context.Client.Time.GetUtcNow());
        }
    }

    // Somebody may have signed in anew between our reading of the token and the stamp: theirs isn't the sign-in that was used.
    private bool IsStill(SsoSignIn signIn, SsoToken token)
    {
        try
        {
            return context.Tokens.Find(signIn, anyTime: true) is { } now && now.AccessToken.FixedTimeEquals(token.AccessToken.Reveal());
        }
        catch (CredentialsException)
        {
            return false;
        }
    }

    private async Task<SsoToken> TokenAsync(Source.SsoRole source, string? profile, CancellationToken cancellationToken)
    {
        var signIn = source.SignIn;
        if (source.TokenUse != SsoTokenUse.Checked)
        {
            var cached = context.Tokens.Find(signIn, anyTime: true) ?? throw SsoErrors.Missing(signIn, profile);
            return source.TokenUse == SsoTokenUse.AsItIs
                ? cached
                : await new SsoTokenRefresh(context.Client, context.Endpoints, context.Tokens)
                    .RenewedAsync(signIn, cached, source.TokenUse == SsoTokenUse.RenewedIfPossible, profile, cancellationToken).ConfigureAwait(false);
        }

        var token = context.Tokens.Find(signIn) ?? throw SsoErrors.Missing(signIn, profile);
        if (token.StartUrl.Length > 0 && token.StartUrl != signIn.StartUrl)
        {
            throw SsoErrors.Missing(signIn, profile);
        }

        return await new SsoTokenRefresh(context.Client, context.Endpoints, context.Tokens)
            .FreshAsync(signIn, token, profile, cancellationToken).ConfigureAwait(false);
    }
}
