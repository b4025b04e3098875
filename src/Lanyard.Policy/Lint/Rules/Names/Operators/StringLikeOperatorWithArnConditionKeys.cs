using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Operators;

/// <summary>
/// <c>StringLike</c> on a key whose values are ARNs: its wildcard crosses colons, so that it takes ARNs of other services, Regions and accounts
/// than meant. A star alone, which takes every ARN, is another rule's.
/// </summary>
internal sealed class StringLikeOperatorWithArnConditionKeys() : TestRule("STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS", Severity.SecurityWarning)
{
    public override string Title => "StringLike on a key that holds ARNs";

    public override string Mending => "Use ArnLike or ArnNotLike, whose wildcards stay between two colons.";

    protected override Finding? Check(CheckedStatement statement, CheckedTest test) =>
        test is { Key.Type.Kind: ConditionValueKind.Arn, Operator.Comparison: Comparison.StringLike }
        && test.Test.Values.FirstOrDefault(value => value.Text != "*" && !Placeholder.IsIn(value.Text) && Variables.Outside(value.Text).AsSpan().ContainsAny('*', '?')) is { } found
            ? Found(
                test.Test.Key.Place,
                $"the wildcard of \"{found.Text}\" crosses colons under \"{test.Operator.Name}\", and \"{test.Test.Key.Value}\" holds ARNs",
                mending: $"Use \"{test.Operator.Name.Replace("String", "Arn", StringComparison.Ordinal)}\", whose wildcards stay between two colons.")
            : null;
}
