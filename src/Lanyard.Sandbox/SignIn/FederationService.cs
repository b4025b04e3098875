using System.Globalization;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.SignIn;

/// <summary>
/// The federation endpoint: temporary credentials of a role for a sign-in token, and the token for the console. See "Enable custom
/// identity broker access to the AWS console" in the IAM User Guide.
/// </summary>
internal sealed class FederationService(SandboxState state)
{
    private const int ShortestSession = 900;
    private const int LongestSession = 43200;

    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(15);

    private readonly SignInPages _pages = new(state.Ids.Nonce);
    private readonly ExpiringMap<SigninToken> _tokens = new(state.Time);

    public WireResponse Handle(CallContext call)
    {
        var fields = call.Request.Method switch
        {
            "POST" => call.Form,
            "GET" => call.Query,
            _ => [],
        };
        try
        {
            return QueryString.Get(fields, "Action") switch
            {
                "getSigninToken" => GetToken(call, fields),
                "login" when call.Request.Method == "GET" => SignIn(call, fields),
                _ => throw new ServiceFault("BadRequest", 400, "Action must be getSigninToken or login"),
            };
        }
        catch (ServiceFault fault)
        {
            call.Fail(fault);
            return _pages.Message(fault.Status, "Not signed in", fault.Message);
        }
    }

    private WireResponse GetToken(CallContext call, IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        call.Operation = "GetSigninToken";
        var key = Authenticate(call, QueryString.Get(fields, "Session") ?? "");

        // Without SessionDuration the session in the console lasts as long as the credentials.
        var until = key.Expiration!.Value;
        if (QueryString.Get(fields, "SessionDuration") is { } length)
        {
            // "…otherwise the call to the federation endpoint fails": the length can't be chosen for a role that a role assumed.
            if (key.Caller.IsChained || !int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is < ShortestSession or > LongestSession)
            {
                throw new ServiceFault("BadRequest", 400, $"SessionDuration is {ShortestSession} to {LongestSession}, and not for a chained role");
            }

            until = call.Now + TimeSpan.FromSeconds(seconds);
        }

        var token = state.Ids.Token("", 400);
        var end = call.Now + TokenLifetime;
        _tokens.Add(token, new SigninToken(key.Caller, until, end), end);
        return Answers.Json(200, json => json.WriteString("SigninToken", token)).With("Cache-Control", "no-store");
    }

    private WireResponse SignIn(CallContext call, IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        call.Operation = "Login";
        if (_tokens.Find(QueryString.Get(fields, "SigninToken") ?? "") is not { } token || call.Now >= token.End)
        {
            throw new ServiceFault("AccessDenied", 400, "The sign-in token is unknown, or older than 15 minutes.");
        }

        var destination = QueryString.Get(fields, "Destination");
        if (!Uri.TryCreate(destination, UriKind.Absolute, out var page) || page.Scheme != Uri.UriSchemeHttps || AwsHost.Parse(page.Host) is null)
        {
            throw new ServiceFault("BadRequest", 400, "Destination must be a page of AWS.");
        }

        call.Principal = token.Caller.Arn;
        var account = state.Accounts.Find(token.Caller.AccountId)!.Name;
        return _pages.Console(token.Caller, account, token.Until, page);
    }

    private AccessKey Authenticate(CallContext call, string session)
    {
        JsonElement? fields = null;
        try
        {
            using var document = JsonDocument.Parse(session);
            fields = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // As good as one without its members.
        }

        if (JsonProtocol.Text(fields, "sessionId") is { } id && state.FindKey(id) is { SessionToken: { } token } key
            && key.Secret.FixedTimeEquals(JsonProtocol.Text(fields, "sessionKey") ?? "") && token.FixedTimeEquals(JsonProtocol.Text(fields, "sessionToken") ?? "")
            && call.Now < key.Expiration && key.Caller.Kind == CallerKind.RoleSession)
        {
            call.Identify(key, call.Target.Region ?? "us-east-1");
            return key;
        }

        throw new ServiceFault("BadRequest", 400, "Session must hold the temporary credentials of a role");
    }

    /// <summary>Who a sign-in token signs in, until when, and until when it can be used.</summary>
    private sealed record SigninToken(Caller Caller, DateTimeOffset Until, DateTimeOffset End);
}
