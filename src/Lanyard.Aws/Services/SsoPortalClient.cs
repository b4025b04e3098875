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
            throw new AwsServiceException(new AwsServiceError(Service, "GetRoleCredentials", "UnreadableAnswer", "the answer lacks role credentials", 200, null));
        }

        return new AwsCredentials(id, new Secret(secret), new Secret(token), DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), accountId);
    }

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
