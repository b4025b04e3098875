using System.Globalization;
using System.Xml.Linq;
using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Aws.Services;

/// <summary>Who a set of credentials is.</summary>
/// <param name="Account">The 12-digit account id.</param>
/// <param name="Arn">The ARN of the user, or of the role session.</param>
/// <param name="UserId">The unique id; for a role session, role id and session name.</param>
public sealed record CallerIdentity(string Account, string Arn, string UserId);

/// <summary>What AssumeRole is asked for. See "AssumeRole" in the STS API Reference.</summary>
/// <param name="RoleArn">The role.</param>
/// <param name="RoleSessionName">The session's name, 2 to 64 characters.</param>
public sealed record AssumeRoleRequest(string RoleArn, string RoleSessionName)
{
    /// <summary>Gets the external id that the trust policy may ask for.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Gets the session's length in seconds, 900 to 43200; the service's default of an hour where unset.</summary>
    public int? DurationSeconds { get; init; }

    /// <summary>Gets the serial number or ARN of the MFA device.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>Gets the device's current code.</summary>
    public string? TokenCode { get; init; }

    /// <summary>Gets the source identity to set.</summary>
    public string? SourceIdentity { get; init; }

    /// <summary>Gets the inline session policy, a document as JSON.</summary>
    public string? Policy { get; init; }

    /// <summary>Gets the ARNs of managed session policies, up to ten.</summary>
    public IReadOnlyList<string> PolicyArns { get; init; } = [];
}

/// <summary>AWS Security Token Service, as far as Lanyard calls it.</summary>
/// <param name="client">What sends.</param>
/// <param name="endpoint">Where STS is.</param>
public sealed class StsClient(WireClient client, Endpoint endpoint)
{
    private const string Service = "STS";
    private const string Version = "2011-06-15";

    /// <summary>Gets where STS is called.</summary>
    public Endpoint Endpoint { get; } = endpoint;

    /// <summary>Asks who the credentials are. No permission is needed for this call.</summary>
    /// <exception cref="AwsServiceException">STS said no.</exception>
    /// <exception cref="EndpointUnreachableException">STS didn't answer.</exception>
    public async Task<CallerIdentity> GetCallerIdentityAsync(AwsCredentials credentials, CancellationToken cancellationToken)
    {
        var result = await CallAsync("GetCallerIdentity", [], credentials, cancellationToken).ConfigureAwait(false);
        return new CallerIdentity(Need(result, "Account"), Need(result, "Arn"), Need(result, "UserId"));
    }

    /// <summary>Assumes a role.</summary>
    /// <exception cref="AwsServiceException">STS said no.</exception>
    /// <exception cref="EndpointUnreachableException">STS didn't answer.</exception>
    public async Task<AwsCredentials> AssumeRoleAsync(AssumeRoleRequest request, AwsCredentials credentials, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var result = await CallAsync(
            "AssumeRole",
            [
                new("RoleArn", request.RoleArn),
                new("RoleSessionName", request.RoleSessionName),
                new("DurationSeconds", request.DurationSeconds?.ToString(CultureInfo.InvariantCulture)),
                new("ExternalId", request.ExternalId),
                new("SerialNumber", request.SerialNumber),
                new("TokenCode", request.TokenCode),
                new("SourceIdentity", request.SourceIdentity),
                .. Policies(request),
            ],
            credentials, cancellationToken).ConfigureAwait(false);
        return ReadCredentials(result, AccountOf(request.RoleArn));
    }

    /// <summary>Decodes the message about a refusal that EC2 and others encode.</summary>
    /// <param name="message">The encoded message.</param>
    /// <param name="credentials">An identity that may call <c>sts:DecodeAuthorizationMessage</c>.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The message, a JSON text.</returns>
    /// <exception cref="AwsServiceException">STS said no.</exception>
    /// <exception cref="EndpointUnreachableException">STS didn't answer.</exception>
    public async Task<string> DecodeAuthorizationMessageAsync(string message, AwsCredentials credentials, CancellationToken cancellationToken) =>
        Need(await CallAsync("DecodeAuthorizationMessage", [new("EncodedMessage", message)], credentials, cancellationToken).ConfigureAwait(false), "DecodedMessage");

    /// <summary>Assumes a role with a web identity token. The call isn't signed.</summary>
    /// <param name="request">What is asked for; external id, MFA device and source identity have no part in this call.</param>
    /// <param name="token">The OpenID Connect token.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AwsServiceException">STS said no.</exception>
    /// <exception cref="EndpointUnreachableException">STS didn't answer.</exception>
    public async Task<AwsCredentials> AssumeRoleWithWebIdentityAsync(AssumeRoleRequest request, Secret token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(token);
        var result = await CallAsync(
            "AssumeRoleWithWebIdentity",
            [
                new("RoleArn", request.RoleArn),
                new("RoleSessionName", request.RoleSessionName),
                new("WebIdentityToken", token.Reveal()),
                new("DurationSeconds", request.DurationSeconds?.ToString(CultureInfo.InvariantCulture)),
                .. Policies(request),
            ],
            null, cancellationToken).ConfigureAwait(false);
        return ReadCredentials(result, AccountOf(request.RoleArn));
    }

    /// <summary>Gets temporary credentials of an IAM user for a code of an MFA device.</summary>
    /// <param name="serialNumber">The device's serial number or ARN.</param>
    /// <param name="tokenCode">The device's current code.</param>
    /// <param name="durationSeconds">Their length in seconds, 900 to 129600; the service's default of 12 hours where null.</param>
    /// <param name="credentials">The user's long-lived access key.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AwsServiceException">STS said no.</exception>
    /// <exception cref="EndpointUnreachableException">STS didn't answer.</exception>
    public async Task<AwsCredentials> GetSessionTokenAsync(
        string serialNumber, Secret tokenCode, int? durationSeconds, AwsCredentials credentials, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(serialNumber);
        ArgumentNullException.ThrowIfNull(tokenCode);
        var result = await CallAsync(
            "GetSessionToken",
            [
                new("DurationSeconds", durationSeconds?.ToString(CultureInfo.InvariantCulture)),
                new("SerialNumber", serialNumber),
                new("TokenCode", tokenCode.Reveal()),
            ],
            credentials, cancellationToken).ConfigureAwait(false);
        return ReadCredentials(result, AccountOf(serialNumber));
    }

    private static IEnumerable<KeyValuePair<string, string?>> Policies(AssumeRoleRequest request)
    {
        yield return new("Policy", request.Policy);
        for (var at = 0; at < request.PolicyArns.Count; at++)
        {
            yield return new(string.Create(CultureInfo.InvariantCulture, $"PolicyArns.member.{at + 1}.arn"), request.PolicyArns[at]);
        }
    }

    private async Task<XElement> CallAsync(
        string action, KeyValuePair<string, string?>[] parameters, AwsCredentials? credentials, CancellationToken cancellationToken)
    {
        var response = await client.SendAsync(
            Endpoint.Url,
            target =>
            {
                var (request, body) = QueryProtocol.Request(target, action, Version, parameters);
                return credentials is null
                    ? request
                    : SigV4Signer.Sign(request, body, credentials, Endpoint.SigningRegion, AwsService.Sts.SigningName, target.Now);
            },
            QueryProtocol.ErrorCode, cancellationToken).ConfigureAwait(false);
        return QueryProtocol.Result(response, Service, action);
    }

    private static AwsCredentials ReadCredentials(XElement result, string? accountId) => new(
        Need(result, "AccessKeyId"),
        new Secret(Need(result, "SecretAccessKey")),
        new Secret(Need(result, "SessionToken")),
        DateTimeOffset.TryParse(Need(result, "Expiration"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expiration)
            ? expiration
            : throw Unreadable(result, "the Expiration in the answer is not a time"),
        accountId);

    private static string Need(XElement result, string name) => QueryProtocol.Descendant(result, name) is { Length: > 0 } value
        ? value
        : throw Unreadable(result, $"the answer lacks {name}");

    private static AwsServiceException Unreadable(XElement result, string why) =>
        new(new AwsServiceError(Service, result.Name.LocalName, "UnreadableAnswer", why, 200, null));

    private static string? AccountOf(string arn) => arn.Split(':') is [_, _, _, _, { Length: 12 } account, ..] ? account : null;
}
