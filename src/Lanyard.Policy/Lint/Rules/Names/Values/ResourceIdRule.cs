using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary>A rule about ids that are a prefix and eight or seventeen hexadecimal digits. Patterns must fit some id.</summary>
internal abstract class ResourceIdRule(string id, string key, string prefix) : ValueRule(id, Severity.Error)
{
    public override string Title => $"a condition on an id that isn't {prefix} and 8 or 17 digits";

    public override string Mending => $"Write the id as in {prefix}1a2b3c4d5e6f70809.";

    protected override bool Concerns(CheckedStatement statement, CheckedTest test) => test.Is(key) && OperatorKinds.TakesText(test.Operator.Comparison);

    protected override Finding? Check(CheckedStatement statement, CheckedTest test, ConditionValue value)
    {
        var (text, like) = (value.Text, test.Operator.Comparison == Comparison.StringLike);
        return text.Contains("${", StringComparison.Ordinal) || (!like && text.AsSpan().ContainsAny('*', '?')) || Fits(text, 8) || Fits(text, 17)
            ? null
            : Found(value.Place, $"\"{text}\" is no value of \"{test.Test.Key.Value}\", which is {prefix} and 8 or 17 hexadecimal digits");
    }

    // What stands before a wildcard may be a part of the prefix.
    private bool Fits(string text, int digits) =>
        Overlap.Any(text, prefix + new string('?', digits))
        && (!text.StartsWith(prefix, StringComparison.Ordinal) || text.Skip(prefix.Length).All(c => char.IsAsciiHexDigit(c) || c is '*' or '?'));
}
