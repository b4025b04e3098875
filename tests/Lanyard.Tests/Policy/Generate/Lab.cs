using Lanyard.Policy.Documents;
using Lanyard.Policy.Generate;
using Lanyard.Policy.Templates;
using Lanyard.Projects.Yaml;

namespace Lanyard.Tests.Policy.Generate;

/// <summary>Templates as tests write them, and what their deployment needs.</summary>
internal static class Lab
{
    public static DeploymentFacts Deployment { get; } = new() { Account = "111111111111", Region = "eu-west-1", StackName = "orders-dev", HasStackTags = false };

    /// <summary>Computes the needs of a template whose resources are given as YAML.</summary>
    public static NeededAccess NeedsOf(string yaml, DeploymentFacts? facts = null) => TemplateNeeds.Of(TemplateOf(yaml, facts));

    public static DeployedTemplate TemplateOf(string yaml, DeploymentFacts? facts = null) => new(YamlJson.Read(yaml, "template.yaml"), facts ?? Deployment);

    /// <summary>Gives the resources that an action is needed on.</summary>
    public static string[] On(this NeededAccess access, string action) => [.. access.Needs.Where(n => n.Action == action).Select(n => n.Resource).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    public static JsonNode? Value(DeployedTemplate template, string resource, string property)
    {
        var found = template.Resources.Single(r => r.LogicalId.Value == resource);
        return found.Node.Find("Properties")!.Find(property);
    }
}
