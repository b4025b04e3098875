using System.Globalization;
using Lanyard.Credentials.SharedConfig.Readers;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>What both JavaScript SDKs take from their language and from Node: times, numbers, paths and the words of a failed open.</summary>
internal static class JavaScript
{
    private static readonly string[] Days = ["yyyy-MM-dd", "yyyy-MM", "yyyy"];
    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];

    /// <summary>
    /// Reads a time as <c>new Date(text)</c> does, for the forms that tools write. What old AWS CLIs wrote, <c>…T10:02:08UTC</c>, is no time
    /// to it.
    /// </summary>
    /// <returns>The time; null for what JavaScript calls an invalid date.</returns>
    public static DateTimeOffset? Date(string text)
    {
        if (text is [>= 'A' and <= 'Z', ..])
        {
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var inWords) ? inWords : null;
        }

        // A day alone is one of UTC; a time of day without a zone is local.
        if (DateTimeOffset.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day))
        {
            return day;
        }

        var upper = text.ToUpperInvariant();
        if (upper.Length > 10 && upper[10] == ' ')
        {
            upper = upper[..10] + 'T' + (upper.EndsWith(" UTC", StringComparison.Ordinal) || upper.EndsWith(" GMT", StringComparison.Ordinal) ? upper[11..^4] + 'Z' : upper[11..]);
        }

        var from = Math.Min(16, upper.Length);
        var zoneAt = upper.AsSpan(from).IndexOfAny('Z', '+', '-');
        var (time, zone) = zoneAt < 0 ? (upper, "") : (upper[..(from + zoneAt)], upper[(from + zoneAt)..]);
        var dot = time.IndexOf('.', StringComparison.Ordinal);
        time = dot >= 0 && time.Length > dot + 8 ? time[..(dot + 8)] : time;
        if (!DateTime.TryParseExact(time, Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return null;
        }

        return zone switch
        {
            "" => new DateTimeOffset(local),
            "Z" => new DateTimeOffset(local, TimeSpan.Zero),
            { Length: 5 or 6 } when TimeSpan.TryParseExact(zone[1..].Replace(":", "", StringComparison.Ordinal), "hhmm", CultureInfo.InvariantCulture, out var offset)
                && offset <= TimeSpan.FromHours(14) => new DateTimeOffset(local, zone[0] == '-' ? -offset : offset),
            _ => null,
        };
    }

    /// <summary>Reads a number as <c>parseInt(text, 10)</c> does: the digits that it starts with.</summary>
    /// <returns>The number, no further from zero than an <see cref="int"/> can be; null for none.</returns>
    public static int? ParseInt(string text)
    {
        var rest = JavaScriptLines.Trim(text);
        var isNegative = rest is ['-', ..];
        var digits = rest is ['-' or '+', ..] ? rest[1..] : rest;
        var length = 0;
        long number = 0;
        while (length < digits.Length && char.IsAsciiDigit(digits[length]))
        {
            number = Math.Min((number * 10) + (digits[length] - '0'), int.MaxValue);
            length++;
        }

        return length == 0 ? null : (int)(isNegative ? -number : number);
    }

    /// <summary>Gives a path below the home folder, as both SDKs look for it.</summary>
    public static string InHome(DialectMachine machine, params ReadOnlySpan<string> parts)
    {
        var slash = machine.IsWindows ? '\\' : '/';
        var home = machine.Variable("HOME") ?? machine.Variable("USERPROFILE")
            ?? (machine.Variable("HOMEPATH") is { } path ? (machine.SetVariable("HOMEDRIVE") ?? "C:" + slash) + path : "");
        return string.Join(slash, [home.TrimEnd('/', slash), .. parts]);
    }

    /// <summary>Says why Node can't read a file.</summary>
    /// <returns>Its words; null where it can.</returns>
    public static string? WhyUnreadable(MachineFileState state, string path) => state switch
    {
        MachineFileState.Read => null,
        MachineFileState.Missing => $"ENOENT: no such file or directory, open '{path}'",
        MachineFileState.Folder => "EISDIR: illegal operation on a directory, read",
        _ => $"EACCES: permission denied, open '{path}'",
    };

    /// <summary>Tells whether Node sends a text as the value of a header.</summary>
    public static bool IsHeaderValue(string text)
    {
        foreach (var c in text)
        {
            if (c is (< ' ' and not '\t') or '\x7F' or > '\xFF')
            {
                return false;
            }
        }

        return true;
    }
}
