using System.Text;
using System.Text.Unicode;

namespace Lanyard.Credentials.SharedConfig.Readers;

/// <summary>What Python's texts do where .NET's differ: blanks, line ends and strict UTF-8.</summary>
internal static class PythonText
{
    /// <summary>Tells whether Python takes a character for a blank: Unicode's, and the four information separators.</summary>
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1c' and <= '\x1f';

    /// <summary>Cuts the blanks off both ends.</summary>
    public static ReadOnlySpan<char> Strip(ReadOnlySpan<char> text)
    {
        var start = 0;
        while (start < text.Length && IsSpace(text[start]))
        {
            start++;
        }

        return StripEnd(text[start..]);
    }

    /// <summary>Cuts the blanks off the end.</summary>
    public static ReadOnlySpan<char> StripEnd(ReadOnlySpan<char> text)
    {
        var end = text.Length;
        while (end > 0 && IsSpace(text[end - 1]))
        {
            end--;
        }

        return text[..end];
    }

    /// <summary>Tells whether a character ends a line for <c>splitlines</c>, which knows more ends than a file being read.</summary>
    public static bool EndsLine(char c) => c is '\n' or '\r' or '\v' or '\f' or (>= '\x1c' and <= '\x1e') or '\x85' or '\u2028' or '\u2029';

    /// <summary>Decodes UTF-8 as a text file is opened: a byte that is none is an error, a byte order mark is a character.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="badLine">The line of the first byte that is not UTF-8, from 1.</param>
    /// <returns>The text; null where it isn't UTF-8.</returns>
    public static string? Decode(ReadOnlySpan<byte> bytes, out int badLine)
    {
        badLine = 0;
        if (Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        badLine = 1;
        var rest = bytes;
        while (Rune.DecodeFromUtf8(rest, out var rune, out var length) == System.Buffers.OperationStatus.Done)
        {
            badLine += rune.Value == '\n' ? 1 : 0;
            rest = rest[length..];
        }

        return null;
    }

    /// <summary>Writes a text as Python shows it in an error: in quotes, with escapes.</summary>
    public static string Repr(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var shown = new StringBuilder().Append(quote);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' => shown.Append(@"\\"),
                '\n' => shown.Append(@"\n"),
                '\r' => shown.Append(@"\r"),
                '\t' => shown.Append(@"\t"),
                _ when c == quote => shown.Append('\\').Append(c),
                _ when char.IsControl(c) => shown.Append(@"\x").Append(((int)c).ToString("x2", System.Globalization.CultureInfo.InvariantCulture)),
                _ => shown.Append(c),
            };
        }

        return shown.Append(quote).ToString();
    }
}
