using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary>A value of <c>Bool</c> or <c>Null</c> that is neither <c>true</c> nor <c>false</c>.</summary>
internal sealed class TypeMismatchBoolean() : OperandRule("TYPE_MISMATCH_BOOLEAN", Severity.Warning, ConditionValueKind.Bool)
{
    public override string Title => "a value that should be true or false";

    public override string Mending => "Write \"true\" or \"false\".";

    protected override string NoOperand => "neither true nor false";

    protected override bool Concerns(CheckedStatement statement, CheckedTest test) =>
        base.Concerns(statement, test) || test.Operator.Comparison == Comparison.Null;

    protected override bool Fits(string value) => ValueTests.Truth(value) is not null;
}
