using System.Text;
using System.Text.RegularExpressions;

namespace Lanyard.Policy.Generate.Failures;

/// <summary>The tables of stack events that the SAM CLI and others print: texts are broken over many lines within their column. A row becomes one line.</summary>
internal static partial class EventTable
{
    private const string ReasonHeading = "ResourceStatusReason";

    /// <summary>Puts rows together; what is no table stays as it is.</summary>
    public static string Unwrap(string text)
    {
        if (!text.Contains(ReasonHeading, StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder();
        var lines = text.Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            var columns = ColumnsOf(lines[at]);
            if (columns.Length < 2)
            {
                result.Append(lines[at]).Append('\n');
                continue;
            }

            var rows = new List<List<string>[]>();
            while (at + 1 < lines.Length && Take(lines[at + 1], columns, rows))
            {
                at++;
            }

            Write(rows, columns.Length, result);
        }

        return result.ToString();
    }

    private static int[] ColumnsOf(string line) =>
        line.Contains(ReasonHeading, StringComparison.Ordinal) && !line.Contains('"', StringComparison.Ordinal) ? [.. Headings().Matches(line).Select(m => m.Index)] : [];

    private static bool Take(string line, int[] columns, List<List<string>[]> rows)
    {
        if (line.Length > 0 && line.Trim('-', '+', ' ', '=').Length == 0 && line.Contains('-', StringComparison.Ordinal))
        {
            return true;
        }

        var cells = columns.Select((start, i) => start >= line.Length ? "" : line[start..Math.Min(line.Length, i + 1 < columns.Length ? columns[i + 1] : line.Length)].Trim()).ToArray();
        if (cells.All(cell => cell.Length == 0) || (columns[0] > 0 && line[..Math.Min(columns[0], line.Length)].Trim().Length > 1))
        {
            return false;
        }

        if (Status().IsMatch(cells[0]))
        {
            rows.Add([.. columns.Select(_ => new List<string>())]);
        }
        else if (cells[0].Length > 0 || rows.Count == 0)
        {
            return false;
        }

        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i].Length > 0)
            {
                rows[^1][i].Add(cells[i]);
            }
        }

        return true;
    }

    private static void Write(List<List<string>[]> rows, int count, StringBuilder result)
    {
        // A word that is longer than its column is broken where the column ends.
        var widths = Enumerable.Range(0, count).Select(i => rows.SelectMany(row => row[i]).Select(cell => cell.Length).DefaultIfEmpty().Max()).ToArray();
        foreach (var row in rows)
        {
            result.AppendJoin(" | ", row.Select((cell, i) => Join(cell, widths[i]))).Append('\n');
        }
    }

    private static string Join(List<string> pieces, int width)
    {
        var text = new StringBuilder();
        for (var i = 0; i < pieces.Count; i++)
        {
            text.Append(pieces[i]).Append(i + 1 < pieces.Count && pieces[i].Length < width && !pieces[i].EndsWith('-') ? " " : "");
        }

        return text.ToString();
    }

    [GeneratedRegex(@"\b(ResourceStatusReason|ResourceStatus|ResourceType|LogicalResourceId|PhysicalResourceId|Timestamp)\b")]
    private static partial Regex Headings();

    [GeneratedRegex("^[A-Z]+(_[A-Z]+)+")]
    private static partial Regex Status();
}
