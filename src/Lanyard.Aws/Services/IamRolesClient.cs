using System.Xml.Linq;
using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Aws.Services;

/// <summary>A policy as IAM keeps it.</summary>
/// <param name="Name">The name of an inline policy, or the ARN of a managed one.</param>
/// <param name="Document">The document, as JSON.</param>
public sealed record IamPolicyText(string Name, string Document);

/// <summary>AWS Identity and Access Management, as far as the policies of roles are read. See the IAM API Reference.</summary>
/// <param name="client">What sends.</param>
/// <param name="endpoint">Where IAM is.</param>
/// <param name="credentials">Who asks.</param>
public sealed class IamRolesClient(WireClient client, Endpoint endpoint, AwsCredentials credentials)
{
    private const string Service = "IAM";
    private const string Version = "2010-05-08";

    // Far more than the quotas of a role let it have; a list that goes on for ever comes from no AWS.
    private const int MaxPages = 20;

    /// <summary>Asks which permissions boundary a role has.</summary>
    /// <returns>The ARN of the boundary's policy; <see langword="null"/> for none.</returns>
    /// <exception cref="AwsServiceException">IAM said no.</exception>
    /// <exception cref="EndpointUnreachableException">IAM didn't answer.</exception>
    public async Task<string?> GetBoundaryAsync(string roleName, CancellationToken cancellationToken) =>
        QueryProtocol.Descendant(await CallAsync("GetRole", [new("RoleName", roleName)], cancellationToken).ConfigureAwait(false), "PermissionsBoundaryArn");

    /// <summary>Reads a role's inline policies.</summary>
    /// <exception cref="AwsServiceException">IAM said no.</exception>
    /// <exception cref="EndpointUnreachableException">IAM didn't answer.</exception>
    public async Task<IReadOnlyList<IamPolicyText>> GetInlinePoliciesAsync(string roleName, CancellationToken cancellationToken)
    {
        var names = await ListAsync("ListRolePolicies", roleName, members => members.Select(m => m.Value), cancellationToken).ConfigureAwait(false);
        var policies = new List<IamPolicyText>(names.Count);
        foreach (var name in names)
        {
            var found = await CallAsync("GetRolePolicy", [new("RoleName", roleName), new("PolicyName", name)], cancellationToken).ConfigureAwait(false);
            policies.Add(new IamPolicyText(name, Document(found, "PolicyDocument")));
        }

        return policies;
    }

    /// <summary>Lists the managed policies that are attached to a role, by their ARNs.</summary>
    /// <exception cref="AwsServiceException">IAM said no.</exception>
    /// <exception cref="EndpointUnreachableException">IAM didn't answer.</exception>
    public Task<IReadOnlyList<string>> ListAttachedPoliciesAsync(string roleName, CancellationToken cancellationToken) =>
        ListAsync("ListAttachedRolePolicies", roleName, members => members.Select(m => QueryProtocol.Descendant(m, "PolicyArn")).OfType<string>(), cancellationToken);

    /// <summary>Reads the version of a managed policy that is in force.</summary>
    /// <exception cref="AwsServiceException">IAM said no.</exception>
    /// <exception cref="EndpointUnreachableException">IAM didn't answer.</exception>
    public async Task<IamPolicyText> GetManagedPolicyAsync(string arn, CancellationToken cancellationToken)
    {
        var policy = await CallAsync("GetPolicy", [new("PolicyArn", arn)], cancellationToken).ConfigureAwait(false);
        var version = QueryProtocol.Descendant(policy, "DefaultVersionId") is { Length: > 0 } id ? id : throw Unreadable(policy, "the answer lacks DefaultVersionId");
        var found = await CallAsync("GetPolicyVersion", [new("PolicyArn", arn), new("VersionId", version)], cancellationToken).ConfigureAwait(false);
        return new IamPolicyText(arn, Document(found, "Document"));
    }

    private async Task<IReadOnlyList<string>> ListAsync(
        string action, string roleName, Func<IEnumerable<XElement>, IEnumerable<string>> read, CancellationToken cancellationToken)
    {
        var all = new List<string>();
        string? marker = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var result = await CallAsync(action, [new("RoleName", roleName), new("Marker", marker)], cancellationToken).ConfigureAwait(false);
            all.AddRange(read(result.Descendants().Where(e => e.Name.LocalName == "member")));
            marker = QueryProtocol.Descendant(result, "IsTruncated") == "true" ? QueryProtocol.Descendant(result, "Marker") : null;
            if (marker is null)
            {
                return all;
            }
        }

        throw new AwsServiceException(new AwsServiceError(Service, action, "UnreadableAnswer", "the list doesn't end", 200, null));
    }

    private async Task<XElement> CallAsync(string action, KeyValuePair<string, string?>[] parameters, CancellationToken cancellationToken)
    {
        var response = await client.SendAsync(
            endpoint.Url,
            target =>
            {
                var (request, body) = QueryProtocol.Request(target, action, Version, parameters);
                return SigV4Signer.Sign(request, body, credentials, endpoint.SigningRegion, AwsService.Iam.SigningName, target.Now);
            },
            QueryProtocol.ErrorCode, cancellationToken).ConfigureAwait(false);
        return QueryProtocol.Result(response, Service, action);
    }

    // "GetRolePolicy", IAM API Reference: policies are URL-encoded.
    private static string Document(XElement result, string name) => QueryProtocol.Descendant(result, name) is { Length: > 0 } text
        ? Uri.UnescapeDataString(text)
        : throw Unreadable(result, $"the answer lacks {name}");

    private static AwsServiceException Unreadable(XElement result, string why) =>
        new(new AwsServiceError(Service, result.Name.LocalName, "UnreadableAnswer", why, 200, null));
}
