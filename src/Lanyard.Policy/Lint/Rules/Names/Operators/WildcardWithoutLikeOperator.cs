using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Operators;

/// <summary>A star or question mark under an operator that compares it as a character. One in <c>${…}</c> means the character.</summary>
internal sealed class WildcardWithoutLikeOperator() : ValueRule("WILDCARD_WITHOUT_LIKE_OPERATOR", Severity.Warning)
{
    public override string Title => "a wildcard under an operator that has none";

    public override string Mending => "Use StringLike or StringNotLike if a wildcard is meant.";

    protected override bool Concerns(CheckedStatement statement, CheckedTest test) =>
        test.Operator.Comparison is Comparison.StringEquals or Comparison.StringEqualsIgnoreCase;

    protected override Finding? Check(CheckedStatement statement, CheckedTest test, ConditionValue value) =>
        Variables.Outside(value.Text).AsSpan().ContainsAny('*', '?')
            ? Found(value.Place, $"in \"{value.Text}\" the wildcard is a character like any other under \"{test.Operator.Name}\"")
            : null;
}
