using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Aws.Services;

/// <summary>One event of a stack.</summary>
/// <param name="Id">Its id.</param>
/// <param name="LogicalId">The resource's name in the template; the stack's name for the stack itself.</param>
/// <param name="Type">The resource's type.</param>
/// <param name="Status">What became of it, such as <c>CREATE_COMPLETE</c>.</param>
/// <param name="Reason">Why; <see langword="null"/> where nothing is said.</param>
public sealed record StackEvent(string Id, string LogicalId, string Type, string Status, string? Reason);

/// <summary>AWS CloudFormation, as far as it takes to deploy a stack. See the CloudFormation API Reference.</summary>
/// <param name="client">What sends.</param>
/// <param name="endpoint">Where CloudFormation is.</param>
/// <param name="credentials">Who deploys.</param>
public sealed class CloudFormationClient(WireClient client, Endpoint endpoint, AwsCredentials credentials)
{
    private const string Service = "CloudFormation";
    private const string Version = "2010-05-15";

    /// <summary>Plans a change of a stack, with leave to make IAM resources.</summary>
    /// <param name="stack">The stack's name.</param>
    /// <param name="changeSet">The change set's name.</param>
    /// <param name="template">The template's text.</param>
    /// <param name="isNew">Whether the stack isn't there yet.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AwsServiceException">CloudFormation said no.</exception>
    /// <exception cref="EndpointUnreachableException">CloudFormation didn't answer.</exception>
    public Task CreateChangeSetAsync(string stack, string changeSet, string template, bool isNew, CancellationToken cancellationToken) => SendAsync(
        "CreateChangeSet",
        [
            new("StackName", stack), new("ChangeSetName", changeSet), new("ChangeSetType", isNew ? "CREATE" : "UPDATE"),
            new("TemplateBody", template), new("Capabilities.member.1", "CAPABILITY_IAM"),
        ],
        cancellationToken);

    /// <summary>Asks what became of a plan: <c>CREATE_COMPLETE</c> where it can be carried out.</summary>
    /// <param name="stack">The stack's name.</param>
    /// <param name="changeSet">The change set's name.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AwsServiceException">CloudFormation said no.</exception>
    /// <exception cref="EndpointUnreachableException">CloudFormation didn't answer.</exception>
    public async Task<string> GetChangeSetStatusAsync(string stack, string changeSet, CancellationToken cancellationToken)
    {
        const string operation = "DescribeChangeSet";
        var answer = await SendAsync(operation, [new("StackName", stack), new("ChangeSetName", changeSet)], cancellationToken).ConfigureAwait(false);
        return QueryProtocol.Result(answer, Service, operation).Elements().FirstOrDefault(e => e.Name.LocalName == "Status")?.Value ?? "";
    }

    /// <summary>Carries a plan out; the stack's events tell how it goes.</summary>
    /// <param name="stack">The stack's name.</param>
    /// <param name="changeSet">The change set's name.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AwsServiceException">CloudFormation said no.</exception>
    /// <exception cref="EndpointUnreachableException">CloudFormation didn't answer.</exception>
    public Task ExecuteChangeSetAsync(string stack, string changeSet, CancellationToken cancellationToken) =>
        SendAsync("ExecuteChangeSet", [new("StackName", stack), new("ChangeSetName", changeSet)], cancellationToken);

    /// <summary>Reads the latest events of a stack, the newest first.</summary>
    /// <param name="stack">The stack's name.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="AwsServiceException">CloudFormation said no.</exception>
    /// <exception cref="EndpointUnreachableException">CloudFormation didn't answer.</exception>
    public async Task<IReadOnlyList<StackEvent>> GetEventsAsync(string stack, CancellationToken cancellationToken)
    {
        const string operation = "DescribeStackEvents";
        var answer = await SendAsync(operation, [new("StackName", stack)], cancellationToken).ConfigureAwait(false);
        return
        [
            .. QueryProtocol.Result(answer, Service, operation).Elements().Where(e => e.Name.LocalName == "StackEvents").SelectMany(e => e.Elements()).Select(e => new StackEvent(
                QueryProtocol.Descendant(e, "EventId") ?? "", QueryProtocol.Descendant(e, "LogicalResourceId") ?? "", QueryProtocol.Descendant(e, "ResourceType") ?? "",
                QueryProtocol.Descendant(e, "ResourceStatus") ?? "", QueryProtocol.Descendant(e, "ResourceStatusReason"))),
        ];
    }

    private async Task<WireResponse> SendAsync(string operation, IEnumerable<KeyValuePair<string, string?>> parameters, CancellationToken cancellationToken)
    {
        var answer = await client.SendAsync(
            endpoint.Url,
            target =>
            {
                var (request, body) = QueryProtocol.Request(target, operation, Version, parameters);
                return SigV4Signer.Sign(request, body, credentials, endpoint.SigningRegion, AwsService.CloudFormation.SigningName, target.Now);
            },
            QueryProtocol.ErrorCode, cancellationToken).ConfigureAwait(false);
        QueryProtocol.Done(answer, Service, operation);
        return answer;
    }
}
