namespace Lanyard.Policy.Lint.Rules.Names.Redundant;

/// <summary>A condition with a wildcard that never holds, so that its statement does nothing.</summary>
internal sealed class RedundantStatementDueToWildcard() : TestRule("REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION", Severity.Suggestion)
{
    public override string Title => "a condition that never holds";

    public override string Mending => "Remove the statement, or write what the key must be.";

    protected override Finding? Check(CheckedStatement statement, CheckedTest test) =>
        EveryValue.Of(test) == Meaning.Never
            ? Found(test.Test.Key.Place, $"no value of \"{test.Test.Key.Value}\" passes under \"{test.Operator.Name}\", so that the condition never holds and the statement does nothing")
            : null;
}
