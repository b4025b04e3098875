using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary>The rules about the values of conditions.</summary>
internal static class ValueRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new ImproveIpRange(),
        new InvalidConditionDataType(),
        new InvalidConditionMultipleBoolean(),
        new InvalidDateValue(),
        new InvalidKmsKeyValue(),
        new InvalidRegion(),
        new InvalidVpcFormat(),
        new InvalidVpceFormat(),
        new PrivateIpAddress(),
        new PrivateIpAddressSubset(),
        new PrivateNotIpAddress(),
        new PrivateNotIpAddressSubset(),
        new TypeMismatchBoolean(),
        new TypeMismatchDate(),
        new TypeMismatchIpRange(),
        new TypeMismatchNumber(),
        new TypeMismatchString(),
        new VariableUsageTooPermissive(),
        new WildcardUsageTooPermissive(),
    ];
}
