using System.Globalization;
using System.Numerics;

namespace Lanyard.Credentials.Sources.Dialects.Go;

/// <summary>How Go reads numbers and times, and quotes a text.</summary>
internal static class GoText
{
    /// <summary>Reads a whole number of 64 bits, in the base that its prefix says; see <c>strconv.ParseInt</c> with base 0.</summary>
    public static long? Number(string text)
    {
        var digits = text.AsSpan();
        bool negative = digits is ['-', ..];
        digits = digits is ['-' or '+', ..] ? digits[1..] : digits;
        var (radix, prefix) = digits switch
        {
            ['0', 'x' or 'X', ..] => (16, 2),
            ['0', 'b' or 'B', ..] => (2, 2),
            ['0', 'o' or 'O', ..] => (8, 2),
            ['0', _, ..] => (8, 1),
            _ => (10, 0),
        };
        bool mayUnderscore = prefix > 0;
        var value = BigInteger.Zero;
        digits = digits[prefix..];
        if (digits.IsEmpty || digits.Length > 100)
        {
            return null;
        }

        foreach (var c in digits)
        {
            if (c == '_' && mayUnderscore)
            {
                mayUnderscore = false;
                continue;
            }

            int digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix)
            {
                return null;
            }

            value = (value * radix) + digit;
            mayUnderscore = true;
        }

        value = negative ? -value : value;
        return digits[^1] == '_' || value < long.MinValue || value > long.MaxValue ? null : (long)value;
    }

    /// <summary>Reads a time in the one form of RFC 3339 that Go takes: <c>2030-01-02T03:04:05Z</c>, with a fraction or an offset.</summary>
    public static DateTimeOffset? Time(string text)
    {
        const string Shape = "0000-00-00T00:00:00";
        if (text.Length <= Shape.Length)
        {
            return null;
        }

        for (int i = 0; i < Shape.Length; i++)
        {
            if (Shape[i] == '0' ? !char.IsAsciiDigit(text[i]) : text[i] != Shape[i])
            {
                return null;
            }
        }

        var rest = text.AsSpan(Shape.Length);
        if (rest[0] is '.' or ',')
        {
            int digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
            rest = digits > 0 ? rest[(digits + 1)..] : [];
        }

        bool zone = rest is "Z" || (rest is ['+' or '-', _, _, ':', _, _] && char.IsAsciiDigit(rest[1]) && char.IsAsciiDigit(rest[2])
            && char.IsAsciiDigit(rest[4]) && char.IsAsciiDigit(rest[5]));
        return zone && DateTimeOffset.TryParse(
            string.Concat(text.AsSpan(0, Shape.Length), rest), CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
    }

    /// <summary>Puts a text in quotes, as <c>%q</c> does.</summary>
    public static string Quote(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal) + "\"";
}
