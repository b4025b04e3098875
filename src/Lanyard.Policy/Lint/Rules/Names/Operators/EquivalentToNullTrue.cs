namespace Lanyard.Policy.Lint.Rules.Names.Operators;

/// <summary><c>StringNotLike</c> with <c>*</c>: it holds only where the key is missing.</summary>
internal sealed class EquivalentToNullTrue() : TestRule("EQUIVALENT_TO_NULL_TRUE", Severity.Suggestion)
{
    public override string Title => "a pattern that takes no value";

    public override string Mending => "Write \"Null\" with \"true\", which says that the key must be missing.";

    protected override Finding? Check(CheckedStatement statement, CheckedTest test) =>
        EveryValue.Of(test) == Meaning.KeyIsMissing
            ? Found(test.Test.Key.Place, $"under \"{test.Operator.Name}\" no value of \"{test.Test.Key.Value}\" passes, so that the key must be missing")
            : null;
}
