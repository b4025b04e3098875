namespace Lanyard.Policy.Lint.Rules.Names.Redundant;

/// <summary>A resource that another value of the same list takes, too. Of patterns with question marks or policy variables only the same are looked at.</summary>
internal sealed class RedundantResource() : Rule("REDUNDANT_RESOURCE", Severity.Suggestion)
{
    public override string Title => "a resource that another one covers";

    public override string Mending => "Remove the resource.";

    public override IEnumerable<Finding> Check(CheckedPolicy policy) => policy.Statements.SelectMany(Check);

    private IEnumerable<Finding> Check(CheckedStatement statement)
    {
        if (statement.Resources.Length < 2)
        {
            yield break;
        }

        var everything = statement.Resources.FirstOrDefault(resource => resource.IsEverything);
        List<CheckedResource> wide = [.. statement.Resources.Where(resource => resource.IsKnown && resource.Arn is not null && resource.Text.Value.Contains('*', StringComparison.Ordinal))];
        var seen = new Dictionary<string, CheckedResource>(StringComparer.Ordinal);
        foreach (var resource in statement.Resources)
        {
            var text = resource.Text.Value;
            var covering = resource.IsKnown && !seen.TryAdd(text, resource) ? seen[text]
                : resource.IsEverything ? null
                : everything ?? wide.Find(other => other.Text.Value != text && Covers(other, resource));
            if (covering is not null)
            {
                yield return Found(
                    resource.Text.Place,
                    covering.Text.Value == text ? $"\"{text}\" is in the list twice" : $"\"{text}\" is part of \"{covering.Text.Value}\"",
                    Removal.Of(statement.Policy, statement.Node.Find(statement.Statement.Resource!.Name), resource.Text.Place, $"remove \"{text}\"")) with
                {
                    Related = [covering.Text.Place],
                };
            }
        }
    }

    // Part by part, because a star crosses none of the first five colons.
    private static bool Covers(CheckedResource wide, CheckedResource narrow) =>
        wide.Arn is { } one && narrow.Arn is { } other && (narrow.IsKnown || other.Knows(ArnPart.Account))
        && Overlap.Covers(one.Resource, other.Resource)
        && Overlap.Covers(one.Account, other.Account)
        && Overlap.Covers(one.Region, other.Region)
        && Overlap.Covers(one.Service, other.Service)
        && Overlap.Covers(one.Partition, other.Partition);
}
