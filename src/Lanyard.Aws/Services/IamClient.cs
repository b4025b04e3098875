using System.Globalization;
using System.Xml.Linq;
using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Aws.Services;

/// <summary>An access key as IAM lists it, without its secret.</summary>
/// <param name="Id">The access key id.</param>
/// <param name="IsActive">Whether AWS accepts it.</param>
/// <param name="Created">When it was made.</param>
public sealed record IamAccessKey(string Id, bool IsActive, DateTimeOffset Created);

/// <summary>When an access key was last used; IAM learns of it some minutes later.</summary>
/// <param name="Time">The time; <see langword="null"/> where it never was.</param>
/// <param name="Service">The service that was called, such as <c>s3</c>.</param>
/// <param name="Region">The region of that service.</param>
public sealed record AccessKeyUse(DateTimeOffset? Time, string Service, string Region);

/// <summary>AWS Identity and Access Management. See the IAM API Reference.</summary>
/// <param name="client">What sends.</param>
/// <param name="endpoint">Where IAM is.</param>
public sealed partial class IamClient(WireClient client, Endpoint endpoint)
{
    private const string Service = "IAM";
    private const string Version = "2010-05-08";

    // A user has two keys at most; a list that goes on for ever comes from no AWS.
    private const int MaxPages = 20;

    /// <summary>Gets where IAM is called.</summary>
    public Endpoint Endpoint { get; } = endpoint;

    /// <summary>Makes another access key for a user. This answer alone holds its secret.</summary>
    /// <param name="credentials">Who calls.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <param name="user">The user; null for the one whose credentials these are.</param>
    /// <exception cref="AwsServiceException">IAM said no; <c>LimitExceeded</c> where the user has two keys already.</exception>
    /// <exception cref="EndpointUnreachableException">IAM didn't answer.</exception>
    public async Task<AwsCredentials> CreateAccessKeyAsync(AwsCredentials credentials, CancellationToken cancellationToken, string? user = null)
    {
        const string action = "CreateAccessKey";
        var result = QueryProtocol.Result(await SendAsync(action, [new("UserName", user)], credentials, cancellationToken).ConfigureAwait(false), Service, action);
        return new AwsCredentials(Need(result, "AccessKeyId"), new Secret(Need(result, "SecretAccessKey")));
    }

    /// <summary>Lists a user's access keys.</summary>
    /// <param name="credentials">Who calls.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <param name="user">The user; null for the one whose credentials these are.</param>
    /// <exception cref="AwsServiceException">IAM said no.</exception>
    /// <exception cref="EndpointUnreachableException">IAM didn't answer.</exception>
    public async Task<IReadOnlyList<IamAccessKey>> ListAccessKeysAsync(AwsCredentials credentials, CancellationToken cancellationToken, string? user = null)
    {
        const string action = "ListAccessKeys";
        var keys = new List<IamAccessKey>();
        string? marker = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var answer = await SendAsync(action, [new("Marker", marker), new("UserName", user)], credentials, cancellationToken).ConfigureAwait(false);
            var result = QueryProtocol.Result(answer, Service, action);
            keys.AddRange(result.Descendants().Where(e => e.Name.LocalName == "member").Select(m => new IamAccessKey(
                Need(m, "AccessKeyId"), Need(m, "Status") == "Active", Time(m, Need(m, "CreateDate")))));
            marker = QueryProtocol.Descendant(result, "IsTruncated") == "true" ? QueryProtocol.Descendant(result, "Marker") : null;
            if (marker is null)
            {
                break;
            }
        }

        return keys;
    }

    /// <summary>Makes a key of the user active or inactive.</summary>
    /// <exception cref="AwsServiceException">IAM said no; <c>NoSuchEntity</c> where there is no such key.</exception>
    /// <exception cref="EndpointUnreachableException">IAM didn't answer.</exception>
    public Task UpdateAccessKeyAsync(string accessKeyId, bool isActive, AwsCredentials credentials, CancellationToken cancellationToken) =>
        DoAsync("UpdateAccessKey", [new("AccessKeyId", accessKeyId), new("Status", isActive ? "Active" : "Inactive")], credentials, cancellationToken);

    /// <summary>Deletes a key of the user, for good.</summary>
    /// <exception cref="AwsServiceException">IAM said no; <c>NoSuchEntity</c> where there is no such key.</exception>
    /// <exception cref="EndpointUnreachableException">IAM didn't answer.</exception>
    public Task DeleteAccessKeyAsync(string accessKeyId, AwsCredentials credentials, CancellationToken cancellationToken) =>
        DoAsync("DeleteAccessKey", [new("AccessKeyId", accessKeyId)], credentials, cancellationToken);

    /// <summary>Asks when a key was last used.</summary>
    /// <exception cref="AwsServiceException">IAM said no.</exception>
    /// <exception cref="EndpointUnreachableException">IAM didn't answer.</exception>
    public async Task<AccessKeyUse> GetAccessKeyLastUsedAsync(string accessKeyId, AwsCredentials credentials, CancellationToken cancellationToken)
    {
        const string action = "GetAccessKeyLastUsed";
        var result = QueryProtocol.Result(await SendAsync(action, [new("AccessKeyId", accessKeyId)], credentials, cancellationToken).ConfigureAwait(false), Service, action);
        return new AccessKeyUse(
            QueryProtocol.Descendant(result, "LastUsedDate") is { Length: > 0 } time ? Time(result, time) : null,
            QueryProtocol.Descendant(result, "ServiceName") ?? "N/A", QueryProtocol.Descendant(result, "Region") ?? "N/A");
    }

    private async Task DoAsync(string action, KeyValuePair<string, string?>[] parameters, AwsCredentials credentials, CancellationToken cancellationToken) =>
        QueryProtocol.Done(await SendAsync(action, parameters, credentials, cancellationToken).ConfigureAwait(false), Service, action);

    private Task<WireResponse> SendAsync(string action, KeyValuePair<string, string?>[] parameters, AwsCredentials credentials, CancellationToken cancellationToken) =>
        client.SendAsync(
            Endpoint.Url,
            target =>
            {
                var (request, body) = QueryProtocol.Request(target, action, Version, parameters);
                return SigV4Signer.Sign(request, body, credentials, Endpoint.SigningRegion, AwsService.Iam.SigningName, target.Now);
            },
            QueryProtocol.ErrorCode, cancellationToken);

    private static DateTimeOffset Time(XElement result, string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw Unreadable(result, "a date in the answer is not a time");

    private static string Need(XElement result, string name) => QueryProtocol.Descendant(result, name) is { Length: > 0 } value
        ? value
        : throw Unreadable(result, $"the answer lacks {name}");

    private static AwsServiceException Unreadable(XElement result, string why) =>
        new(new AwsServiceError(Service, result.Name.LocalName, "UnreadableAnswer", why, 200, null));
}
