using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Names.Arns;

/// <summary>A Region where no ARN of the resource has one. <c>*</c> stands for nothing too, and does no harm.</summary>
internal sealed class ArnRegionNotAllowed() : ArnRule("ARN_REGION_NOT_ALLOWED")
{
    public override string Title => "a Region in an ARN that has none";

    public override string Mending => "Leave the Region out, and keep its colons.";

    /// <summary>Whether no ARN that the resource may be has a Region.</summary>
    public static bool IsWithoutRegion(CheckedResource resource) => resource.Formats.All(format => format.Pattern.Region.Length == 0);

    protected override Finding? Check(CheckedPolicy policy, CheckedResource resource, Arn arn) =>
        arn.Region is not "" && arn.Region.AsSpan().IndexOfAnyExcept('*') >= 0 && resource.HasFormats(ArnPart.Region) && IsWithoutRegion(resource)
            ? Found(
                resource.Text.Place,
                $"\"{resource.Text.Value}\" has the Region \"{arn.Region}\", but {resource.Formats[0].Type.Name} of {arn.Service} is {resource.Formats[0].Format}, without one")
            : null;
}
