using System.Globalization;
using System.Net;

namespace Lanyard.NaivePolicy;

/// <summary>One value of a policy against one of the request, by the operators without their Not: "Condition operators".</summary>
internal static class NaiveValues
{
    private static readonly string[] DateForms =
    [
        "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mmzzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd", "yyyy-MM",
    ];

    public static bool Match(string name, string policy, string asked, NaiveRequest request, bool variables) => name switch
    {
        "StringEquals" => NaivePattern.Expanded(policy, request, variables)?.Equals(asked, ignoreCase: false) == true,
        "StringEqualsIgnoreCase" => NaivePattern.Expanded(policy, request, variables)?.Equals(asked, ignoreCase: true) == true,
        "StringLike" => NaivePattern.Expanded(policy, request, variables)?.Matches(asked) == true,
        "ArnEquals" or "ArnLike" => Arn(NaivePattern.Expanded(policy, request, variables), asked),
        "Bool" => string.Equals(policy, asked, StringComparison.OrdinalIgnoreCase),
        "BinaryEquals" => Bytes(policy) is byte[] left && Bytes(asked) is byte[] right && left.AsSpan().SequenceEqual(right),
        "IpAddress" => Address(policy, asked),
        _ when name.StartsWith("Numeric", StringComparison.Ordinal) => Compare(name["Numeric".Length..], Number(asked), Number(policy)),
        _ when name.StartsWith("Date", StringComparison.Ordinal) => Compare(name["Date".Length..], Date(asked), Date(policy)),
        _ => throw new InvalidDataException($"there is no operator {name}"),
    };

    private static bool Compare(string how, decimal? asked, decimal? policy) => asked != null && policy != null && how switch
    {
        "Equals" => asked == policy,
        "LessThan" => asked < policy,
        "LessThanEquals" => asked <= policy,
        "GreaterThan" => asked > policy,
        "GreaterThanEquals" => asked >= policy,
        _ => throw new InvalidDataException($"there is no comparison {how}"),
    };

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) ? number : null;

    /// <summary>Seconds since 1970, which is what a bare number means.</summary>
    private static decimal? Date(string text) =>
        Number(text) is decimal seconds ? seconds
            : DateTimeOffset.TryParseExact(text, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date) ? date.ToUnixTimeMilliseconds() / 1000m
            : null;

    private static byte[]? Bytes(string base64)
    {
        byte[] bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out int written) ? bytes[..written] : null;
    }

    private static bool Arn(NaivePattern? pattern, string asked)
    {
        string[] parts = asked.Split(':', 6);
        List<NaivePattern> patterns = pattern?.Parts() ?? [];
        return parts.Length == 6 && parts[0] == "arn" && patterns.Count == 6 && Enumerable.Range(0, 6).All(part => patterns[part].Matches(parts[part]));
    }

    private static bool Address(string range, string asked)
    {
        string[] addressAndLength = range.Split('/');
        if (Bits(addressAndLength[0]) is not string wanted || Bits(asked) is not string bits || wanted.Length != bits.Length)
        {
            return false;
        }

        int length = addressAndLength.Length == 2 ? int.Parse(addressAndLength[1], CultureInfo.InvariantCulture) : wanted.Length;
        return wanted[..length] == bits[..length];
    }

    /// <summary>The address as 32 or 128 zeros and ones.</summary>
    private static string? Bits(string address) =>
        (address.Contains(':', StringComparison.Ordinal) || address.Split('.').Length == 4) && IPAddress.TryParse(address, out IPAddress? parsed)
            ? string.Concat(parsed.GetAddressBytes().Select(value => Convert.ToString(value, 2).PadLeft(8, '0')))
            : null;
}
