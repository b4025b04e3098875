using Lanyard.Policy.Documents;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Names;

/// <summary>The parts of an ARN in their order.</summary>
internal enum ArnPart
{
    Partition,
    Service,
    Region,
    Account,
    Resource,
}

/// <summary>What is known of an ARN of which something is left open until deployment.</summary>
internal static class ArnKnowledge
{
    /// <summary>
    /// Whether a part is known. Something open before it must be a whole part, such as a template's Region: only then there is no colon in it.
    /// A policy variable doesn't belong before the resource, and its name has a colon of its own.
    /// </summary>
    public static bool Knows(this Arn arn, ArnPart part)
    {
        for (var before = ArnPart.Partition; before < part; before++)
        {
            var text = Text(arn, before);
            if (text.Contains('$', StringComparison.Ordinal) || (text.Length > 1 && Placeholder.IsIn(text)))
            {
                return false;
            }
        }

        return !Placeholder.IsIn(Text(arn, part)) && (part == ArnPart.Resource || !Text(arn, part).Contains('$', StringComparison.Ordinal));
    }

    /// <summary>Whether the service is one that the catalogue has ARNs of, and the part is known.</summary>
    public static bool HasFormats(this CheckedResource resource, ArnPart part) =>
        resource.Formats.Length > 0 && resource.Arn is { } arn && arn.Knows(part);

    private static string Text(Arn arn, ArnPart part) => part switch
    {
        ArnPart.Partition => arn.Partition,
        ArnPart.Service => arn.Service,
        ArnPart.Region => arn.Region,
        ArnPart.Account => arn.Account,
        _ => arn.Resource,
    };
}
