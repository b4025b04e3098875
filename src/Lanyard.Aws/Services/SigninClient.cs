using System.Security.Cryptography;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Aws.Services;

/// <summary>What a console sign-in, or its renewal, gave.</summary>
/// <param name="Credentials">The credentials of who signed in, without account and expiry.</param>
/// <param name="ExpiresIn">How long they are good for.</param>
/// <param name="RefreshToken">What gets the next ones.</param>
/// <param name="TokenType">What kind of token the credentials are, <c>aws_sigv4</c>.</param>
/// <param name="IdToken">Who signed in; <see langword="null"/> for a renewal.</param>
public sealed record SigninTokens(AwsCredentials Credentials, TimeSpan ExpiresIn, Secret RefreshToken, string TokenType, Secret? IdToken);

/// <summary>AWS Sign-In, as <c>aws login</c> uses it. See CreateOAuth2Token in the AWS Sign-In API Reference.</summary>
/// <param name="client">What sends.</param>
/// <param name="endpoint">The base address.</param>
public sealed class SigninClient(WireClient client, Uri endpoint)
{
    /// <summary>The client of a program on the machine that the browser is on too.</summary>
    public const string SameDevice = "arn:aws:signin:::devtools/same-device";

    /// <summary>The client of a program whose person has a browser elsewhere.</summary>
    public const string CrossDevice = "arn:aws:signin:::devtools/cross-device";

    private const string Service = "Sign-In";
    private const string Operation = "CreateOAuth2Token";
    private const string TokenPath = "/v1/token";
    private const long OneDay = 86_400;

    private readonly string _base = (endpoint ?? throw new ArgumentNullException(nameof(endpoint))).OriginalString.TrimEnd('/');

    /// <summary>Gets the page that shows a person the code to carry to another machine.</summary>
    public Uri ConfirmationPage => new(_base + "/v1/sessions/confirmation");

    /// <summary>Gives the page on which the person signs in.</summary>
    /// <param name="clientId">The client, <see cref="SameDevice"/> or <see cref="CrossDevice"/>.</param>
    /// <param name="redirectUri">Where the code goes.</param>
    /// <param name="state">The random state.</param>
    /// <param name="codeChallenge">The SHA-256 challenge of the code verifier (RFC 7636).</param>
    public Uri AuthorizeUrl(string clientId, Uri redirectUri, string state, string codeChallenge)
    {
        ArgumentNullException.ThrowIfNull(redirectUri);
        var query = QueryString.Format(
        [
            new("response_type", "code"),
            new("client_id", clientId),
            new("state", state),

            // Not the S256 of RFC 7636, though it means the same.
            new("code_challenge_method", "SHA-256"),
            new("scope", "openid"),
            new("redirect_uri", redirectUri.OriginalString),
            new("code_challenge", codeChallenge),
        ]);
        return new Uri($"{_base}/v1/authorize?{query}");
    }

    /// <summary>Trades a grant for credentials and the means to renew them.</summary>
    /// <param name="clientId">The client that the grant was given to.</param>
    /// <param name="grant">An authorization code or a refresh token.</param>
    /// <param name="key">The key that all tokens of the sign-in are bound to.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AwsServiceException">The service said no. Where it told a reason such as <c>TOKEN_EXPIRED</c>, that is the code.</exception>
    /// <exception cref="EndpointUnreachableException">The service didn't answer.</exception>
    public async Task<SigninTokens> CreateTokenAsync(string clientId, OidcGrant grant, ECDsa key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grant);
        ArgumentNullException.ThrowIfNull(key);
        var response = await client.SendAsync(
            endpoint,
            target =>
            {
                var request = JsonProtocol.Rest(target, "POST", TokenPath, json =>
                {
                    json.WriteString("clientId", clientId);
                    grant.Write(json);
                });
                var proof = DpopProof.Create(
                    key, request.Method, $"{target.Endpoint.Scheme}://{target.Host}{request.Path}", target.Now, Guid.NewGuid().ToString());
                return new WireRequest(request.Method, request.Target, request.Headers.With("DPoP", proof), request.Body);
            },
            JsonProtocol.ErrorCode, cancellationToken).ConfigureAwait(false);
        return Read(Result(response));
    }

    private static SigninTokens Read(JsonElement result)
    {
        var token = JsonProtocol.Member(result, "accessToken");
        var seconds = JsonProtocol.Number(result, "expiresIn") is >= 0 and <= OneDay and var some
            ? some
            : throw Unreadable("the expiresIn in the answer is not a number of seconds that can be meant");
        return new SigninTokens(
            new AwsCredentials(Need(token, "accessKeyId"), new Secret(Need(token, "secretAccessKey")), new Secret(Need(token, "sessionToken"))),
            TimeSpan.FromSeconds(seconds), new Secret(Need(result, "refreshToken")),
            JsonProtocol.Text(result, "tokenType") ?? "aws_sigv4", Secret.FromOptional(JsonProtocol.Text(result, "idToken")));
    }

    // The code says only that access was denied; why stands in the body.
    private static JsonElement Result(WireResponse response)
    {
        try
        {
            return JsonProtocol.Result(response, Service, Operation);
        }
        catch (AwsServiceException e) when (Reason(response) is { } reason)
        {
            throw new AwsServiceException(e.Error with { Code = reason });
        }
    }

    private static string? Reason(WireResponse response)
    {
        try
        {
            using var document = JsonDocument.Parse(response.Body);
            return JsonProtocol.Text(document.RootElement, "error") is { Length: > 0 and <= 64 } reason && reason.All(c => char.IsAsciiLetter(c) || c == '_') ? reason : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Need(JsonElement? from, string name) =>
        JsonProtocol.Text(from, name) is { Length: > 0 } value ? value : throw Unreadable($"the answer lacks {name}");

    private static AwsServiceException Unreadable(string why) => new(new AwsServiceError(Service, Operation, "UnreadableAnswer", why, 200, null));
}
