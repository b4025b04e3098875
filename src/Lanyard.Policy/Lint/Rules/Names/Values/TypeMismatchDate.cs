using Lanyard.Policy.Catalog;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Names.Values;

/// <summary>A value under a date operator that is no date.</summary>
internal sealed class TypeMismatchDate() : OperandRule("TYPE_MISMATCH_DATE", Severity.Warning, ConditionValueKind.Date)
{
    public override string Title => "a value that should be a date";

    public override string Mending => "Write the date as in 2026-01-31T12:00:00Z.";

    protected override string NoOperand => "no date";

    protected override bool Fits(string value) => PolicyDate.Parse(value) is not null;
}
