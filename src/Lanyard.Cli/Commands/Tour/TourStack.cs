using System.Text;
using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Services;
using Lanyard.Aws.Wire;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;

namespace Lanyard.Cli.Commands.Tour;

/// <summary>Deploys the tour's app, by the calls of <c>aws cloudformation deploy</c>, and shows how it goes.</summary>
/// <param name="options">The options, with the profile that deploys.</param>
/// <param name="inside">The machine as a program in the sandbox sees it, in the app's folder.</param>
internal sealed class TourStack(GlobalOptions options, Surroundings inside)
{
    private const string StackType = "AWS::CloudFormation::Stack";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<string> _seen = [];
    private int _deployments;

    /// <summary>Gets the stack's events, as the AWS CLI prints them.</summary>
    public string EventsJson { get; private set; } = "";

    /// <summary>Deploys.</summary>
    /// <param name="template">The template.</param>
    /// <param name="say">Is told what happens, line by line.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether the stack is as the template says.</returns>
    /// <exception cref="CredentialsException">There are no credentials, or CloudFormation itself said no.</exception>
    public async Task<bool> DeployAsync(string template, Action<string> say, CancellationToken cancellationToken)
    {
        using var access = new AwsAccess(inside, options, IdentitySelector.Select(inside, options));
        var plan = access.Selected.Plan;
        var credentials = await access.ResolveAsync(cancellationToken).ConfigureAwait(false);
        var client = new CloudFormationClient(access.Client, ServiceEndpoint.Find(AwsService.CloudFormation, plan.Region, access.Selected.Endpoints, plan.Profile), credentials);
        var changeSet = $"tour-{++_deployments}";
        try
        {
            await client.CreateChangeSetAsync(TourApp.Stack, changeSet, template, isNew: _deployments == 1, cancellationToken).ConfigureAwait(false);
            while (await client.GetChangeSetStatusAsync(TourApp.Stack, changeSet, cancellationToken).ConfigureAwait(false) is "CREATE_PENDING" or "CREATE_IN_PROGRESS")
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }

            await ShowAsync(client, _ => { }, cancellationToken).ConfigureAwait(false);
            await client.ExecuteChangeSetAsync(TourApp.Stack, changeSet, cancellationToken).ConfigureAwait(false);
            while (true)
            {
                if (await ShowAsync(client, say, cancellationToken).ConfigureAwait(false) is { } end)
                {
                    return end is "CREATE_COMPLETE" or "UPDATE_COMPLETE";
                }

                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is AwsServiceException or EndpointUnreachableException)
        {
            throw AwsFailures.Translate(e, plan.Profile, inside.Time.GetUtcNow());
        }
    }

    // Says how the stack ended; null while it hasn't.
    private async Task<string?> ShowAsync(CloudFormationClient client, Action<string> say, CancellationToken cancellationToken)
    {
        var events = await client.GetEventsAsync(TourApp.Stack, cancellationToken).ConfigureAwait(false);
        EventsJson = Json(events);
        string? end = null;
        foreach (var one in events.Reverse().Where(e => _seen.Add(e.Id)))
        {
            var isOfStack = one.Type == StackType;
            if (one.Status.EndsWith("_FAILED", StringComparison.Ordinal) || one.Status.EndsWith("_COMPLETE", StringComparison.Ordinal))
            {
                say($"{one.Status,-24} {one.LogicalId,-11} {one.Type}");
                if (one.Status.EndsWith("_FAILED", StringComparison.Ordinal) && one.Reason is { } reason)
                {
                    say($"  {reason}");
                }

                end = isOfStack ? one.Status : end;
            }
        }

        return end;
    }

    private static string Json(IEnumerable<StackEvent> events) => Encoding.UTF8.GetString(JsonOutput.Object(json =>
    {
        json.WriteStartArray("StackEvents");
        foreach (var one in events)
        {
            json.WriteStartObject();
            json.WriteString("EventId", one.Id);
            json.WriteString("StackName", TourApp.Stack);
            json.WriteString("LogicalResourceId", one.LogicalId);
            json.WriteString("ResourceType", one.Type);
            json.WriteString("ResourceStatus", one.Status);
            if (one.Reason is not null)
            {
                json.WriteString("ResourceStatusReason", one.Reason);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }));
}
