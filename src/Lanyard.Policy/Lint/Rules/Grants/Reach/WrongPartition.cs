using Lanyard.Policy.Documents;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Grants.Reach;

/// <summary>
/// An ARN of another partition than the document's others: no request of the one meets resources of the other. One that is there for several
/// partitions, the same but for the partition, is meant so. Compared are ARNs of resources, principals and conditions; a Region that the partition
/// doesn't have is another rule's.
/// </summary>
internal sealed class WrongPartition() : Rule("LANYARD_WRONG_PARTITION", Severity.Warning, RuleOrigin.Lanyard)
{
    public override string Title => "an ARN of another partition than the others";

    public override string Mending => "Write the partition of the account that the policy is for, or \"arn:*:\" for any.";

    public override Uri Link => new("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html");

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        var found = policy.Statements.SelectMany(TextsOf).Where(text => IsOfPartition(text.Value)).ToList();
        if (found.Count < 2 || found.TrueForAll(text => PartitionOf(text.Value) == PartitionOf(found[0].Value)))
        {
            return [];
        }

        var most = found.GroupBy(text => PartitionOf(text.Value), StringComparer.Ordinal).OrderByDescending(group => group.Count()).First();
        var main = most.Select(text => Rest(text.Value)).ToHashSet(StringComparer.Ordinal);
        return found
            .Where(text => PartitionOf(text.Value) != most.Key && !main.Contains(Rest(text.Value)) && !IsTwin(text.Value, main))
            .Select(text => Found(text.Place, $"\"{text.Value}\" is of the partition {PartitionOf(text.Value)}, and the document's other ARNs are of {most.Key}"));
    }

    private static IEnumerable<PolicyText> TextsOf(CheckedStatement statement) =>
    [
        .. statement.Resources.Where(resource => resource.Arn is not null).Select(resource => resource.Text),
        .. statement.Statement.Principal?.Entries.Select(entry => entry.Value) ?? [],
        .. statement.Tests.SelectMany(test => test.Test.Values).Select(value => new PolicyText(value.Text, value.Place)),
    ];

    private static bool IsOfPartition(string text) =>
        text.StartsWith("arn:aws", StringComparison.Ordinal) && Arn.TryParse(text, out var arn)
        && !arn.Partition.AsSpan().ContainsAny('*', '?', Placeholder.Mark);

    private static string PartitionOf(string text) => text[4..text.IndexOf(':', 4)];

    private static string Rest(string text) => text[text.IndexOf(':', 4)..];

    // Of the same service and resource, in Regions of the other partition.
    private static bool IsTwin(string text, HashSet<string> main)
    {
        var arn = text.Split(':', 6);
        return main.Any(other => other.Split(':', 5) is var parts && parts[1] == arn[2] && parts[4] == arn[5]);
    }
}
