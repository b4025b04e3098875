using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Names.Arns;

/// <summary>The rules about ARNs.</summary>
internal static class ArnRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new ArnAccountNotAllowed(),
        new ArnRegionNotAllowed(),
        new InvalidArnAccount(),
        new InvalidArnPrefix(),
        new InvalidArnRegion(),
        new InvalidArnResource(),
        new InvalidArnServiceCase(),
        new InvalidPartition(),
        new InvalidService(),
        new MissingArnAccount(),
        new MissingArnField(),
        new MissingArnRegion(),
        new UnsupportedResourceArnInPolicy(),
    ];
}
