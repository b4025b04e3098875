using System.Globalization;
using System.Text;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Lint;

namespace Lanyard.Cli.Commands.Policies.Check;

/// <summary>Makes text of policies fit for a terminal, and names things in words.</summary>
internal static class Readable
{
    private const int TabWidth = 4;

    /// <summary>Writes what comes from a document on one line, without what a terminal would obey.</summary>
    public static string Line(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            line.Append(c == Placeholder.Mark ? '…' : char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') ? '\uFFFD' : c);
        }

        return line.ToString();
    }

    /// <summary>Writes a line of a document with tabs as blanks.</summary>
    /// <param name="text">The line.</param>
    /// <param name="from">The offset where it starts to be shown.</param>
    /// <param name="until">The offset where it ends.</param>
    /// <param name="columns">How wide each UTF-16 unit of it is shown.</param>
    public static string Shown(ReadOnlySpan<char> text, int from, int until, int[] columns)
    {
        var line = new StringBuilder();
        for (var i = from; i < until; i++)
        {
            line.Append(text[i] == '\t' ? new string(' ', columns[i]) : Line(text[i].ToString()));
        }

        return line.ToString();
    }

    /// <summary>Says how many columns each UTF-16 unit of a line takes on a terminal.</summary>
    public static int[] Columns(ReadOnlySpan<char> text)
    {
        var columns = new int[text.Length];
        var (at, column) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            columns[at] = rune.Value == '\t' ? TabWidth - (column % TabWidth) : Width(rune);
            column += columns[at];
            at += rune.Utf16SequenceLength;
        }

        return columns;
    }

    /// <summary>Names a severity as <c>--fail-on</c> takes it.</summary>
    public static string Name(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.SecurityWarning => "security-warning",
        Severity.Warning => "warning",
        _ => "suggestion",
    };

    /// <summary>Names what a policy is for, as <c>--type</c> takes it.</summary>
    public static string Name(PolicyKind kind) => kind switch
    {
        PolicyKind.ServiceControl => "scp",
        PolicyKind.ResourceControl => "rcp",
        _ => kind.ToString().ToLowerInvariant(),
    };

    // Of East Asian scripts and emoji each takes two columns; combining marks take none.
    private static int Width(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0
        : rune.Value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
            or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD) ? 2
        : 1;
}
