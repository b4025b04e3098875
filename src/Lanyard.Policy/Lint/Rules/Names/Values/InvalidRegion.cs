using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary>A condition on a Region that doesn't exist in any partition.</summary>
internal sealed class InvalidRegion() : ValueRule("INVALID_REGION", Severity.Error)
{
    private static readonly string[] Keys = ["aws:RequestedRegion", "ec2:Region"];

    public override string Title => "a condition on a Region that doesn't exist";

    public override string Mending => "Write a Region such as us-east-1.";

    protected override bool Concerns(CheckedStatement statement, CheckedTest test) => Keys.Any(test.Is) && OperatorKinds.TakesText(test.Operator.Comparison);

    protected override Finding? Check(CheckedStatement statement, CheckedTest test, ConditionValue value)
    {
        var like = test.Operator.Comparison is Comparison.StringLike or Comparison.ArnLike;
        var text = test.Operator.Comparison == Comparison.StringEqualsIgnoreCase ? value.Text.ToLowerInvariant() : value.Text;
        if (text.Contains("${", StringComparison.Ordinal) || (!like && text.AsSpan().ContainsAny('*', '?'))
            || KnownNames.Regions.Any(region => like ? Overlap.Any(region, text) : region == text))
        {
            return null;
        }

        var near = Nearest.Of(text, KnownNames.Regions);
        return Found(
            value.Place,
            $"\"{value.Text}\" is none of the Regions of {KnownNames.DayOfRegions}{Wording.DidYouMean(near)}",
            mending: near is null ? null : $"Write \"{near}\" if you mean it.");
    }
}
