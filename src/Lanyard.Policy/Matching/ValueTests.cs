using System.Globalization;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Matching;

/// <summary>Compares one value of a request with one value of a policy.</summary>
/// <param name="requestValue">The value of the request.</param>
/// <param name="context">The values of the policy variables.</param>
internal delegate bool ValueTest(string requestValue, RequestContext context);

/// <summary>
/// The comparisons of the condition operators, without negation. A value that isn't of the operator's type, on either side, and one
/// whose variable has no value, compare as different; so the negated operators hold for them.
/// </summary>
internal static class ValueTests
{
    public static ValueTest Create(Comparison comparison, string policyValue, bool hasVariables) => comparison switch
    {
        Comparison.StringEquals => Text(policyValue, hasVariables, (text, value) => text.Text == value),
        Comparison.StringEqualsIgnoreCase =>
            Text(policyValue, hasVariables, (text, value) => text.Text.Equals(value, StringComparison.OrdinalIgnoreCase)),
        Comparison.StringLike => Pattern(policyValue, hasVariables, text => Like(new WildcardPattern(text))),
        Comparison.ArnLike => Pattern(policyValue, hasVariables, ArnTest),
        Comparison.NumericEquals => Ordered(policyValue, Number, order => order == 0),
        Comparison.NumericLessThan => Ordered(policyValue, Number, order => order < 0),
        Comparison.NumericLessThanEquals => Ordered(policyValue, Number, order => order <= 0),
        Comparison.NumericGreaterThan => Ordered(policyValue, Number, order => order > 0),
        Comparison.NumericGreaterThanEquals => Ordered(policyValue, Number, order => order >= 0),
        Comparison.DateEquals => Ordered(policyValue, PolicyDate.Parse, order => order == 0),
        Comparison.DateLessThan => Ordered(policyValue, PolicyDate.Parse, order => order < 0),
        Comparison.DateLessThanEquals => Ordered(policyValue, PolicyDate.Parse, order => order <= 0),
        Comparison.DateGreaterThan => Ordered(policyValue, PolicyDate.Parse, order => order > 0),
        Comparison.DateGreaterThanEquals => Ordered(policyValue, PolicyDate.Parse, order => order >= 0),
        Comparison.Bool => Bool(policyValue),
        Comparison.BinaryEquals => Binary(policyValue),
        Comparison.IpAddress => Ip(policyValue),
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "this operator compares no values"),
    };

    /// <summary>Reads <c>true</c> or <c>false</c> in any case.</summary>
    public static bool? Truth(string text) =>
        text.Equals("true", StringComparison.OrdinalIgnoreCase) ? true
        : text.Equals("false", StringComparison.OrdinalIgnoreCase) ? false
        : null;

    private static ValueTest Text(string policyValue, bool hasVariables, Func<ExpandedText, string, bool> same)
    {
        var template = PolicyString.Parse(policyValue, hasVariables ? 0 : int.MaxValue);
        return (value, context) => template.Expand(context) is { } text && same(text, value);
    }

    private static ValueTest Pattern(string policyValue, bool hasVariables, Func<ExpandedText, Predicate<string>> compile)
    {
        var template = PolicyString.Parse(policyValue, hasVariables ? 0 : int.MaxValue);
        if (template.Constant is { } constant)
        {
            var pattern = compile(constant);
            return (value, _) => pattern(value);
        }

        return (value, context) => template.Expand(context) is { } text && compile(text)(value);
    }

    private static Predicate<string> Like(WildcardPattern pattern) => value => pattern.IsMatch(value);

    // A star alone is any ARN; all else is compared part by part.
    private static Predicate<string> ArnTest(ExpandedText text)
    {
        var any = text.Length == 1 && text.IsStar(0);
        var pattern = ArnPattern.Of(text, completeShort: false);
        return value => Arn.TryParse(value, out var arn) && (any || pattern.IsMatch(arn));
    }

    private static ValueTest Ordered(string policyValue, Func<string, decimal?> parse, Predicate<int> accepts)
    {
        var limit = parse(policyValue);
        return (value, _) => limit is { } right && parse(value) is { } left && accepts(left.CompareTo(right));
    }

    private static decimal? Number(string text)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static ValueTest Bool(string policyValue)
    {
        var expected = Truth(policyValue);
        return (value, _) => expected is not null && Truth(value) == expected;
    }

    private static ValueTest Binary(string policyValue)
    {
        var expected = Bytes(policyValue);
        return (value, _) => expected is not null && Bytes(value) is { } bytes && expected.AsSpan().SequenceEqual(bytes);
    }

    private static byte[]? Bytes(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }

    private static ValueTest Ip(string policyValue)
    {
        var range = IpRange.Parse(policyValue);
        return (value, _) => range is not null && range.Contains(value);
    }
}
