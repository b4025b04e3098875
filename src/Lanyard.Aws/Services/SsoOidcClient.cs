using System.Globalization;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Wire;

namespace Lanyard.Aws.Services;

/// <summary>A client registered with Identity Center.</summary>
/// <param name="ClientId">The client id.</param>
/// <param name="ClientSecret">The client secret.</param>
/// <param name="ExpiresAt">When the registration ends.</param>
public sealed record OidcClientRegistration(string ClientId, Secret ClientSecret, DateTimeOffset ExpiresAt);

/// <summary>A device authorization under way (RFC 8628).</summary>
/// <param name="DeviceCode">What we poll with.</param>
/// <param name="UserCode">What the user compares or types.</param>
/// <param name="VerificationUri">Where the user types it.</param>
/// <param name="VerificationUriComplete">The same with the code filled in.</param>
/// <param name="ExpiresIn">How long the codes are good for.</param>
/// <param name="Interval">How long to wait between polls.</param>
public sealed record DeviceAuthorization(
    Secret DeviceCode, string UserCode, Uri VerificationUri, Uri VerificationUriComplete, TimeSpan ExpiresIn, TimeSpan Interval);

/// <summary>Tokens that Identity Center gave.</summary>
/// <param name="AccessToken">The bearer token for the access portal.</param>
/// <param name="ExpiresIn">How long it is good for.</param>
/// <param name="RefreshToken">What gets the next one; <see langword="null"/> where none was given.</param>
public sealed record OidcTokens(Secret AccessToken, TimeSpan ExpiresIn, Secret? RefreshToken);

/// <summary>IAM Identity Center's OpenID Connect service. See the IAM Identity Center OIDC API Reference.</summary>
/// <param name="client">What sends.</param>
/// <param name="endpoint">The base address.</param>
public sealed class SsoOidcClient(WireClient client, Uri endpoint)
{
    private const string Service = "SSO-OIDC";
    private const long LastSecond = 253_402_300_799; // of the year 9999
    private const long TenYears = 315_360_000;

    /// <summary>Gets the base address.</summary>
    public Uri Endpoint { get; } = endpoint;

    /// <summary>Registers a public client.</summary>
    /// <param name="name">The name that the consent page shows.</param>
    /// <param name="scopes">The scopes to ask for.</param>
    /// <param name="grantTypes">The grants to use; device code and authorization code are not mixed.</param>
    /// <param name="redirectUri">The loopback address without a port for the authorization code grant, else <see langword="null"/>.</param>
    /// <param name="issuerUrl">The start URL for the authorization code grant, else <see langword="null"/>.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AwsServiceException">The service said no.</exception>
    /// <exception cref="EndpointUnreachableException">The service didn't answer.</exception>
    public async Task<OidcClientRegistration> RegisterClientAsync(
        string name, IReadOnlyList<string> scopes, IReadOnlyList<string> grantTypes, string? redirectUri, string? issuerUrl,
        CancellationToken cancellationToken)
    {
        var result = await PostAsync("RegisterClient", "/client/register", json =>
        {
            json.WriteString("clientName", name);
            json.WriteString("clientType", "public");
            WriteArray(json, "scopes", scopes);
            WriteArray(json, "grantTypes", grantTypes);
            if (redirectUri is not null)
            {
                WriteArray(json, "redirectUris", [redirectUri]);
                json.WriteString("issuerUrl", issuerUrl);
            }
        }, cancellationToken).ConfigureAwait(false);
        return new OidcClientRegistration(
            Need(result, "clientId"), new Secret(Need(result, "clientSecret")),
            (JsonProtocol.Number(result, "clientSecretExpiresAt") ?? 0) is >= 0 and <= LastSecond and var seconds
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : throw Unreadable("the clientSecretExpiresAt in the answer is not a time"));
    }

    /// <summary>Starts a device authorization.</summary>
    /// <exception cref="AwsServiceException">The service said no.</exception>
    /// <exception cref="EndpointUnreachableException">The service didn't answer.</exception>
    public async Task<DeviceAuthorization> StartDeviceAuthorizationAsync(
        OidcClientRegistration registration, string startUrl, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(registration);
        var result = await PostAsync("StartDeviceAuthorization", "/device_authorization", json =>
        {
            WriteClient(json, registration);
            json.WriteString("startUrl", startUrl);
        }, cancellationToken).ConfigureAwait(false);
        return new DeviceAuthorization(
            new Secret(Need(result, "deviceCode")), Need(result, "userCode"),
            NeedPage(result, "verificationUri"), NeedPage(result, "verificationUriComplete"),
            Duration(result, "expiresIn", 600), Duration(result, "interval", 5));
    }

    /// <summary>Trades a grant for tokens.</summary>
    /// <param name="registration">The client that the grant was given to.</param>
    /// <param name="grant">The grant type and its own members.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AwsServiceException">The service said no, or not yet.</exception>
    /// <exception cref="EndpointUnreachableException">The service didn't answer.</exception>
    public async Task<OidcTokens> CreateTokenAsync(OidcClientRegistration registration, OidcGrant grant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(registration);
        ArgumentNullException.ThrowIfNull(grant);
        var result = await PostAsync("CreateToken", "/token", json =>
        {
            WriteClient(json, registration);
            grant.Write(json);
        }, cancellationToken).ConfigureAwait(false);
        return new OidcTokens(
            new Secret(Need(result, "accessToken")),
            Duration(result, "expiresIn", 0),
            Secret.FromOptional(JsonProtocol.Text(result, "refreshToken")));
    }

    /// <summary>Gives the page on which the user signs in for the authorization code grant.</summary>
    /// <param name="registration">The client.</param>
    /// <param name="redirectUri">Where the code goes, with its port.</param>
    /// <param name="state">The random state.</param>
    /// <param name="codeChallenge">The S256 challenge of the code verifier (RFC 7636).</param>
    /// <param name="scopes">The scopes.</param>
    public Uri AuthorizeUrl(OidcClientRegistration registration, Uri redirectUri, string state, string codeChallenge, IReadOnlyList<string> scopes)
    {
        ArgumentNullException.ThrowIfNull(registration);
        ArgumentNullException.ThrowIfNull(redirectUri);
        var query = QueryString.Format(
        [
            new("response_type", "code"),
            new("client_id", registration.ClientId),
            new("redirect_uri", redirectUri.OriginalString),
            new("state", state),
            new("code_challenge_method", "S256"),
            new("code_challenge", codeChallenge),
            new("scopes", string.Join(' ', scopes)),
        ]);
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"{Endpoint.OriginalString.TrimEnd('/')}/authorize?{query}"));
    }

    private async Task<JsonElement> PostAsync(string operation, string path, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        var response = await client.SendAsync(
            Endpoint, target => JsonProtocol.Rest(target, "POST", path, write), JsonProtocol.ErrorCode, cancellationToken).ConfigureAwait(false);
        return JsonProtocol.Result(response, Service, operation);
    }

    private static void WriteClient(Utf8JsonWriter json, OidcClientRegistration registration)
    {
        json.WriteString("clientId", registration.ClientId);
        json.WriteString("clientSecret", registration.ClientSecret.Reveal());
    }

    private static void WriteArray(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static string Need(JsonElement result, string name) => JsonProtocol.Text(result, name) is { Length: > 0 } value
        ? value
        : throw Unreadable($"the answer lacks {name}");

    // A browser is sent there, so it must be a page and no program or file.
    private static Uri NeedPage(JsonElement result, string name) =>
        Uri.TryCreate(Need(result, name), UriKind.Absolute, out var page) && page.Scheme is "https" or "http"
            ? page
            : throw Unreadable($"the {name} in the answer is not the address of a web page");

    private static TimeSpan Duration(JsonElement result, string name, long otherwise) =>
        (JsonProtocol.Number(result, name) ?? otherwise) is >= 0 and <= TenYears and var seconds
            ? TimeSpan.FromSeconds(seconds)
            : throw Unreadable($"the {name} in the answer is not a number of seconds that can be meant");

    private static AwsServiceException Unreadable(string why) => new(new AwsServiceError(Service, "answer", "UnreadableAnswer", why, 200, null));
}
