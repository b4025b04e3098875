using System.Globalization;
using System.Text.RegularExpressions;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar.Saving;

/// <summary>
/// A value under a date operator that IAM can't read, for which it refuses the policy; Access Analyzer warns of it. IAM reads more than
/// ISO 8601 says, such as a year of two digits or a zone without minutes; what it may read isn't found.
/// </summary>
internal sealed partial class InvalidDate() : StatementRule("IAM_INVALID_DATE", Severity.Error, RuleOrigin.SaveTime)
{
    public override string Title => "a date that IAM can't read";

    public override string Mending => "Write the date as in 2026-01-31T12:00:00Z.";

    public override Uri Link => SavingPages.Page("reference_policies_elements_condition_operators.html#Conditions_Date");

    protected override bool Concerns(CheckedPolicy policy) => policy.IsOfIam();

    protected override IEnumerable<Finding> Check(CheckedStatement statement) =>
        from block in statement.Statement.Conditions
        where block.Operator.Comparison is >= Comparison.DateEquals and <= Comparison.DateGreaterThanEquals
        from value in block.Tests.SelectMany(test => test.Values)
        where !Placeholder.IsIn(value.Text) && !value.Text.Contains("${", StringComparison.Ordinal) && !IsRead(value.Text)
        select Found(value.Place, $"IAM can't read the date \"{value.Text}\", and refuses the policy");

    private static bool IsRead(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? seconds is >= long.MinValue and <= long.MaxValue
            : DateForm().IsMatch(text);

    // Year, month and day as far as they are there, and with a time what can be one behind the T.
    [GeneratedRegex(
        @"^-?\d+(-(0?[1-9]|1[0-2])(-(0?[1-9]|[12]\d|3[01]))?)?([Tt](\d{1,2}(:\d{1,2}(:\d{1,2}([.,]\d{1,9})?)?)?)?([Zz]|[+-]\d{2}(:?[0-5]\d)?)?)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex DateForm();
}
