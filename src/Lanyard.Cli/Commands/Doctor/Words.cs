using System.Globalization;

namespace Lanyard.Cli.Commands.Doctor;

/// <summary>Turns names, paths and times into words of a sentence or of a shell.</summary>
internal static class Words
{
    /// <summary>Gives a word that a shell reads as it is.</summary>
    public static string Shell(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '+' or '@' or ',')
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>Names a few, and says how many more there are.</summary>
    public static string Few(IReadOnlyList<string> names)
    {
        const int shown = 3;
        return names.Count <= shown + 1 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(shown))} and {names.Count - shown} more";
    }

    /// <summary>Counts: <c>1 error</c>, <c>2 errors</c>.</summary>
    public static string Count(int number, string one) => string.Create(CultureInfo.InvariantCulture, $"{number} {one}{(number == 1 ? "" : "s")}");

    /// <summary>Gives the whole days between two times.</summary>
    public static int Days(DateTimeOffset since, DateTimeOffset now) => Math.Max(0, (int)(now - since).TotalDays);

    /// <summary>Gives a day as <c>2026-07-01</c>.</summary>
    public static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Gives a time as <c>2026-07-01 12:00 UTC</c>.</summary>
    public static string Minute(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
