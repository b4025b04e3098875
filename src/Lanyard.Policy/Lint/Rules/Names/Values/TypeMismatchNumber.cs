using System.Globalization;
using Lanyard.Policy.Catalog;

namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary>A value under a numeric operator that is no number.</summary>
internal sealed class TypeMismatchNumber() : OperandRule("TYPE_MISMATCH_NUMBER", Severity.Warning, ConditionValueKind.Numeric)
{
    public override string Title => "a value that should be a number";

    public override string Mending => "Write a number such as 3600.";

    protected override string NoOperand => "no number";

    /// <summary>Reads a number as conditions have it; <see langword="null"/> for what is none.</summary>
    public static decimal? Read(string value)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return decimal.TryParse(value, Style, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    protected override bool Fits(string value) => Read(value) is not null;
}
