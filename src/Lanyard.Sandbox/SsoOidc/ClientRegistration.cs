using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.SsoOidc;

/// <summary>Registers clients and knows them again.</summary>
internal sealed class ClientRegistration(SandboxState state, Uri publicUrl)
{
    private const int MaxName = 256;
    private const int MaxScopes = 25;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    private static readonly string[] KnownGrants = [OidcGrant.AuthorizationCodeType, OidcGrant.DeviceCodeType, OidcGrant.RefreshTokenType];

    // "Scopes and access" in the OIDC API Reference and in the guides of the services that bring their own.
    private static readonly string[] KnownScopes = [OidcClient.AccountAccess, "openid", "aws", "sts:identity_context"];
    private static readonly string[] KnownScopePrefixes = ["codewhisperer:", "codecatalyst:", "verified_access:", "redshift:", "datazone:"];

    public WireResponse Register(CallContext call, OidcInput input)
    {
        var name = input.Required("clientName");
        if (name.Length > MaxName)
        {
            throw OidcFaults.InvalidClientMetadata($"clientName is longer than {MaxName} characters");
        }

        if (input.Required("clientType") != "public")
        {
            throw OidcFaults.InvalidClientMetadata("clientType must be public");
        }

        var grants = GrantTypes(input);
        var client = new OidcClient(
            state.Ids.Token("", 33), new Secret(state.Ids.Token("", 600)), name, call.Now, call.Now + Lifetime)
        {
            GrantTypes = grants,
            Scopes = Scopes(input),
            RedirectUris = RedirectUris(input, grants),
        };
        state.SignIns.Clients.Add(client.Id, client, client.ExpiresAt);
        return Answers.Json(200, json =>
        {
            json.WriteString("clientId", client.Id);
            json.WriteString("clientSecret", client.Secret.Reveal());
            json.WriteNumber("clientIdIssuedAt", client.IssuedAt.ToUnixTimeSeconds());
            json.WriteNumber("clientSecretExpiresAt", client.ExpiresAt.ToUnixTimeSeconds());
            json.WriteString("authorizationEndpoint", new Uri(publicUrl, "/authorize").AbsoluteUri);
            json.WriteString("tokenEndpoint", new Uri(publicUrl, "/token").AbsoluteUri);
        });
    }

    /// <summary>Finds the client that a request's id and secret prove.</summary>
    /// <exception cref="ServiceFault">There is none, or its registration ended.</exception>
    public OidcClient Authenticate(CallContext call, OidcInput input)
    {
        var id = input.Required("clientId");
        var secret = input.Required("clientSecret");
        return state.SignIns.Clients.Find(id) is { } client && client.Secret.FixedTimeEquals(secret) && call.Now < client.ExpiresAt
            ? client
            : throw OidcFaults.InvalidClient("The client id or client secret is wrong or has expired");
    }

    /// <summary>Tells whether a URL is our start URL; users write it with <c>/</c> or <c>/#/</c> at the end too.</summary>
    public bool IsStartUrl(string url) => Bare(url) == Bare(state.Seed.IdentityCenter.StartUrl.OriginalString);

    private static string Bare(string url) => url.TrimEnd('/', '#');

    private static IReadOnlyList<string> GrantTypes(OidcInput input)
    {
        // Clients from before the authorization code grant name none, and mean the device code.
        if (input.List("grantTypes") is not { Count: > 0 } asked)
        {
            return [OidcGrant.DeviceCodeType, OidcGrant.RefreshTokenType];
        }

        if (asked.FirstOrDefault(g => !KnownGrants.Contains(g)) is not null)
        {
            throw OidcFaults.UnsupportedGrantType("grantTypes has one that is not authorization_code, device_code or refresh_token");
        }

        return asked.Contains(OidcGrant.DeviceCodeType) && asked.Contains(OidcGrant.AuthorizationCodeType)
            ? throw OidcFaults.InvalidScope("authorization_code and device_code can't be registered together; register a client for each")
            : asked;
    }

    private static IReadOnlyList<string> Scopes(OidcInput input)
    {
        var scopes = input.List("scopes") ?? [];
        if (scopes.Count > MaxScopes)
        {
            throw OidcFaults.InvalidScope($"more than {MaxScopes} scopes");
        }

        return scopes.All(s => KnownScopes.Contains(s) || KnownScopePrefixes.Any(p => s.StartsWith(p, StringComparison.Ordinal)))
            ? scopes
            : throw OidcFaults.InvalidScope("scopes has one that Identity Center doesn't know");
    }

    private IReadOnlyList<string> RedirectUris(OidcInput input, IReadOnlyList<string> grants)
    {
        var uris = input.List("redirectUris") ?? [];
        if (!uris.All(RedirectUri.MayRegister))
        {
            throw OidcFaults.InvalidRedirectUri("redirectUris has one that is not http on a loopback address, or has a query or fragment");
        }

        if (!grants.Contains(OidcGrant.AuthorizationCodeType))
        {
            return uris;
        }

        if (uris.Count == 0)
        {
            throw OidcFaults.InvalidRedirectUri("the authorization code grant needs redirectUris");
        }

        return input.Optional("issuerUrl") is { } issuer && IsStartUrl(issuer)
            ? uris
            : throw OidcFaults.InvalidRequest("issuerUrl is not the start URL of an Identity Center instance in this region");
    }
}
