using System.Xml.Linq;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Aws.Services;

/// <summary>A user, group or role as IAM describes it.</summary>
/// <param name="Path">Its path.</param>
public sealed record IamEntity(string Path)
{
    /// <summary>Gets a role's trust policy as JSON.</summary>
    public string? Trust { get; init; }

    /// <summary>Gets the description of a role.</summary>
    public string? Description { get; init; }

    /// <summary>Gets the longest session of a role, in seconds.</summary>
    public string? MaxSessionDuration { get; init; }

    /// <summary>Gets the ARN of the permissions boundary.</summary>
    public string? Boundary { get; init; }

    /// <summary>Gets the tags.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];
}

/// <summary>A managed policy as IAM describes it.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Description">Its description.</param>
/// <param name="DefaultVersionId">The version in force.</param>
public sealed record IamManagedPolicy(string Path, string? Description, string DefaultVersionId);

/// <summary>An OpenID Connect identity provider as IAM describes it.</summary>
/// <param name="Url">Its address, without <c>https://</c>.</param>
/// <param name="Audiences">The client ids that tokens may be for.</param>
/// <param name="Thumbprints">The thumbprints of its certificates.</param>
public sealed record IamProvider(string Url, IReadOnlyList<string> Audiences, IReadOnlyList<string> Thumbprints);

/// <content>The users, groups, roles, policies and providers of the account. What isn't there is null, and no error.</content>
public sealed partial class IamClient
{
    /// <summary>Makes a call that changes something and whose answer nobody needs.</summary>
    /// <param name="action">The action, such as <c>CreateRole</c>.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="credentials">Who calls.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AwsServiceException">IAM said no.</exception>
    /// <exception cref="EndpointUnreachableException">IAM didn't answer.</exception>
    public Task WriteAsync(string action, IEnumerable<KeyValuePair<string, string>> parameters, AwsCredentials credentials, CancellationToken cancellationToken) =>
        DoAsync(action, [.. parameters.Select(p => new KeyValuePair<string, string?>(p.Key, p.Value))], credentials, cancellationToken);

    /// <summary>Describes a user, group or role.</summary>
    /// <param name="kind"><c>User</c>, <c>Group</c> or <c>Role</c>.</param>
    /// <param name="name">Its name.</param>
    /// <param name="credentials">Who calls.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AwsServiceException">IAM said no.</exception>
    /// <exception cref="EndpointUnreachableException">IAM didn't answer.</exception>
    public async Task<IamEntity?> FindEntityAsync(string kind, string name, AwsCredentials credentials, CancellationToken cancellationToken)
    {
        // Of a group's users, which come with it, one is enough.
        var result = await FindAsync($"Get{kind}", [new($"{kind}Name", name), new("MaxItems", kind == "Group" ? "1" : null)], credentials, cancellationToken).ConfigureAwait(false);
        return result?.Descendants().FirstOrDefault(e => e.Name.LocalName == kind) is not { } entity ? null : new IamEntity(Need(entity, "Path"))
        {
            Trust = Document(entity, "AssumeRolePolicyDocument"),
            Description = QueryProtocol.Descendant(entity, "Description"),
            MaxSessionDuration = QueryProtocol.Descendant(entity, "MaxSessionDuration"),
            Boundary = QueryProtocol.Descendant(entity, "PermissionsBoundaryArn"),
            Tags = [.. Members(entity, "Tags").Select(m => new KeyValuePair<string, string>(Need(m, "Key"), QueryProtocol.Descendant(m, "Value") ?? ""))],
        };
    }

    /// <summary>Describes a managed policy.</summary>
    /// <inheritdoc cref="FindEntityAsync"/>
    public async Task<IamManagedPolicy?> FindPolicyAsync(string arn, AwsCredentials credentials, CancellationToken cancellationToken) =>
        await FindAsync("GetPolicy", [new("PolicyArn", arn)], credentials, cancellationToken).ConfigureAwait(false) is { } result
            ? new IamManagedPolicy(Need(result, "Path"), QueryProtocol.Descendant(result, "Description"), Need(result, "DefaultVersionId"))
            : null;

    /// <summary>Gets the document of a managed policy's version.</summary>
    /// <inheritdoc cref="FindEntityAsync"/>
    public async Task<string?> FindPolicyVersionAsync(string arn, string version, AwsCredentials credentials, CancellationToken cancellationToken) =>
        Document(await FindAsync("GetPolicyVersion", [new("PolicyArn", arn), new("VersionId", version)], credentials, cancellationToken).ConfigureAwait(false), "Document");

    /// <summary>Lists the ids of a managed policy's versions, the oldest first, and which is in force.</summary>
    /// <inheritdoc cref="FindEntityAsync"/>
    public async Task<IReadOnlyList<(string Id, bool IsDefault)>> ListPolicyVersionsAsync(string arn, AwsCredentials credentials, CancellationToken cancellationToken) =>
        [.. (await ListAsync("ListPolicyVersions", [new("PolicyArn", arn)], "Versions", credentials, cancellationToken).ConfigureAwait(false))
            .OrderBy(m => Time(m, Need(m, "CreateDate"))).ThenBy(m => Need(m, "VersionId").Length).ThenBy(m => Need(m, "VersionId"), StringComparer.Ordinal)
            .Select(m => (Need(m, "VersionId"), Need(m, "IsDefaultVersion") == "true"))];

    /// <summary>Gets an inline policy.</summary>
    /// <param name="kind"><c>User</c>, <c>Group</c> or <c>Role</c>.</param>
    /// <param name="name">Whose it is.</param>
    /// <param name="policy">The policy's name.</param>
    /// <param name="credentials">Who calls.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AwsServiceException">IAM said no.</exception>
    /// <exception cref="EndpointUnreachableException">IAM didn't answer.</exception>
    public async Task<string?> FindInlinePolicyAsync(string kind, string name, string policy, AwsCredentials credentials, CancellationToken cancellationToken) =>
        Document(await FindAsync($"Get{kind}Policy", [new($"{kind}Name", name), new("PolicyName", policy)], credentials, cancellationToken).ConfigureAwait(false), "PolicyDocument");

    /// <summary>Lists the names of the inline policies.</summary>
    /// <inheritdoc cref="FindEntityAsync"/>
    public async Task<IReadOnlyList<string>> ListInlinePoliciesAsync(string kind, string name, AwsCredentials credentials, CancellationToken cancellationToken) =>
        [.. (await ListAsync($"List{kind}Policies", [new($"{kind}Name", name)], "PolicyNames", credentials, cancellationToken).ConfigureAwait(false)).Select(m => m.Value)];

    /// <summary>Lists the ARNs of the managed policies that are attached.</summary>
    /// <inheritdoc cref="FindEntityAsync"/>
    public async Task<IReadOnlyList<string>> ListAttachedPoliciesAsync(string kind, string name, AwsCredentials credentials, CancellationToken cancellationToken) =>
        [.. (await ListAsync($"ListAttached{kind}Policies", [new($"{kind}Name", name)], "AttachedPolicies", credentials, cancellationToken).ConfigureAwait(false)).Select(m => Need(m, "PolicyArn"))];

    /// <summary>Lists the groups of a user.</summary>
    /// <inheritdoc cref="FindEntityAsync"/>
    public async Task<IReadOnlyList<string>> ListGroupsAsync(string name, AwsCredentials credentials, CancellationToken cancellationToken) =>
        [.. (await ListAsync("ListGroupsForUser", [new("UserName", name)], "Groups", credentials, cancellationToken).ConfigureAwait(false)).Select(m => Need(m, "GroupName"))];

    /// <summary>Describes an OpenID Connect provider.</summary>
    /// <inheritdoc cref="FindEntityAsync"/>
    public async Task<IamProvider?> FindProviderAsync(string arn, AwsCredentials credentials, CancellationToken cancellationToken) =>
        await FindAsync("GetOpenIDConnectProvider", [new("OpenIDConnectProviderArn", arn)], credentials, cancellationToken).ConfigureAwait(false) is { } result
            ? new IamProvider(Need(result, "Url"), [.. Members(result, "ClientIDList").Select(m => m.Value)], [.. Members(result, "ThumbprintList").Select(m => m.Value)])
            : null;

    private async Task<XElement?> FindAsync(string action, KeyValuePair<string, string?>[] parameters, AwsCredentials credentials, CancellationToken cancellationToken)
    {
        try
        {
            return QueryProtocol.Result(await SendAsync(action, parameters, credentials, cancellationToken).ConfigureAwait(false), Service, action);
        }
        catch (AwsServiceException e) when (e.Error.Code == "NoSuchEntity")
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<XElement>> ListAsync(string action, KeyValuePair<string, string?>[] parameters, string list, AwsCredentials credentials, CancellationToken cancellationToken)
    {
        var all = new List<XElement>();
        string? marker = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var result = await FindAsync(action, [.. parameters, new("Marker", marker)], credentials, cancellationToken).ConfigureAwait(false);
            all.AddRange(result is null ? [] : Members(result, list));
            marker = result is not null && QueryProtocol.Descendant(result, "IsTruncated") == "true" ? QueryProtocol.Descendant(result, "Marker") : null;
            if (marker is null)
            {
                break;
            }
        }

        return all;
    }

    private static IEnumerable<XElement> Members(XElement result, string list) =>
        result.Descendants().FirstOrDefault(e => e.Name.LocalName == list)?.Elements().Where(e => e.Name.LocalName == "member") ?? [];

    // IAM writes documents with percent signs, as RFC 3986 has it.
    private static string? Document(XElement? result, string name) => QueryProtocol.Descendant(result, name) is { Length: > 0 } text ? Uri.UnescapeDataString(text) : null;
}
