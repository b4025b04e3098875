using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Operators;

/// <summary>A key of which a request may carry several values, compared as if it had one.</summary>
internal sealed class MissingQualifier() : TestRule("MISSING_QUALIFIER", Severity.Error)
{
    public override string Title => "a key with several values under an operator for one";

    public override string Mending => "Put \"ForAnyValue:\" or \"ForAllValues:\" before the operator.";

    protected override Finding? Check(CheckedStatement statement, CheckedTest test) =>
        test is { Key.Type.IsMultivalued: true, Operator: { Qualifier: SetQualifier.None, Comparison: not Comparison.Null } }
            ? Found(
                test.Test.Key.Place,
                $"a request may carry several values of \"{test.Test.Key.Value}\", and \"{test.Operator.Name}\" compares one",
                mending: $"Move the key under \"ForAnyValue:{test.Operator.Name}\" if one of the values must pass, or under \"ForAllValues:{test.Operator.Name}\" if all must.")
            : null;
}
