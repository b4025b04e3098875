using System.Globalization;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Aws.Services;

/// <summary>IAM Identity Center's access portal, as far as Lanyard calls it. See the IAM Identity Center Portal API Reference.</summary>
/// <param name="client">What sends.</param>
/// <param name="endpoint">The base address.</param>
public sealed class SsoPortalClient(WireClient client, Uri endpoint)
{
    private const string Service = "SSO";
    private const int PageSize = 100;
    private const int MaxPages = 1000;
    private const long LastMillisecond = 253_402_300_799_999; // of the year 9999

    /// <summary>Gets credentials for a permission set in an account.</summary>
    /// <exception cref="AwsServiceException">The portal said no.</exception>
    /// <exception cref="EndpointUnreachableException">The portal didn't answer.</exception>
    public async Task<AwsCredentials> GetRoleCredentialsAsync(Secret accessToken, string accountId, string roleName, CancellationToken cancellationToken)
    {
        var query = QueryString.Format([new("role_name", roleName), new("account_id", accountId)]);
        var result = await CallAsync("GetRoleCredentials", "GET", "/federation/credentials?" + query, accessToken, cancellationToken).ConfigureAwait(false);
        var found = JsonProtocol.Member(result, "roleCredentials");
        if (JsonProtocol.Text(found, "accessKeyId") is not { Length: > 0 } id
            || JsonProtocol.Text(found, "secretAccessKey") is not { Length: > 0 } secret
            || JsonProtocol.Text(found, "sessionToken") is not { Length: > 0 } token
            || JsonProtocol.Number(found, "expiration") is not (>= 0 and <= LastMillisecond and var milliseconds))
        {
            throw Unreadable("GetRoleCredentials", "the answer lacks role credentials");
        }

        return new AwsCredentials(id, new Secret(secret), new Secret(token), DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), accountId);
    }

    /// <summary>Lists the accounts that the signed-in user may enter, all pages of them.</summary>
    /// <exception cref="AwsServiceException">The portal said no.</exception>
    /// <exception cref="EndpointUnreachableException">The portal didn't answer.</exception>
    public Task<IReadOnlyList<PortalAccount>> ListAccountsAsync(Secret accessToken, CancellationToken cancellationToken) => ListAsync(
        "ListAccounts", "/assignment/accounts", [], "accountList",
        item => JsonProtocol.Text(item, "accountId") is { Length: 12 } id && id.All(char.IsAsciiDigit)
            ? new PortalAccount(id, JsonProtocol.Text(item, "accountName") ?? "", JsonProtocol.Text(item, "emailAddress") ?? "")
            : null,
        accessToken, cancellationToken);

    /// <summary>Lists the permission sets that the signed-in user has in an account, all pages of them.</summary>
    /// <exception cref="AwsServiceException">The portal said no.</exception>
    /// <exception cref="EndpointUnreachableException">The portal didn't answer.</exception>
    public Task<IReadOnlyList<string>> ListAccountRolesAsync(Secret accessToken, string accountId, CancellationToken cancellationToken) => ListAsync(
        "ListAccountRoles", "/assignment/roles", [new("account_id", accountId)], "roleList",
        item => JsonProtocol.Text(item, "roleName") is { Length: > 0 } name ? name : null, accessToken, cancellationToken);

    /// <summary>Ends the sign-in that the token stands for.</summary>
    /// <exception cref="AwsServiceException">The portal said no.</exception>
    /// <exception cref="EndpointUnreachableException">The portal didn't answer.</exception>
    public async Task LogoutAsync(Secret accessToken, CancellationToken cancellationToken)
    {
        var response = await SendAsync("POST", "/logout", accessToken, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccess)
        {
            JsonProtocol.Result(response, Service, "Logout");
        }
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(
        string operation, string path, KeyValuePair<string, string>[] parameters, string list, Func<JsonElement, T?> read, Secret accessToken, CancellationToken cancellationToken)
        where T : class
    {
        var all = new List<T>();
        string? next = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var query = QueryString.Format([.. parameters, new("max_result", PageSize.ToString(CultureInfo.InvariantCulture)), .. next is null ? [] : new KeyValuePair<string, string>[] { new("next_token", next) }]);
            var result = await CallAsync(operation, "GET", $"{path}?{query}", accessToken, cancellationToken).ConfigureAwait(false);
            if (JsonProtocol.Member(result, list) is not { ValueKind: JsonValueKind.Array } items)
            {
                throw Unreadable(operation, $"the answer lacks {list}");
            }

            foreach (var item in items.EnumerateArray())
            {
                all.Add(read(item) ?? throw Unreadable(operation, $"an item of {list} lacks its name"));
            }

            var token = JsonProtocol.Text(result, "nextToken");
            if (string.IsNullOrEmpty(token))
            {
                return all;
            }

            next = token != next ? token : throw Unreadable(operation, "the answer leads back to itself");
        }

        throw Unreadable(operation, "the list doesn't end");
    }

    private static AwsServiceException Unreadable(string operation, string why) => new(new AwsServiceError(Service, operation, "UnreadableAnswer", why, 200, null));

    private async Task<JsonElement> CallAsync(string operation, string method, string path, Secret accessToken, CancellationToken cancellationToken)
    {
        var response = await SendAsync(method, path, accessToken, cancellationToken).ConfigureAwait(false);
        return JsonProtocol.Result(response, Service, operation);
    }

    private Task<WireResponse> SendAsync(string method, string path, Secret accessToken, CancellationToken cancellationToken) => client.SendAsync(
        endpoint,
        target =>
        {
            var request = JsonProtocol.Rest(target, method, path);
            return new WireRequest(request.Method, request.Target, request.Headers.With("x-amz-sso_bearer_token", accessToken.Reveal()), request.Body);
        },
        JsonProtocol.ErrorCode, cancellationToken);
}

/// <summary>An account that a person may enter.</summary>
/// <param name="Id">The 12-digit id.</param>
/// <param name="Name">The name that the portal shows.</param>
/// <param name="Email">The address of its root user.</param>
public sealed record PortalAccount(string Id, string Name, string Email);
