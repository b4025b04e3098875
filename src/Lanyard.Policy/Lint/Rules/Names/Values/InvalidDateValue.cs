using System.Globalization;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary>
/// A date in seconds since 1970, which nobody reads. Four digits are a year, and <c>aws:EpochTime</c> is meant to be compared with seconds.
/// </summary>
internal sealed class InvalidDateValue() : ValueRule("INVALID_DATE_VALUE", Severity.Warning)
{
    private const int DigitsOfYear = 4;

    public override string Title => "a date in seconds since 1970";

    public override string Mending => "Write the date as in 2026-01-31T12:00:00Z.";

    protected override bool Concerns(CheckedStatement statement, CheckedTest test) =>
        OperatorKinds.KindOf(test.Operator.Comparison) == ConditionValueKind.Date && !test.Is("aws:EpochTime");

    protected override Finding? Check(CheckedStatement statement, CheckedTest test, ConditionValue value) =>
        value.Text.Length > DigitsOfYear && long.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Written(seconds) is var written
            ? Found(
                value.Place,
                $"\"{value.Text}\" is a date in seconds since 1970",
                written is null || statement.Policy.Text is null ? null : new Fix($"write {written}", [JsonEdits.Replace(value.Place, JsonEdits.Quote(written))]),
                written is null ? null : $"Write \"{written}\".")
            : null;

    private static string? Written(long seconds)
    {
        try
        {
            return DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
