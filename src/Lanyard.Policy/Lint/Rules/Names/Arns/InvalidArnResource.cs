using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Names.Arns;

/// <summary>
/// A resource part whose first word, such as <c>function</c> in <c>function:my-function</c>, is that of none of the service's resource types; what
/// comes behind it isn't looked at. Wildcards, policy variables and open parts stand for anything.
/// </summary>
internal sealed class InvalidArnResource() : ArnRule("INVALID_ARN_RESOURCE")
{
    public override string Title => "an ARN that fits no resource type of its service";

    public override string Mending => "Write the resource as one of the service's ARN formats has it.";

    protected override Finding? Check(CheckedPolicy policy, CheckedResource resource, Arn arn)
    {
        if (arn.Resource.Length == 0)
        {
            return Found(resource.Text.Place, $"\"{resource.Text.Value}\" names no resource behind its last colon");
        }

        if (!resource.Formats.IsEmpty || !arn.Knows(ArnPart.Account))
        {
            return null;
        }

        var formats = ArnFormats.Of(policy.Catalogue).OfService(arn.Service);
        if (formats.Count == 0)
        {
            return null;
        }

        var word = Word(Overlap.Open(arn.Resource));
        if (formats.Any(format => Overlap.Any(Word(format.Pattern.Resource), word)) || KnownNames.Unlisted.Contains($"{arn.Service}:{word}"))
        {
            return null;
        }

        List<string> resources = [.. formats.Select(format => format.Format.Split(':', 6)[5]).Distinct(StringComparer.Ordinal)];
        return Found(
            resource.Text.Place,
            $"\"{arn.Resource}\" in \"{resource.Text.Value}\" is no resource of {arn.Service} that {policy.Catalogue.Dated()} knows; there are {Wording.Few(resources)}");
    }

    // Up to the first colon or slash; one at the start belongs to the word.
    private static string Word(string resource)
    {
        var end = resource.Length < 2 ? -1 : resource.AsSpan(1).IndexOfAny(':', '/');
        return end < 0 ? resource : resource[..(end + 1)];
    }
}
