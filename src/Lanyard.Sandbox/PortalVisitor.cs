using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.SignIn;

namespace Lanyard.Sandbox;

/// <summary>
/// Asks the sandbox for what its page shows, by the calls that any other client would make: they are decided and logged like those.
/// Its own address is the only one it speaks to, in process.
/// </summary>
/// <param name="sandbox">What answers.</param>
/// <param name="time">The clock.</param>
/// <param name="url">The sandbox's address.</param>
/// <param name="startUrl">The access portal's address.</param>
internal sealed class PortalVisitor(WireHandler sandbox, TimeProvider time, Uri url, Uri startUrl) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new WireMessageHandler(sandbox));

    /// <summary>Signs a user in as the AWS CLI would.</summary>
    /// <returns>The access token; <see langword="null"/> where the user name or the password is wrong.</returns>
    public async Task<Secret?> SignInAsync(string userName, Secret password, CancellationToken cancellationToken)
    {
        var oidc = new SsoOidcClient(Wire(), url);
        var client = await oidc.RegisterClientAsync(
            "The sandbox's access portal", ["sso:account:access"], [OidcGrant.DeviceCodeType], null, null, cancellationToken).ConfigureAwait(false);
        var device = await oidc.StartDeviceAuthorizationAsync(client, startUrl.OriginalString, cancellationToken).ConfigureAwait(false);
        try
        {
            await new SignInApprover(_http, url).ApproveAsync(device.VerificationUriComplete, userName, password, cancellationToken).ConfigureAwait(false);
        }
        catch (SignInApprovalException)
        {
            return null;
        }

        return (await oidc.CreateTokenAsync(client, new OidcGrant.DeviceCode(device.DeviceCode), cancellationToken).ConfigureAwait(false)).AccessToken;
    }

    /// <summary>Signs a user out.</summary>
    public Task SignOutAsync(Secret token, CancellationToken cancellationToken) => new SsoPortalClient(Wire(), url).LogoutAsync(token, cancellationToken);

    /// <summary>Gets credentials of a permission set.</summary>
    public Task<AwsCredentials> KeysAsync(Secret token, string accountId, string permissionSet, CancellationToken cancellationToken) =>
        new SsoPortalClient(Wire(), url).GetRoleCredentialsAsync(token, accountId, permissionSet, cancellationToken);

    /// <summary>Gets the address, on the sandbox, that signs credentials in to the console.</summary>
    public async Task<string> ConsoleAsync(AwsCredentials keys, Uri destination, CancellationToken cancellationToken)
    {
        var session = JsonProtocol.Object(json =>
        {
            json.WriteString("sessionId", keys.AccessKeyId);
            json.WriteString("sessionKey", keys.SecretAccessKey.Reveal());
            json.WriteString("sessionToken", keys.SessionToken!.Reveal());
        });
        var form = QueryString.Format([new("Action", "getSigninToken"), new("Session", Encoding.UTF8.GetString(session))]);
        var request = new WireRequest(
            "POST", "/federation", new WireHeaders(("Host", url.Authority), ("Content-Type", "application/x-www-form-urlencoded")), Encoding.UTF8.GetBytes(form));
        var answer = await sandbox(request, cancellationToken).ConfigureAwait(false);
        using var document = JsonDocument.Parse(answer.Body);
        var token = document.RootElement.GetProperty("SigninToken").GetString()!;
        return "/federation?" + QueryString.Format(
            [new("Action", "login"), new("Issuer", url.OriginalString), new("Destination", destination.OriginalString), new("SigninToken", token)]);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private WireClient Wire() => new(_http, time, RetryPolicy.Standard, TimeSpan.FromSeconds(30));
}
