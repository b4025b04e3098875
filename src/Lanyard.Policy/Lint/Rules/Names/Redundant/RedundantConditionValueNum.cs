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
            FixOf(statement, test, deciding),
            $"Keep {deciding.Text}.");
    }

    private static Fix? FixOf(CheckedStatement statement, CheckedTest test, ConditionValue deciding)
    {
        var list = statement.Node.Find("Condition")?.Find(test.Operator.Name)?.Find(test.Test.Key.Value);
        return statement.Policy.Text is null || list is not { Kind: JsonNodeKind.Array } || list.Items.Length != test.Test.Values.Length
            ? null
            : new Fix($"keep {deciding.Text}", JsonEdits.RemoveItems(list, Enumerable.Range(0, list.Items.Length).Where(i => test.Test.Values[i] != deciding)));
    }
}
