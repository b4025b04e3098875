using System.Globalization;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.SsoPortal;

/// <summary>IAM Identity Center's access portal. See the IAM Identity Center Portal API Reference.</summary>
internal sealed class SsoPortalService(SandboxState state)
{
    private const int MaxPage = 100;
    private readonly CallRate? _rate = state.Seed.IdentityCenter.PortalCallsPerSecond is { } most ? new CallRate(most) : null;

    public WireResponse Handle(CallContext call)
    {
        try
        {
            return Dispatch(call);
        }
        catch (ServiceFault fault)
        {
            call.Fail(fault);
            return Answers.JsonError(fault);
        }
    }

    private WireResponse Dispatch(CallContext call)
    {
        call.Operation = (call.Request.Method, call.Request.Path) switch
        {
            ("GET", "/assignment/accounts") => "ListAccounts",
            ("GET", "/assignment/roles") => "ListAccountRoles",
            ("GET", "/federation/credentials") => "GetRoleCredentials",
            ("POST", "/logout") => "Logout",
            _ => throw new ServiceFault("UnknownOperationException", 404, "the portal has no such operation"),
        };
        if (_rate?.Takes(state.ClientNow) == false)
        {
            throw new ServiceFault("TooManyRequestsException", 429, "HTTP 429 Unknown Code");
        }

        var token = Authenticate(call);
        return call.Operation switch
        {
            "ListAccounts" => ListAccounts(call),
            "ListAccountRoles" => ListAccountRoles(call),
            "GetRoleCredentials" => GetRoleCredentials(call),
            _ => Logout(token),
        };
    }

    private IssuedToken Authenticate(CallContext call)
    {
        if (call.Request.Headers.Get("x-amz-sso_bearer_token") is { Length: > 0 } sent
            && state.SignIns.AccessTokens.Find(sent) is { } token && !token.Session.HasEnded && call.Now < token.ExpiresAt
            && (token.Client.Scopes.Count == 0 || token.Client.Scopes.Contains(OidcClient.AccountAccess))
            && state.IdentityCenter.Directory.FindUser(token.Session.UserId) is { IsEnabled: true } user)
        {
            call.Principal = user.UserName;
            return token;
        }

        throw new ServiceFault("UnauthorizedException", 401, "Session token not found or invalid");
    }

    private WireResponse ListAccounts(CallContext call)
    {
        var mine = state.IdentityCenter.AssignmentsOf(call.Principal!).Select(a => a.AccountId).ToHashSet(StringComparer.Ordinal);
        var all = state.Accounts.All.Where(a => mine.Contains(a.Id)).OrderBy(a => a.Id, StringComparer.Ordinal).ToArray();
        return Page(call, "accountList", all, (json, account) =>
        {
            json.WriteString("accountId", account.Id);
            json.WriteString("accountName", account.Name);
            json.WriteString("emailAddress", account.Email);
        });
    }

    private WireResponse ListAccountRoles(CallContext call)
    {
        var account = Account(call);
        var sets = state.IdentityCenter.AssignmentsOf(call.Principal!).Where(a => a.AccountId == account).Select(a => a.PermissionSet).Order(StringComparer.Ordinal).ToArray();
        return sets.Length == 0 ? throw NoAccess(call, account) : Page(call, "roleList", sets, (json, set) =>
        {
            json.WriteString("roleName", set);
            json.WriteString("accountId", account);
        });
    }

    private WireResponse GetRoleCredentials(CallContext call)
    {
        var roleName = Parameter(call, "role_name");
        var account = Account(call);
        var assigned = state.IdentityCenter.FindAssigned(call.Principal!, account, roleName) ?? throw NoAccess(call, account);
        var session = assigned.Session(call.Now);
        var key = state.IssueSession(session, assigned.Duration);
        call.Principal = session.Arn;
        return Answers.Json(200, json =>
        {
            json.WriteStartObject("roleCredentials");
            json.WriteString("accessKeyId", key.Id);
            json.WriteString("secretAccessKey", key.Secret.Reveal());
            json.WriteString("sessionToken", key.SessionToken!.Reveal());
            json.WriteNumber("expiration", key.Expiration!.Value.ToUnixTimeMilliseconds());
            json.WriteEndObject();
        });
    }

    // Role sessions go on until they end by themselves, as the Portal API Reference says of Logout.
    private static WireResponse Logout(IssuedToken token)
    {
        token.Session.End();
        return new WireResponse(200, WireHeaders.Empty, ReadOnlyMemory<byte>.Empty);
    }

    private string Account(CallContext call)
    {
        var id = Parameter(call, "account_id");
        if (id.Length != 12 || !id.All(char.IsAsciiDigit))
        {
            throw Invalid("account_id is not an account id of 12 digits");
        }

        return state.Accounts.Find(id) is not null
            ? id
            : throw new ServiceFault("ResourceNotFoundException", 404, $"the organization has no account {id}");
    }

    private static string Parameter(CallContext call, string name) =>
        QueryString.Get(call.Query, name) is { Length: > 0 } value ? value : throw Invalid($"{name} is missing");

    private static WireResponse Page<T>(CallContext call, string list, T[] all, Action<Utf8JsonWriter, T> write)
    {
        var size = MaxPage;
        if (QueryString.Get(call.Query, "max_result") is { } asked
            && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size is < 1 or > MaxPage))
        {
            throw Invalid($"max_result is not a number from 1 to {MaxPage}");
        }

        var start = QueryString.Get(call.Query, "next_token") is { Length: > 0 } token ? ReadToken(token) : 0;
        return Answers.Json(200, json =>
        {
            json.WriteStartArray(list);
            foreach (var item in all.Skip(start).Take(size))
            {
                json.WriteStartObject();
                write(json, item);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (start + size < all.Length)
            {
                json.WriteString("nextToken", WriteToken(start + size));
            }
        });
    }

    // Opaque to clients, so that none comes to rely on what is in it.
    private static string WriteToken(int start) => Convert.ToHexString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"page:{start}")));

    private static int ReadToken(string token)
    {
        var bytes = new byte[token.Length / 2];
        return Convert.FromHexString(token, bytes, out _, out var written) == System.Buffers.OperationStatus.Done
            && Encoding.ASCII.GetString(bytes, 0, written) is var text && text.StartsWith("page:", StringComparison.Ordinal)
            && int.TryParse(text["page:".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var start) && start < 1_000_000
            ? start
            : throw Invalid("next_token is not one that the portal gave");
    }

    private static ServiceFault NoAccess(CallContext call, string account)
    {
        call.Reason = $"{call.Principal} is assigned no such permission set in account {account}";
        return new("ForbiddenException", 403, "No access");
    }

    private static ServiceFault Invalid(string message) => new("InvalidRequestException", 400, message);
}
