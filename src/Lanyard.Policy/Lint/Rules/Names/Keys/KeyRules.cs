using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Names.Keys;

/// <summary>The rules about condition keys.</summary>
internal static class KeyRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new AllowNotActionWithUnsupportedTagConditionKey(),
        new AllowWithUnsupportedTagConditionKey(),
        new DenyNotActionWithUnsupportedTagConditionKey(),
        new DenyWithUnsupportedTagConditionKey(),
        new DeprecatedGlobalConditionKey(),
        new DynamoDbAttributesWithoutSelect(),
        new InvalidConditionKeyFormat(),
        new InvalidGlobalConditionKey(),
        new InvalidServiceConditionKey(),
        new IrrelevantConditionKeyInPolicy(),
        new MissingPairedConditionKeys(),
        new MissingTagKeyInCondition(),
        new S3PrefixInNegativeContext(),
        new UnsupportedGlobalConditionKey(),
        new UntrustworthyConditionKey(),
        new UseConditionKeyOnlyWithSupportedServices(),
    ];
}
