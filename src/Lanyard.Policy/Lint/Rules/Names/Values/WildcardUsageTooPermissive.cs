using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary>A wildcard where the key decides whom to trust.</summary>
internal sealed class WildcardUsageTooPermissive() : TooPermissiveRule("WILDCARD_USAGE_TOO_PERMISSIVE")
{
    public override string Title => "a wildcard that lets in too many";

    public override string Mending => "Write the value in full, or more of it before the wildcard.";

    protected override string What => "the wildcard";

    protected override bool Concerns(CheckedStatement statement, CheckedTest test) =>
        test.Operator.Comparison is Comparison.StringLike or Comparison.ArnLike && base.Concerns(statement, test);

    // Wildcards in a row are one; those in a variable stand for themselves.
    protected override IEnumerable<(int Start, int End)> OpenParts(CheckedTest test, string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (value.AsSpan(i).StartsWith("${") && value.IndexOf('}', i) is > 0 and var close)
            {
                i = close;
            }
            else if (value[i] is '*' or '?' && (i == 0 || value[i - 1] is not ('*' or '?')))
            {
                yield return (i, i + 1);
            }
        }
    }
}
