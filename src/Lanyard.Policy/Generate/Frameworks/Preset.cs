using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Templates;

namespace Lanyard.Policy.Generate.Frameworks;

/// <summary>A policy that people know, by a name: what a deploy tool itself calls, and the wide ones to compare with.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">What it is, in a line.</param>
public sealed record Preset(string Name, string Title)
{
    private const string Service = "service:";

    private static readonly ImmutableSortedDictionary<string, string> Titles = new Dictionary<string, string>
    {
        ["amplify"] = "what Amplify Gen 2 itself calls; its resources are deployed by CDK's roles",
        ["amplify-gen1"] = "what Amplify Gen 1's CLI itself calls; its resources are deployed with the caller's rights",
        ["cdk"] = "what CDK's caller needs: its bootstrap roles",
        ["cdk-bootstrap"] = "what `cdk bootstrap` needs, once for an account and Region",
        ["cloudformation"] = "what a caller of CloudFormation needs for its stacks",
        ["pulumi"] = "what Pulumi's AWS provider itself calls",
        ["sam"] = "what the SAM CLI itself calls, and its managed bucket",
        ["serverless"] = "what Serverless Framework 3 and osls themselves call",
        ["serverless-4"] = "what Serverless Framework 4 itself calls: as 3, with the bucket that its services share",
        ["sst"] = "what SST 3 and 4 themselves call: state, secrets, assets, sst dev",
        ["sst-bootstrap"] = "what the first run of SST 3 and 4 needs, once for an account and Region",
        ["sst2"] = "what SST 2 itself calls: CDK's bootstrap roles, its own bucket and parameters, sst dev",
        ["sst2-rds"] = "what SST 2 calls for its RDS construct",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Gets all but those of single services.</summary>
    public static IEnumerable<Preset> All =>
    [
        new Preset("administrator", "everything: what most guides begin with, to compare with"),
        .. Titles.Select(t => new Preset(t.Key, t.Value)),
        new Preset("service:PREFIX", "full access to one service, such as service:lambda, to compare with"),
    ];

    /// <summary>Makes the document of a preset.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="facts">The deployment.</param>
    /// <param name="more">What else is known.</param>
    /// <returns>The document; <see langword="null"/> where there is no such preset.</returns>
    public static PolicyDocument? Document(string name, DeploymentFacts facts, FrameworkFacts more)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name == "administrator" ? Everything("*")
            : name.StartsWith(Service, StringComparison.Ordinal) ? Catalogue.Embedded.FindService(name.AsSpan(Service.Length)) is { } service ? Everything($"{service.Prefix}:*") : null
            : Titles.ContainsKey(name) ? NeededPolicy.Of(FrameworkNeeds.Of(name, facts, more))
            : null;
    }

    private static PolicyDocument Everything(string action) => PolicyDocumentReader.Read(
        $$$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"{{{action}}}","Resource":"*"}]}""", null);
}
