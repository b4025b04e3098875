using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Names;

/// <summary>What condition operators compare.</summary>
internal static class OperatorKinds
{
    /// <summary>Whether an operator compares text or ARNs, in which <c>${…}</c> may be a variable.</summary>
    public static bool TakesText(Comparison comparison) => comparison is
        Comparison.StringEquals or Comparison.StringEqualsIgnoreCase or Comparison.StringLike or Comparison.ArnLike;

    /// <summary>What kind of values an operator compares; <see langword="null"/> of <c>Null</c>, which asks for none.</summary>
    public static ConditionValueKind? KindOf(Comparison comparison) => comparison switch
    {
        Comparison.StringEquals or Comparison.StringEqualsIgnoreCase or Comparison.StringLike => ConditionValueKind.String,
        Comparison.ArnLike => ConditionValueKind.Arn,
        Comparison.Bool => ConditionValueKind.Bool,
        Comparison.BinaryEquals => ConditionValueKind.Binary,
        Comparison.IpAddress => ConditionValueKind.IPAddress,
        Comparison.Null => null,
        >= Comparison.DateEquals and <= Comparison.DateGreaterThanEquals => ConditionValueKind.Date,
        _ => ConditionValueKind.Numeric,
    };

    /// <summary>Whether a condition compares a key, and fails when the request doesn't carry it.</summary>
    public static bool NeedsKey(ConditionOperator @operator) => @operator.Comparison != Comparison.Null && !HoldsWithoutKey(@operator);

    /// <summary>Whether a condition holds also when the request doesn't carry the key.</summary>
    public static bool HoldsWithoutKey(ConditionOperator @operator) => @operator.IfExists
        || @operator.Qualifier == SetQualifier.ForAllValues
        || (@operator.Negated && @operator.Qualifier == SetQualifier.None);
}
