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
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, Utc, out var date))
        {
            return (decimal)(date - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;
        }

        const NumberStyles Seconds = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return decimal.TryParse(text, Seconds, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
    }
}
