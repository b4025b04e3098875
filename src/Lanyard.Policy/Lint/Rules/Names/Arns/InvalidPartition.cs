namespace Lanyard.Policy.Lint.Rules.Names.Arns;

/// <summary>A partition that AWS doesn't have; which services each partition has isn't looked at.</summary>
internal sealed class InvalidPartition() : Rule("INVALID_PARTITION", Severity.Error)
{
    public override string Title => "an ARN of a partition that doesn't exist";

    public override string Mending => $"Write one of {string.Join(", ", KnownNames.Partitions.Keys.Order(StringComparer.Ordinal))}.";

    public override IEnumerable<Finding> Check(CheckedPolicy policy)
    {
        foreach (var resource in policy.Statements.SelectMany(statement => statement.Resources))
        {
            if (resource.Arn is { } arn && arn.Knows(ArnPart.Partition) && !KnownNames.Partitions.ContainsKey(arn.Partition)
                && !KnownNames.Partitions.Keys.Any(partition => Overlap.Any(partition, arn.Partition)))
            {
                yield return Found(resource.Text.Place, $"\"{arn.Partition}\" in \"{resource.Text.Value}\" is no partition of AWS");
            }
        }
    }
}
