using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Operators;

/// <summary>
/// <c>ForAllValues</c> on a key with one value in an <c>Allow</c>: all that it adds is that the condition also holds without the key. In a
/// <c>Deny</c> that denies more, and nothing is said.
/// </summary>
internal sealed class ForAllValuesWithSingleValuedKey() : TestRule("FORALLVALUES_WITH_SINGLE_VALUED_KEY", Severity.SecurityWarning)
{
    public override string Title => "ForAllValues on a key with one value";

    public override string Mending => "Leave \"ForAllValues:\" out.";

    protected override Finding? Check(CheckedStatement statement, CheckedTest test) =>
        statement.IsAllow
        && test is { Key.Type.IsMultivalued: false, Operator: { Qualifier: SetQualifier.ForAllValues, Comparison: not Comparison.Null } }
            ? Found(
                test.Test.Key.Place,
                $"\"{test.Test.Key.Value}\" has one value: with ForAllValues the condition also holds for requests that don't carry the key")
            : null;
}
