using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Names.Arns;

/// <summary>No Region where every ARN of the resource has one.</summary>
internal sealed class MissingArnRegion() : ArnRule("MISSING_ARN_REGION")
{
    public override string Title => "an ARN without the Region that it needs";

    public override string Mending => "Write the Region, or * for all.";

    protected override Finding? Check(CheckedPolicy policy, CheckedResource resource, Arn arn) =>
        arn.Region.Length == 0 && resource.HasFormats(ArnPart.Region) && resource.Formats.All(format => format.Pattern.Region.Length > 0)
            ? Found(
                resource.Text.Place,
                $"\"{resource.Text.Value}\" names no Region, but {resource.Formats[0].Type.Name} of {arn.Service} is {resource.Formats[0].Format}")
            : null;
}
