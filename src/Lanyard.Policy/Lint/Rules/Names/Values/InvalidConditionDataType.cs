using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary>Values of different JSON types in one list.</summary>
internal sealed class InvalidConditionDataType() : TestRule("INVALID_CONDITION_DATA_TYPE", Severity.Error)
{
    public override string Title => "condition values of different JSON types in one list";

    public override string Mending => "Write all values of the list as strings.";

    // What a template fills in is text here, and may be a number there.
    protected override Finding? Check(CheckedStatement statement, CheckedTest test) =>
        !test.Test.Values.Any(value => Placeholder.IsIn(value.Text))
        && test.Test.Values.FirstOrDefault(value => value.Type != test.Test.Values[0].Type) is { } other
            ? Found(other.Place, $"the values of \"{test.Test.Key.Value}\" are of different JSON types, and IAM takes lists of one type only", FixOf(statement.Policy, test))
            : null;

    private static Fix? FixOf(CheckedPolicy policy, CheckedTest test) => policy.Text is null
        ? null
        : new Fix(
            "write all of them as strings",
            [.. test.Test.Values.Where(value => value.Type != ConditionValueType.Text).Select(value => JsonEdits.Replace(value.Place, JsonEdits.Quote(value.Text)))]);
}
