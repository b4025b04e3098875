namespace Lanyard.Policy.Lint.Rules.Names.Operators;

/// <summary><c>StringLike</c> with <c>*</c>: all that it asks is whether the key is there.</summary>
internal sealed class EquivalentToNullFalse() : TestRule("EQUIVALENT_TO_NULL_FALSE", Severity.Suggestion)
{
    public override string Title => "a pattern that takes every value";

    public override string Mending => "Write \"Null\" with \"false\", which says that the key must be there.";

    protected override Finding? Check(CheckedStatement statement, CheckedTest test) =>
        EveryValue.Of(test) == Meaning.KeyIsThere
            ? Found(test.Test.Key.Place, $"under \"{test.Operator.Name}\" every value of \"{test.Test.Key.Value}\" passes, so that the key need only be there")
            : null;
}
