using Lanyard.Policy.Catalog;

namespace Lanyard.Policy.Lint.Rules.Names.Operators;

/// <summary>
/// An operator of another type than the key. String operators also fit ARNs, and numbers and dates each other where the key is seconds since 1970.
/// </summary>
internal sealed class TypeMismatch() : TestRule("TYPE_MISMATCH", Severity.Warning)
{
    public override string Title => "an operator of another type than the condition key";

    public override string Mending => "Use an operator of the key's type.";

    protected override Finding? Check(CheckedStatement statement, CheckedTest test)
    {
        if (test.Key is not { Type.Kind: var kind } || OperatorKinds.KindOf(test.Operator.Comparison) is not { } compared || Fits(test, compared, kind))
        {
            return null;
        }

        var (holds, operators) = kind switch
        {
            ConditionValueKind.Arn => ("ARNs", "an Arn or String operator"),
            ConditionValueKind.Bool => ("true or false", "Bool"),
            ConditionValueKind.Date => ("a date", "a Date operator"),
            ConditionValueKind.Numeric => ("a number", "a Numeric operator"),
            ConditionValueKind.IPAddress => ("an IP address", "IpAddress or NotIpAddress"),
            ConditionValueKind.Binary => ("bytes", "BinaryEquals"),
            _ => ("text", "a String operator"),
        };
        return Found(
            test.Test.Key.Place,
            $"\"{test.Test.Key.Value}\" holds {holds}, which \"{test.Operator.Name}\" doesn't compare",
            mending: $"Use {operators}.");
    }

    private static bool Fits(CheckedTest test, ConditionValueKind compared, ConditionValueKind kind) =>
        compared == kind
        || (compared == ConditionValueKind.String && kind == ConditionValueKind.Arn)
        || (test.Is("aws:EpochTime") && compared is ConditionValueKind.Numeric or ConditionValueKind.Date);
}
