using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Keys;

/// <summary>
/// A listing of a bucket that is denied by its prefix: who asks with a shorter prefix, or none, still sees the keys. Only <c>StringLike</c> in a
/// <c>Deny</c> and <c>StringNotLike</c> in an <c>Allow</c>.
/// </summary>
internal sealed class S3PrefixInNegativeContext() : TestRule("S3_PREFIX_IN_NEGATIVE_CONTEXT", Severity.SecurityWarning)
{
    public override string Title => "a prefix of a bucket that may not be listed, and can be";

    public override string Mending => "Allow the prefixes that may be listed, with StringLike.";

    protected override Finding? Check(CheckedStatement statement, CheckedTest test) =>
        test.Is("s3:prefix") && test.Operator.Comparison == Comparison.StringLike && test.Operator.Negated == statement.IsAllow
            ? Found(
                test.Test.Key.Place,
                "the prefix is what the caller asks for: with a shorter one, or none, he still lists these keys")
            : null;
}
