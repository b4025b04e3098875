using System.Globalization;
using Lanyard.Credentials.SharedConfig.Readers;

namespace Lanyard.Credentials.Sources.Dialects.Botocore;

/// <summary>Reads numbers and times as Python's <c>int</c> and <c>dateutil</c> do.</summary>
internal static class PythonNumbers
{
    /// <summary>Reads a whole number: blanks around it, a sign, single underscores between digits, and digits of any script are fine.</summary>
    /// <returns>The number; the nearest that fits, for a huge one. Null where it is none.</returns>
    public static int? ParseInt(string text)
    {
        var digits = string.Concat(PythonText.Strip(text).ToString().Select(c => CharUnicodeInfo.GetDecimalDigitValue(c) is >= 0 and var digit ? (char)('0' + digit) : c));
        if (digits.StartsWith('_') || digits.EndsWith('_') || digits.Contains("__", StringComparison.Ordinal)
            || digits.Contains("+_", StringComparison.Ordinal) || digits.Contains("-_", StringComparison.Ordinal))
        {
            return null;
        }

        return System.Numerics.BigInteger.TryParse(digits.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? (int)System.Numerics.BigInteger.Min(int.MaxValue, System.Numerics.BigInteger.Max(int.MinValue, number))
            : null;
    }

    /// <summary>Reads a time in one of the forms that tools write.</summary>
    /// <param name="text">The text, such as <c>2030-01-01T00:00:00Z</c>; <c>UTC</c> at the end is fine.</param>
    /// <param name="time">The time.</param>
    /// <returns>What is wrong, as Python puts it, with the exception's class; null where nothing is.</returns>
    public static (string Type, string Message)? ParseTime(string text, out DateTimeOffset time)
    {
        time = default;
        var trimmed = PythonText.Strip(text).ToString();
        if (trimmed.EndsWith("UTC", StringComparison.Ordinal) || trimmed.EndsWith("GMT", StringComparison.Ordinal))
        {
            trimmed = trimmed[..^3].TrimEnd() + "Z";
        }

        if (trimmed.Length == 0)
        {
            return ("ParserError", $"String does not contain a date: {text}");
        }

        if (!DateTime.TryParse(trimmed, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind | DateTimeStyles.AllowWhiteSpaces, out var parsed))
        {
            return ("ParserError", $"Unknown string format: {text}");
        }

        if (parsed.Kind == DateTimeKind.Unspecified)
        {
            return ("TypeError", "can't subtract offset-naive and offset-aware datetimes");
        }

        time = new DateTimeOffset(parsed.ToUniversalTime());
        return null;
    }
}
