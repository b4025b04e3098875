using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Generate;
using Lanyard.Policy.Generate.Frameworks;
using Lanyard.Policy.Templates;
using Lanyard.Policy.Templates.Sam;
using Lanyard.Projects.Yaml;
using Lanyard.Sandbox.CloudFormation.Templates;

namespace Lanyard.Tests.Deployments;

/// <summary>An app as its deploy tool hands it to CloudFormation.</summary>
/// <param name="Name">What it is called in cases.</param>
/// <param name="StackName">Its stack.</param>
/// <param name="Templates">Its templates one after the other: the first makes the stack, others complete it.</param>
internal sealed record App(string Name, string StackName, ImmutableArray<JsonNode> Templates)
{
    public const string Account = "111111111111";
    public const string Region = "eu-west-1";

    /// <summary>Gets whether the tool puts tags on the stack.</summary>
    public bool HasStackTags { get; init; }

    /// <summary>Gets the template as the tool has it, where CloudFormation puts that through a transform before it makes anything.</summary>
    public JsonNode? Source { get; init; }

    /// <summary>Gets the templates of nested stacks, by the key of the object that they are uploaded to.</summary>
    public ImmutableDictionary<string, JsonNode> Nested { get; init; } = ImmutableDictionary<string, JsonNode>.Empty;

    private ImmutableArray<Need>? _needs;
    private ImmutableArray<string>? _steps;

    /// <summary>Gets the templates as texts: those of the app, and two that change it: other values, and settings taken out.</summary>
    public ImmutableArray<string> Steps => _steps ??= [.. Templates.Select(NodeText.Json), .. Changes.Select(change => Changed(Templates[^1], change))];

    /// <summary>Gets the texts of nested stacks' templates by their keys, for all steps.</summary>
    public IEnumerable<(string Key, string Text)> Uploads => Nested.SelectMany(nested => Changes.Select(change => (change.Prefix + nested.Key, Changed(nested.Value, change))).Prepend((nested.Key, NodeText.Json(nested.Value))));

    private static IReadOnlyList<(string Prefix, Func<string, string> Change)> Changes { get; } = [("other-", TemplateChange.OtherValues), ("less-", TemplateChange.TakenOut)];

    /// <summary>Gets what is needed for the resources, as <c>policy generate</c> finds it.</summary>
    public ImmutableArray<Need> Needs => _needs ??= [.. Deployed(Source is null ? Templates[^1] : SamTransform.Expand(Source), Facts).SelectMany(template => TemplateNeeds.Of(template).Needs)];

    /// <summary>Gets what the tool calls for the stack itself.</summary>
    public ImmutableArray<Need> Calls => FrameworkNeeds.Of("cloudformation", Facts, new FrameworkFacts());

    /// <summary>Gets the types of the resources.</summary>
    public IEnumerable<string> Types => Templates.Concat(Nested.Values).SelectMany(t => t.Find("Resources")!.Members).Select(m => m.Value.Find("Type")!.Text).Distinct(StringComparer.Ordinal);

    private DeploymentFacts Facts => new() { Account = Account, Region = Region, StackName = StackName, HasStackTags = HasStackTags };

    public static JsonNode Read(string file) => YamlJson.Read(File.ReadAllText(file), file);

    public override string ToString() => Name;

    // A changed template of a nested stack is an object of its own.
    private string Changed(JsonNode template, (string Prefix, Func<string, string> Change) change) =>
        Nested.Keys.Aggregate(change.Change(NodeText.Json(template)), (text, key) => text.Replace("/" + key, $"/{change.Prefix}{key}", StringComparison.Ordinal));

    private IEnumerable<DeployedTemplate> Deployed(JsonNode root, DeploymentFacts facts) => WithNested(WithTemplates(new DeployedTemplate(root, facts)));

    private DeployedTemplate WithTemplates(DeployedTemplate template) => template with
    {
        Nested = NestedStacks.Of(template).ToImmutableDictionary(nested => nested.Resource.LogicalId.Value, nested =>
        {
            var inner = Nested[nested.TemplateUrl![(nested.TemplateUrl!.LastIndexOf('/') + 1)..]];
            return WithTemplates(new DeployedTemplate(inner, nested.FactsIn(template.Facts, inner.Find("Parameters"))));
        }),
    };

    private static IEnumerable<DeployedTemplate> WithNested(DeployedTemplate template) =>
        NestedStacks.Of(template).Select(nested => nested.TemplateIn(template)!).SelectMany(WithNested).Prepend(template);
}
