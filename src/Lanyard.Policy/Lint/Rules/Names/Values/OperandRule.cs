using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary>A rule about values that their operator can't read. What a policy variable stands for isn't known; where there may be none is another rule's.</summary>
internal abstract class OperandRule(string id, Severity severity, ConditionValueKind kind) : ValueRule(id, severity)
{
    protected override bool Concerns(CheckedStatement statement, CheckedTest test) => OperatorKinds.KindOf(test.Operator.Comparison) == kind;

    protected sealed override Finding? Check(CheckedStatement statement, CheckedTest test, ConditionValue value) =>
        Fits(value.Text) || (statement.Policy.Document.HasVariables && value.Text.Contains("${", StringComparison.Ordinal))
            ? null
            : Found(value.Place, $"\"{value.Text}\" is {NoOperand}, which \"{test.Operator.Name}\" compares");

    /// <summary>Gets what a value that doesn't fit isn't, such as "no number".</summary>
    protected abstract string NoOperand { get; }

    /// <summary>Whether the operator can read a value.</summary>
    protected abstract bool Fits(string value);
}
