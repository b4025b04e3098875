using System.Globalization;
using Lanyard.Credentials.SharedConfig.Readers;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>What both JavaScript SDKs take from their language and from Node: times, numbers, paths and the words of a failed open.</summary>
internal static class JavaScript
{
    /// <summary>Reads a time as <c>new Date(text)</c> does, for the forms that tools write.</summary>
    /// <returns>The time; null for what JavaScript calls an invalid date.</returns>
    public static DateTimeOffset? Date(string text)
    {
        var trimmed = text.Trim();
        if (!HasYear(trimmed))
        {
            return null;
        }

        var isUtc = true;
        if (trimmed.EndsWith("UTC", StringComparison.OrdinalIgnoreCase) || trimmed.EndsWith("GMT", StringComparison.OrdinalIgnoreCase))
        {
            trimmed = trimmed[..^3].TrimEnd();
        }
        else
        {
            // A day alone is one of UTC; a time of day without a zone is local.
            isUtc = !trimmed.Contains(':', StringComparison.Ordinal);
        }

        return DateTimeOffset.TryParse(
            trimmed, CultureInfo.InvariantCulture, isUtc ? DateTimeStyles.AssumeUniversal : DateTimeStyles.AssumeLocal, out var time) ? time : null;
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

    private static bool HasYear(string text)
    {
        var run = 0;
        foreach (var c in text)
        {
            run = char.IsAsciiDigit(c) ? run + 1 : 0;
            if (run == 4)
            {
                return true;
            }
        }

        return false;
    }
}
