using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;
using Lanyard.Aws.Wire;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Console;

/// <summary>The CreateOAuth2Token operation of AWS Sign-In: credentials for who signed in to the console. See the AWS Sign-In API Reference.</summary>
/// <param name="state">The sandbox.</param>
/// <param name="issueIdToken">Makes a token that says who signed in, given their ARN and the client.</param>
internal sealed class ConsoleTokenService(SandboxState state, Func<string, string, Secret> issueIdToken)
{
    /// <summary>The reason that a request is refused for its form.</summary>
    public const string InvalidRequest = "INVALID_REQUEST";

    private static readonly TimeSpan KeyLifetime = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan SessionLifetime = TimeSpan.FromHours(12);

    public WireResponse Handle(CallContext call)
    {
        try
        {
            if (call.Request.Method != "POST")
            {
                throw new ServiceFault(InvalidRequest, 400, "this path takes POST alone");
            }

            call.Operation = "CreateOAuth2Token";
            return Create(call);
        }
        catch (ServiceFault fault)
        {
            call.Fail(fault);
            return Answers.Json(fault.Status, json =>
            {
                json.WriteString("error", fault.Code);
                json.WriteString("message", fault.Message);
            }).With("X-Amzn-ErrorType", fault.Status == 400 ? "ValidationException" : "AccessDeniedException");
        }
    }

    private WireResponse Create(CallContext call)
    {
        var input = Parse(call.Body);
        var clientId = Required(input, "clientId");
        if (clientId is not (SigninClient.SameDevice or SigninClient.CrossDevice))
        {
            throw new ServiceFault(InvalidRequest, 400, "clientId is none that programs sign in with");
        }

        var thumbprint = DpopVerifier.Verify(call, state.Console.Proofs, state.ClientNow);
        return Required(input, "grantType") switch
        {
            OidcGrant.AuthorizationCodeType => ByCode(call, input, clientId, thumbprint),
            OidcGrant.RefreshTokenType => ByRefreshToken(call, input, clientId, thumbprint),
            _ => throw new ServiceFault(InvalidRequest, 400, "grantType is not authorization_code or refresh_token"),
        };
    }

    private WireResponse ByCode(CallContext call, JsonElement input, string clientId, string thumbprint)
    {
        var verifier = Required(input, "codeVerifier");
        var redirectUri = Required(input, "redirectUri");

        // Whoever presents a code has used it up, also with the wrong verifier: there is no second guess.
        if (state.Console.Codes.Take(Required(input, "code")) is not { } code || code.ClientId != clientId || call.Now >= code.ExpiresAt)
        {
            throw new ServiceFault("AUTHCODE_EXPIRED", 401, "The authorization code has expired, or was used already");
        }

        if (code.RedirectUri != redirectUri || !Fits(verifier, code.CodeChallenge))
        {
            throw new ServiceFault(InvalidRequest, 400, "The code's verifier or redirect URI is wrong");
        }

        var session = new ConsoleSession(code, thumbprint, call.Now + SessionLifetime);
        var caller = Authorize(call, session);
        return Answer(call, session.Begin(() => Issue(call, session, caller)), issueIdToken(caller.Arn, clientId));
    }

    private WireResponse ByRefreshToken(CallContext call, JsonElement input, string clientId, string thumbprint)
    {
        var sent = Required(input, "refreshToken");
        if (state.Console.Sessions.Find(sent) is not { } session || session.ClientId != clientId || session.Thumbprint != thumbprint || call.Now >= session.EndsAt)
        {
            throw TokenExpired();
        }

        var caller = Authorize(call, session);
        return Answer(call, session.Renew(sent, call.Now, () => Issue(call, session, caller)) ?? throw TokenExpired(), null);
    }

    private ConsoleTokens Issue(CallContext call, ConsoleSession session, Caller caller)
    {
        var left = session.EndsAt - call.Now;
        var refresh = new Secret(state.Ids.Token("", 600));
        state.Console.Sessions.Add(refresh.Reveal(), session, session.EndsAt);
        return new ConsoleTokens(state.IssueSession(caller, left < KeyLifetime ? left : KeyLifetime), refresh);
    }

    // The managed policy SignInLocalDevelopmentAccess names this action and resource.
    private Caller Authorize(CallContext call, ConsoleSession session)
    {
        const string Action = "signin:CreateOAuth2Token";
        var caller = session.Role.Session(call.Now);
        var device = session.ClientId == SigninClient.SameDevice ? "localhost" : "remote";
        var resource = $"arn:{state.Seed.Partition}:signin:{state.Seed.IdentityCenter.Region}:{caller.AccountId}:oauth2/public-client/{device}";
        if (!state.IdentityCenter.Stands(session.Role))
        {
            throw TokenExpired();
        }

        call.Principal = caller.Arn;
        var request = new AccessRequest(caller.Principal, Action, resource, call.WithRequest(state.Iam.ContextOf(caller, call.Now)));
        return call.Decide(state.Organizations, request, state.Iam.PoliciesOf(caller)).IsAllowed
            ? caller
            : throw new ServiceFault("INSUFFICIENT_PERMISSIONS", 403, $"User: {caller.Arn} is not authorized to perform: {Action} on resource: {resource}");
    }

    private static WireResponse Answer(CallContext call, ConsoleTokens given, Secret? idToken) => Answers.Json(200, json =>
    {
        json.WriteStartObject("accessToken");
        json.WriteString("accessKeyId", given.Key.Id);
        json.WriteString("secretAccessKey", given.Key.Secret.Reveal());
        json.WriteString("sessionToken", given.Key.SessionToken!.Reveal());
        json.WriteEndObject();
        json.WriteString("tokenType", "aws_sigv4");
        json.WriteNumber("expiresIn", (int)(given.Key.Expiration!.Value - call.Now).TotalSeconds);
        json.WriteString("refreshToken", given.RefreshToken.Reveal());
        if (idToken is not null)
        {
            json.WriteString("idToken", idToken.Reveal());
        }
    });

    private static ServiceFault TokenExpired() => new("TOKEN_EXPIRED", 401, "The refresh token has expired, was used already, or belongs to another key");

    private static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw new ServiceFault(InvalidRequest, 400, "The body is not JSON");
        }
    }

    private static string Required(JsonElement input, string name) =>
        JsonProtocol.Text(input, name) is { Length: > 0 } text ? text : throw new ServiceFault(InvalidRequest, 400, $"{name} is missing");

    // RFC 7636, section 4.6.
    private static bool Fits(string verifier, string challenge) =>
        verifier.Length is >= 43 and <= 128
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))), Encoding.ASCII.GetBytes(challenge));
}
