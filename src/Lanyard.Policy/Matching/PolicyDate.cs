using System.Globalization;

namespace Lanyard.Policy.Matching;

/// <summary>Dates of conditions.</summary>
internal static class PolicyDate
{
    // The profile of ISO 8601 in the W3C note that the IAM User Guide refers to; a time without a zone is taken as UTC.
    private static readonly string[] Formats =
    [
        "yyyy", "yyyy-MM", "yyyy-MM-dd",
        "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
    ];

    /// <summary>Reads an ISO 8601 date or epoch seconds; four digits are a year.</summary>
    /// <returns>Seconds since 1970, or <see langword="null"/> when the text is no date.</returns>
    public static decimal? Parse(string text)
    {
        if (ParseUsual(text) is { } usual)
        {
            return usual;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, Utc, out var date))
        {
            return (decimal)(date - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;
        }

        const NumberStyles Seconds = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return decimal.TryParse(text, Seconds, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
    }

    // The form in which AWS sends the time with each request, 2026-01-31T12:00:00Z, read many times faster than by trying all formats.
    private static decimal? ParseUsual(ReadOnlySpan<char> text)
    {
        if (text.Length != 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z'
            || !Number(text[..4], out var year) || !Number(text[5..7], out var month) || !Number(text[8..10], out var day)
            || !Number(text[11..13], out var hour) || !Number(text[14..16], out var minute) || !Number(text[17..19], out var second))
        {
            return null;
        }

        return year is 0 || month is 0 or > 12 || day is 0 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59
            ? null
            : (new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;
    }

    private static bool Number(ReadOnlySpan<char> digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
