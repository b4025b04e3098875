using System.Buffers;
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
    /// <summary>Compares text of a policy, its variables filled in, with a value of a request.</summary>
    private delegate bool TextTest(in ExpandedText text, string value);

    public static ValueTest Create(Comparison comparison, string policyValue, bool hasVariables) => comparison switch
    {
        Comparison.StringEquals => Text(policyValue, hasVariables, same => value => value == same, (in text, value) => text.Text.SequenceEqual(value)),
        Comparison.StringEqualsIgnoreCase => Text(
            policyValue, hasVariables,
            same => value => value.Equals(same, StringComparison.OrdinalIgnoreCase),
            (in text, value) => text.Text.Equals(value, StringComparison.OrdinalIgnoreCase)),
        Comparison.StringLike => Text(policyValue, hasVariables, Like, (in text, value) => Wildcards.IsMatch(text.Text, text.Wild, value)),
        Comparison.ArnLike => Text(policyValue, hasVariables, ArnLike, ArnLike),
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

    // Text without variables is prepared once; with them it is filled in for each request.
    private static ValueTest Text(string policyValue, bool hasVariables, Func<string, Predicate<string>> prepare, TextTest compare)
    {
        var template = PolicyString.Parse(policyValue, hasVariables ? 0 : int.MaxValue);
        if (template.Constant is { } constant)
        {
            var prepared = prepare(constant);
            return (value, _) => prepared(value);
        }

        return (value, context) =>
        {
            var text = new ExpandedText();
            try
            {
                return template.TryExpand(context, ref text) && compare(text, value);
            }
            finally
            {
                text.Dispose();
            }
        };
    }

    private static Predicate<string> Like(string text)
    {
        var pattern = new WildcardPattern(text);
        return value => pattern.IsMatch(value);
    }

    // A star alone is any ARN; all else is compared part by part.
    private static Predicate<string> ArnLike(string text)
    {
        var pattern = new ArnPattern(text, ShortArn.Refused);
        return value =>
        {
            var arn = new ArnParts(value);
            return arn.IsArn && (text == "*" || pattern.IsMatch(value, arn));
        };
    }

    private static bool ArnLike(in ExpandedText text, string value)
    {
        var arn = new ArnParts(value);
        return arn.IsArn && ArnPattern.IsMatch(text, value, arn);
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
        var bytes = new byte[policyValue.Length];
        var expected = Convert.TryFromBase64String(policyValue, bytes, out var length) ? bytes[..length] : null;
        return (value, _) =>
        {
            var borrowed = ArrayPool<byte>.Shared.Rent(value.Length);
            try
            {
                return expected is not null && Convert.TryFromBase64String(value, borrowed, out var found)
                    && expected.AsSpan().SequenceEqual(borrowed.AsSpan(0, found));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(borrowed);
            }
        };
    }

    private static ValueTest Ip(string policyValue)
    {
        var range = IpRange.Parse(policyValue);
        return (value, _) => range is not null && range.Contains(value);
    }
}
