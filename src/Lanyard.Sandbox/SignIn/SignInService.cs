using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.SignIn;

/// <summary>The pages on which a person signs in and lets a client in.</summary>
internal sealed class SignInService(SandboxState state)
{
    private static readonly TimeSpan FlowLifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(5);

    private readonly ConsoleAuthorization _console = new(state);
    private readonly SignInPages _pages = new(state.Ids.Nonce);
    private readonly Secret _nobodysPassword = new(state.Ids.Token("", 18));

    public WireResponse Handle(CallContext call)
    {
        (call.Operation, var handle) = (call.Request.Method, call.Request.Path) switch
        {
            ("GET", "/authorize") => ("Authorize", (Func<CallContext, WireResponse>)Authorize),
            ("GET", "/v1/authorize") => ("Authorize", AuthorizeConsole),
            ("GET", ConsoleAuthorization.ConfirmationPath) => ("Confirmation", Confirm),
            ("GET", "/device") => ("Device", Device),
            ("POST", "/signin") => ("SignIn", SignIn),
            ("POST", "/signin/consent") => ("Consent", Consent),
            _ => (null, c => Stop(c, "MethodNotAllowed", 405, "Nothing here", "This page can't be asked for like that.")),
        };
        return handle(call);
    }

    private WireResponse Authorize(CallContext call)
    {
        // Where the client or the redirect URI is wrong, the browser must not be sent anywhere (RFC 6749, section 4.1.2.1).
        var redirectUri = QueryString.Get(call.Query, "redirect_uri");
        if (QueryString.Get(call.Query, "client_id") is not { } clientId
            || state.SignIns.Clients.Find(clientId) is not { } client || call.Now >= client.ExpiresAt)
        {
            return Stop(call, "InvalidClientException", 400, "Unknown client", "The program that sent you here isn't registered. Start its sign-in again.");
        }

        if (redirectUri is null || !client.RedirectUris.Any(r => RedirectUri.Matches(r, redirectUri)))
        {
            return Stop(call, "InvalidRedirectUriException", 400, "Wrong address", "The program that sent you here asked for an answer at an address that it has not registered.");
        }

        var answerState = QueryString.Get(call.Query, "state");
        var challenge = QueryString.Get(call.Query, "code_challenge") ?? "";
        if (QueryString.Get(call.Query, "response_type") != "code" || QueryString.Get(call.Query, "code_challenge_method") != "S256"
            || challenge.Length != 43 || !challenge.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            return Refuse(call, redirectUri, answerState, "invalid_request");
        }

        if (!client.GrantTypes.Contains(OidcGrant.AuthorizationCodeType))
        {
            return Refuse(call, redirectUri, answerState, "unauthorized_client");
        }

        // The AWS CLI says `scopes`; others say `scope`, as OAuth has it.
        var asked = (QueryString.Get(call.Query, "scopes") ?? QueryString.Get(call.Query, "scope") ?? "")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (asked.Any(s => !client.Scopes.Contains(s)))
        {
            return Refuse(call, redirectUri, answerState, "invalid_scope");
        }

        return Start(new SignInFlow(state.Ids.Token("", 24), client, NewFormToken(), call.Now + FlowLifetime)
        {
            Authorize = new AuthorizeRequest(redirectUri, answerState, challenge, asked.Length > 0 ? asked : client.Scopes),
        });
    }

    private WireResponse AuthorizeConsole(CallContext call)
    {
        if (ConsoleAuthorization.FindClient(QueryString.Get(call.Query, "client_id")) is not { } client)
        {
            return Stop(call, "InvalidClientException", 400, "Unknown client", "The program that sent you here is none that AWS knows.");
        }

        var redirectUri = QueryString.Get(call.Query, "redirect_uri");
        if (!ConsoleAuthorization.MayRedirect(call, client, redirectUri))
        {
            return Stop(call, "InvalidRedirectUriException", 400, "Wrong address", "The program that sent you here asked for an answer at an address that it may not have.");
        }

        return ConsoleAuthorization.Read(call, redirectUri!) is { } request
            ? Start(new SignInFlow(state.Ids.Token("", 24), client, NewFormToken(), call.Now + FlowLifetime) { Authorize = request, IsConsole = true })
            : Refuse(call, redirectUri!, QueryString.Get(call.Query, "state"), "invalid_request");
    }

    private WireResponse Confirm(CallContext call) => ConsoleAuthorization.CarriedCode(call) is { } code
        ? _pages.CarryCode(code)
        : Stop(call, QueryString.Get(call.Query, "error") is "access_denied" ? "access_denied" : "invalid_request", 400, "Not signed in", "No code was given. You can close this window.");

    private WireResponse Device(CallContext call)
    {
        if (QueryString.Get(call.Query, "user_code") is not { } typed)
        {
            return _pages.AskForCode(200, null);
        }

        var code = new string([.. typed.Where(char.IsAsciiLetterOrDigit)]).ToUpperInvariant();
        if (state.SignIns.UserCodes.Find(code) is not { } device || !device.IsOpen(call.Now))
        {
            call.Error = "InvalidUserCode";
            return _pages.AskForCode(400, "That code is wrong, used or expired. Compare it with what the device shows.");
        }

        return Start(new SignInFlow(state.Ids.Token("", 24), device.Client, NewFormToken(), call.Now + FlowLifetime) { Device = device });
    }

    private WireResponse SignIn(CallContext call)
    {
        if (FindFlow(call) is not { UserName: null } flow)
        {
            return Ended(call);
        }

        // Somebody who doesn't exist takes as long as somebody who does.
        var userName = QueryString.Get(call.Form, "username") ?? "";
        var known = state.PasswordOf(userName);
        var right = (known ?? _nobodysPassword).FixedTimeEquals(QueryString.Get(call.Form, "password") ?? "") && known is not null;
        if (right && flow.SignIn(userName, NewFormToken()))
        {
            call.Principal = userName;
            var displayName = state.IdentityCenter.Directory.FindEnabled(userName)?.DisplayName ?? userName;
            return flow.IsConsole ? _pages.ChooseIdentity(flow, displayName, _console.Identities(userName)) : _pages.Consent(flow, displayName);
        }

        call.Error = "WrongPassword";
        var left = flow.Fail();
        if (left > 0)
        {
            return _pages.SignIn(flow, 403, $"The user name or password is wrong. {left} {(left == 1 ? "try" : "tries")} left.");
        }

        state.SignIns.Flows.Take(flow.Id);
        return Stop(call, "WrongPassword", 403, "Too many tries", "The password was wrong five times. Close this page and start the sign-in again.");
    }

    private WireResponse Consent(CallContext call)
    {
        if (FindFlow(call) is not { UserName: { } userName } flow
            || QueryString.Get(call.Form, "decision") is not { } decision || decision is not ("allow" or "deny")
            || state.SignIns.Flows.Take(flow.Id) is null)
        {
            return Ended(call);
        }

        call.Principal = userName;
        var allow = decision == "allow";
        if (flow.Device is { } device)
        {
            return !device.Decide(userName, allow, call.Now) ? Ended(call)
                : allow ? _pages.Message(200, "Allowed", $"{flow.Client.Name} may go on. You can close this window.")
                : _pages.Message(200, "Denied", $"{flow.Client.Name} was not let in. You can close this window.");
        }

        var request = flow.Authorize!;
        if (!allow)
        {
            return Refuse(call, request.RedirectUri, request.State, "access_denied");
        }

        return (flow.IsConsole ? _console.Allow(call, flow, userName) : NewCode(call, flow, userName)) is { } code
            ? SignInPages.Redirect(Answer(request.RedirectUri, "code", code, request.State))
            : Ended(call);
    }

    private string NewCode(CallContext call, SignInFlow flow, string userName)
    {
        var code = state.Ids.Token("", 96);
        var end = call.Now + CodeLifetime;
        state.SignIns.Codes.Add(code, new CodeGrant(flow.Client, userName, flow.Authorize!.RedirectUri, flow.Authorize.CodeChallenge, end), end);
        return code;
    }

    private WireResponse Start(SignInFlow flow)
    {
        state.SignIns.Flows.Add(flow.Id, flow, flow.ExpiresAt);
        return _pages.SignIn(flow, 200, null);
    }

    private SignInFlow? FindFlow(CallContext call) =>
        QueryString.Get(call.Form, "flow") is { } id && state.SignIns.Flows.Find(id) is { } flow && call.Now < flow.ExpiresAt
        && flow.Holds(QueryString.Get(call.Form, "csrf"))
            ? flow
            : null;

    private WireResponse Ended(CallContext call) =>
        Stop(call, "SignInEnded", 400, "This page is too old", "The sign-in has ended, or was answered on another page. Start it again.");

    private WireResponse Stop(CallContext call, string error, int status, string title, string text)
    {
        call.Error = error;
        return _pages.Message(status, title, text);
    }

    private static WireResponse Refuse(CallContext call, string redirectUri, string? answerState, string error)
    {
        call.Error = error;
        return SignInPages.Redirect(Answer(redirectUri, "error", error, answerState));
    }

    private static string Answer(string redirectUri, string name, string value, string? answerState)
    {
        List<KeyValuePair<string, string>> pairs = [new(name, value)];
        if (answerState is not null)
        {
            pairs.Add(new("state", answerState));
        }

        // AWS's own page is one of ours here, whatever its host is called.
        var target = redirectUri.EndsWith(ConsoleAuthorization.ConfirmationPath, StringComparison.Ordinal) ? ConsoleAuthorization.ConfirmationPath : redirectUri;
        return $"{target}{(target.Contains('?') ? '&' : '?')}{QueryString.Format(pairs)}";
    }

    private Secret NewFormToken() => new(state.Ids.Token("", 24));
}
