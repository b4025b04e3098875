using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint;

/// <summary>Checks policies against all rules.</summary>
public static class PolicyLinter
{
    /// <summary>Checks a document.</summary>
    /// <param name="root">Its JSON.</param>
    /// <param name="text">The text that the places count in; <see langword="null"/> where it isn't JSON.</param>
    /// <param name="use">What the policy is for.</param>
    /// <param name="catalogue">What is known of actions, resource types and condition keys.</param>
    /// <returns>The findings in the order of the text, the worst first where several are at one place.</returns>
    public static ImmutableArray<Finding> Check(JsonNode root, string? text, PolicyUse use, Catalogue catalogue)
    {
        var policy = new CheckedPolicy(root, PolicyDocumentReader.Inspect(root, path: null), text, use, catalogue);
        return
        [
            .. RuleList.All.SelectMany(rule => rule.Check(policy))
                .OrderBy(finding => finding.Place.Start.Offset)
                .ThenBy(finding => finding.Rule.Severity)
                .ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal),
        ];
    }
}
