using Lanyard.Aws.Endpoints;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Hosting;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.Delivery;
using Lanyard.Credentials.Sources;

namespace Lanyard.Cli.Commands.Serve;

/// <summary>What <c>lanyard serve metadata</c> was asked for.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="Port"><c>--port</c>; 0 for a free one.</param>
/// <param name="Format"><c>--format</c>.</param>
internal sealed record ServeMetadataInput(GlobalOptions Options, int Port, string Format);

/// <summary>Serves an identity as the metadata service of an EC2 instance does, for programs that know nothing else.</summary>
internal static class ServeMetadataCommand
{
    public static async Task<int> RunAsync(ServeMetadataInput input, Surroundings surroundings, CancellationToken cancellationToken)
    {
        using var identity = await ServedIdentity.OpenAsync(input.Options, surroundings, cancellationToken).ConfigureAwait(false);
        var account = identity.First.AccountId ?? await AskAccountAsync(identity, input.Options, surroundings, cancellationToken).ConfigureAwait(false);
        var region = identity.Selected.Plan.Region;
        var instance = new MadeUpInstance(
            RoleName(identity.Selected.Plan.Candidates[0].Source), account, region, Partition.OfRegion(region ?? ServiceEndpoint.FallbackRegion).Id);
        await using var host = await DeliveryHost.StartAsync(
            url => new MetadataServer(url.Authority, instance, identity.Credentials, surroundings.Time).HandleAsync, input.Port, cancellationToken).ConfigureAwait(false);

        // With its slash: botocore before 1.31 puts the path right behind it.
        var variables = new List<KeyValuePair<string, string>> { new("AWS_EC2_METADATA_SERVICE_ENDPOINT", host.Url.AbsoluteUri) };
        if (region is not null)
        {
            variables.AddRange([new("AWS_REGION", region), new("AWS_DEFAULT_REGION", region)]);
        }

        surroundings.Write(EnvironmentFormat.Write(input.Format, EnvironmentBlock.Of(variables)));
        surroundings.Error.WriteLine($"Instance metadata of {identity.Name} is served on {host.Url}. Stop it with Ctrl+C.");
        surroundings.Error.WriteLine("warning: every program on this machine can ask it, whoever runs it: the protocol knows no secret. `lanyard serve container` has one");
        await UntilStoppedAsync(cancellationToken).ConfigureAwait(false);
        return ExitCodes.Done;
    }

    /// <summary>Waits for Ctrl+C, which is how an endpoint ends.</summary>
    public static async Task UntilStoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // As it should.
        }
    }

    private static async Task<string> AskAccountAsync(ServedIdentity identity, GlobalOptions options, Surroundings surroundings, CancellationToken cancellationToken)
    {
        using var access = new AwsAccess(surroundings, options, identity.Selected);
        return (await access.AskCallerAsync(identity.First, cancellationToken).ConfigureAwait(false)).Account;
    }

    // As on an instance the name is the role's; it goes into paths.
    private static string RoleName(Source source) => source switch
    {
        Source.SsoRole sso when IsName(sso.RoleName) => sso.RoleName,
        Source.AssumeRole { RoleArn: var arn } when IsName(arn[(arn.LastIndexOf('/') + 1)..]) => arn[(arn.LastIndexOf('/') + 1)..],
        _ => "lanyard",
    };

    private static bool IsName(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "_+=,.@-".Contains(c, StringComparison.Ordinal));
}
