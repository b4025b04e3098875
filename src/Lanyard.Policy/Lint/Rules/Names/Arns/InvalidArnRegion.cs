using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Names.Arns;

/// <summary>
/// A Region that the ARN's partition doesn't have. Which Regions have which service isn't looked at, and a Region where there may be none is
/// another rule's.
/// </summary>
internal sealed class InvalidArnRegion() : ArnRule("INVALID_ARN_REGION")
{
    public override string Title => "an ARN of a Region that doesn't exist";

    public override string Mending => "Write a Region such as us-east-1, or * for all.";

    protected override Finding? Check(CheckedPolicy policy, CheckedResource resource, Arn arn)
    {
        if (arn.Region.Length == 0 || arn.Region == "*" || !arn.Knows(ArnPart.Region)
            || resource.Formats.IsEmpty || ArnRegionNotAllowed.IsWithoutRegion(resource))
        {
            return null;
        }

        var known = arn.Knows(ArnPart.Partition) && KnownNames.Partitions.TryGetValue(arn.Partition, out var regions) ? [.. regions] : KnownNames.Regions;
        if (known.Any(region => Overlap.Any(region, arn.Region)) || resource.Formats.Any(format => format.Pattern.Region == arn.Region))
        {
            return null;
        }

        var near = Nearest.Of(arn.Region, known);
        return Found(
            resource.Text.Place,
            $"\"{arn.Region}\" in \"{resource.Text.Value}\" is none of the Regions of {KnownNames.DayOfRegions}"
            + (KnownNames.Partitions.ContainsKey(arn.Partition) ? $" in the partition {arn.Partition}" : "") + Wording.DidYouMean(near),
            mending: near is null ? null : $"Write \"{near}\" if you mean it.");
    }
}
