using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary>Several values where one Boolean is asked for: <c>true</c> and <c>false</c> together always hold.</summary>
internal sealed class InvalidConditionMultipleBoolean() : TestRule("INVALID_CONDITION_MULTIPLE_BOOLEAN", Severity.Error)
{
    public override string Title => "several Booleans for one condition key";

    public override string Mending => "Write one of true and false.";

    protected override Finding? Check(CheckedStatement statement, CheckedTest test) =>
        test.Operator.Comparison is Comparison.Bool or Comparison.Null && test.Test.Values.Length > 1
            ? Found(test.Test.Values[1].Place, $"\"{test.Test.Key.Value}\" is compared with {test.Test.Values.Length} Booleans under \"{test.Operator.Name}\", which takes one")
            : null;
}
