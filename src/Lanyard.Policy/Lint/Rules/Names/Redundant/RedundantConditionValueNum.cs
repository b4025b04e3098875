using Lanyard.Policy.Documents;
using Lanyard.Policy.Lint.Rules.Names.Values;

namespace Lanyard.Policy.Lint.Rules.Names.Redundant;

/// <summary>Several numbers under "less than" or "greater than", of which one decides.</summary>
internal sealed class RedundantConditionValueNum() : TestRule("REDUNDANT_CONDITION_VALUE_NUM", Severity.Suggestion)
{
    public override string Title => "several numbers of which one decides";

    public override string Mending => "Keep the number that decides.";

    protected override Finding? Check(CheckedStatement statement, CheckedTest test)
    {
        var values = test.Test.Values;
        var less = test.Operator.Comparison is Comparison.NumericLessThan or Comparison.NumericLessThanEquals;
        if (!(less || test.Operator.Comparison is Comparison.NumericGreaterThan or Comparison.NumericGreaterThanEquals)
            || values.Length < 2 || values.Any(value => TypeMismatchNumber.Read(value.Text) is null))
        {
            return null;
        }

        var deciding = less ? values.MaxBy(value => TypeMismatchNumber.Read(value.Text))! : values.MinBy(value => TypeMismatchNumber.Read(value.Text))!;
        return Found(
            test.Test.Key.Place,
            $"one value must pass, so that under \"{test.Operator.Name}\" only {deciding.Text} decides",
            mending: $"Keep {deciding.Text}.");
    }
}
