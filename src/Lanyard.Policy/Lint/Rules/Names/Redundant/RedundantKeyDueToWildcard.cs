namespace Lanyard.Policy.Lint.Rules.Names.Redundant;

/// <summary>A condition with a wildcard that always holds.</summary>
internal sealed class RedundantKeyDueToWildcard() : TestRule("REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION", Severity.Suggestion)
{
    public override string Title => "a condition that always holds";

    public override string Mending => "Remove the key, or write what it must be.";

    protected override Finding? Check(CheckedStatement statement, CheckedTest test) =>
        EveryValue.Of(test) == Meaning.Always
            ? Found(test.Test.Key.Place, $"every value of \"{test.Test.Key.Value}\" passes under \"{test.Operator.Name}\", so that the condition always holds")
            : null;
}
