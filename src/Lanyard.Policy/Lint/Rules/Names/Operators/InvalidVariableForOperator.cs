using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Operators;

/// <summary>A policy variable in a value that isn't compared as text or ARN, where it is no variable.</summary>
internal sealed class InvalidVariableForOperator() : ValueRule("INVALID_VARIABLE_FOR_OPERATOR", Severity.Error)
{
    public override string Title => "a policy variable under an operator that takes none";

    public override string Mending => "Write the value itself, or use a String or Arn operator.";

    protected override bool Concerns(CheckedStatement statement, CheckedTest test) =>
        statement.Policy.Document.HasVariables && !OperatorKinds.TakesText(test.Operator.Comparison);

    protected override Finding? Check(CheckedStatement statement, CheckedTest test, ConditionValue value) =>
        value.Text.Contains("${", StringComparison.Ordinal)
            ? Found(value.Place, $"\"{value.Text}\" isn't filled in under \"{test.Operator.Name}\": only String and Arn operators take policy variables")
            : null;
}
