using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Names.Actions;

/// <summary>The rules about the names of actions.</summary>
internal static class ActionNameRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new InvalidAction(),
        new InvalidServiceInAction(),
        new WildcardInServiceName(),
        new UnsupportedActionInPolicy(),
        new UnsupportedActionForConditionKey(),
        new MissingActionForConditionKey(),
    ];
}
