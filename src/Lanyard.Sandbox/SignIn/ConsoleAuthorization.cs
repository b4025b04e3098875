using System.Globalization;
using System.Text;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.SignIn;

/// <summary>What the sign-in page does for a program that wants in to the console: the clients that AWS knows, and the identities a person may take.</summary>
internal sealed class ConsoleAuthorization(SandboxState state)
{
    /// <summary>The page that shows a code to carry to another machine.</summary>
    public const string ConfirmationPath = "/v1/sessions/confirmation";

    private const string Scope = "openid";
    private const string Callback = "http://127.0.0.1/oauth/callback";
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(5);
    private static readonly OidcClient[] Clients = [Client(SigninClient.SameDevice, "A program on this computer"), Client(SigninClient.CrossDevice, "A program on another computer")];

    /// <summary>Finds one of AWS's own clients: public ones, that nobody registers.</summary>
    public static OidcClient? FindClient(string? id) => Array.Find(Clients, c => c.Id == id);

    /// <summary>Tells whether a code may be sent to an address.</summary>
    public static bool MayRedirect(CallContext call, OidcClient client, string? redirectUri) => client.Id == SigninClient.SameDevice
        ? redirectUri is not null && RedirectUri.Matches(Callback, redirectUri)
        : Uri.TryCreate(redirectUri, UriKind.Absolute, out var page) && page.AbsolutePath == ConfirmationPath && page is { Query: "", Fragment: "" }
            && (page.Authority == call.Request.Host || (page.Scheme == Uri.UriSchemeHttps && AwsHost.Parse(page.Host) is { Service: "signin" }));

    /// <summary>Reads what the program asked for.</summary>
    /// <returns>The request; <see langword="null"/> where it lacks something.</returns>
    public static AuthorizeRequest? Read(CallContext call, string redirectUri)
    {
        var challenge = QueryString.Get(call.Query, "code_challenge") ?? "";
        return QueryString.Get(call.Query, "response_type") == "code" && QueryString.Get(call.Query, "code_challenge_method") == "SHA-256"
            && QueryString.Get(call.Query, "scope") == Scope && challenge.Length == 43 && challenge.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
                ? new AuthorizeRequest(redirectUri, QueryString.Get(call.Query, "state"), challenge, [Scope])
                : null;
    }

    /// <summary>Gives the identities that a person may take, in words.</summary>
    public IReadOnlyList<string> Identities(string userName) =>
        [.. RolesOf(userName).Select(r => $"{state.Accounts.Find(r.Role.AccountId)?.Name} ({r.Role.AccountId}), {r.PermissionSet}")];

    /// <summary>Makes the code for an identity, by its place in the list.</summary>
    /// <returns>The code; <see langword="null"/> where there is no such identity.</returns>
    public string? Allow(CallContext call, SignInFlow flow, string userName)
    {
        var roles = RolesOf(userName);
        if (!int.TryParse(QueryString.Get(call.Form, "identity"), NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at >= roles.Length)
        {
            return null;
        }

        var code = state.Ids.Token("", 96);
        var end = call.Now + CodeLifetime;
        state.Console.Codes.Add(code, new ConsoleCode(flow.Client.Id, roles[at], flow.Authorize!.RedirectUri, flow.Authorize.CodeChallenge, end), end);
        return code;
    }

    /// <summary>Gives what the confirmation page shows: base64 of what came to it.</summary>
    public static string? CarriedCode(CallContext call) => QueryString.Get(call.Query, "code") is { Length: > 0 } code
        ? Convert.ToBase64String(Encoding.UTF8.GetBytes(QueryString.Format([new("state", QueryString.Get(call.Query, "state") ?? ""), new("code", code)])))
        : null;

    private AssignedRole[] RolesOf(string userName) =>
        [.. state.IdentityCenter.AssignmentsOf(userName).Select(a => state.IdentityCenter.FindAssigned(userName, a.AccountId, a.PermissionSet)).OfType<AssignedRole>()];

    private static OidcClient Client(string id, string name) => new(id, Secret.Empty, name, DateTimeOffset.MinValue, DateTimeOffset.MaxValue)
    {
        Scopes = [Scope],
        GrantTypes = [OidcGrant.AuthorizationCodeType, OidcGrant.RefreshTokenType],
        RedirectUris = [],
    };
}
