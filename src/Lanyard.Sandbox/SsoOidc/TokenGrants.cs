using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Lanyard.Aws.Services;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.SsoOidc;

/// <summary>The CreateToken operation: trades grants for tokens.</summary>
internal sealed class TokenGrants(SandboxState state)
{
    private static readonly TimeSpan AccessLifetime = TimeSpan.FromHours(8);
    private static readonly TimeSpan RefreshLifetime = TimeSpan.FromDays(90);

    public WireResponse Create(CallContext call, OidcInput input, OidcClient client)
    {
        var grantType = input.Required("grantType");
        if (grantType is not (OidcGrant.DeviceCodeType or OidcGrant.AuthorizationCodeType or OidcGrant.RefreshTokenType))
        {
            throw OidcFaults.UnsupportedGrantType("grantType is not authorization_code, refresh_token or device_code");
        }

        if (!client.GrantTypes.Contains(grantType))
        {
            throw OidcFaults.UnauthorizedClient("The client is not registered for this grant type");
        }

        return grantType switch
        {
            OidcGrant.DeviceCodeType => ByDeviceCode(call, input, client),
            OidcGrant.AuthorizationCodeType => ByCode(call, input, client),
            _ => ByRefreshToken(call, input, client),
        };
    }

    private WireResponse ByDeviceCode(CallContext call, OidcInput input, OidcClient client)
    {
        var grant = state.SignIns.Devices.Find(input.Required("deviceCode"));
        if (grant?.Client != client)
        {
            throw OidcFaults.InvalidGrant("Invalid device code provided");
        }

        var (status, userName) = grant.Poll(call.Now, state.ClientNow);
        return status switch
        {
            DeviceStatus.Approved => Begin(call, client, userName!),
            DeviceStatus.Pending => throw OidcFaults.AuthorizationPending(),
            DeviceStatus.PolledTooSoon => throw OidcFaults.SlowDown(),
            DeviceStatus.Denied => throw OidcFaults.AccessDenied("The user denied the request"),
            DeviceStatus.Expired => throw OidcFaults.ExpiredToken("Device code is expired"),
            _ => throw OidcFaults.InvalidGrant("Invalid device code provided"),
        };
    }

    private WireResponse ByCode(CallContext call, OidcInput input, OidcClient client)
    {
        var code = input.Required("code");
        var verifier = input.Required("codeVerifier");
        var redirectUri = input.Required("redirectUri");

        // Whoever presents a code has used it up, also with the wrong verifier: there is no second guess.
        var grant = state.SignIns.Codes.Take(code);
        return grant?.Client == client && call.Now < grant.ExpiresAt && grant.RedirectUri == redirectUri && Fits(verifier, grant.CodeChallenge)
            ? Begin(call, client, grant.UserName)
            : throw OidcFaults.InvalidGrant("The code, its verifier or its redirect URI is wrong, or the code was used or has expired");
    }

    private WireResponse ByRefreshToken(CallContext call, OidcInput input, OidcClient client)
    {
        var sent = input.Required("refreshToken");
        if (state.SignIns.RefreshTokens.Find(sent)?.Client != client || state.SignIns.RefreshTokens.Take(sent) is not { } token || token.Session.HasEnded || state.IdentityCenter.Directory.FindUser(token.Session.UserId) is not { IsEnabled: true })
        {
            throw OidcFaults.InvalidGrant("Invalid refresh token provided");
        }

        return call.Now < token.ExpiresAt
            ? Issue(call, client, token.Session, token.ExpiresAt)
            : throw OidcFaults.InvalidGrant("The refresh token has expired");
    }

    // Who signed in may be gone before the program asks.
    private WireResponse Begin(CallContext call, OidcClient client, string userName) => state.IdentityCenter.Directory.FindEnabled(userName) is { } user
        ? Issue(call, client, new SignInSession(user), call.Now + RefreshLifetime)
        : throw OidcFaults.InvalidGrant("The user is gone, or disabled");

    private WireResponse Issue(CallContext call, OidcClient client, SignInSession session, DateTimeOffset refreshEnd)
    {
        var access = state.Ids.Token("aoaAAAAA", 384);
        var end = call.Now + AccessLifetime;
        state.SignIns.AccessTokens.Add(access, new IssuedToken(client, session, end), end);
        string? refresh = null;
        if (client.Scopes.Contains(OidcClient.AccountAccess) && client.GrantTypes.Contains(OidcGrant.RefreshTokenType))
        {
            refresh = state.Ids.Token("aorAAAAA", 384);
            state.SignIns.RefreshTokens.Add(refresh, new IssuedToken(client, session, refreshEnd), refreshEnd);
        }

        call.Principal = state.IdentityCenter.Directory.FindUser(session.UserId)?.UserName;
        return Answers.Json(200, json =>
        {
            json.WriteString("accessToken", access);
            json.WriteString("tokenType", "Bearer");
            json.WriteNumber("expiresIn", (int)AccessLifetime.TotalSeconds);
            if (refresh is not null)
            {
                json.WriteString("refreshToken", refresh);
            }
        });
    }

    // RFC 7636, section 4.6: the challenge is the base64url of the verifier's SHA-256; a verifier has 43 to 128 characters.
    private static bool Fits(string verifier, string challenge) =>
        verifier.Length is >= 43 and <= 128
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))), Encoding.ASCII.GetBytes(challenge));
}
