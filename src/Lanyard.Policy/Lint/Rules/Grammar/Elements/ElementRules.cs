using System.Collections.Immutable;

namespace Lanyard.Policy.Lint.Rules.Grammar.Elements;

/// <summary>The rules about which elements there are, and of which form.</summary>
internal static class ElementRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new DataTypeMismatch(), new DuplicateKeysWithDifferentCase(), new InvalidEffect(), new InvalidPolicyElement(), new InvalidVersion(),
        new JsonSyntaxError(), new MissingAction(), new MissingEffect(), new MissingPrincipal(), new MissingResource(), new MissingStatement(),
        new MissingVersion(), new UniqueSidsRecommended(), new UniqueSidsRequired(), new UnsupportedElementCombination(), new UnsupportedSid(),
    ];
}
