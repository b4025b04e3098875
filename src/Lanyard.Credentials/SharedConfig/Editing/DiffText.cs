using System.Globalization;
using System.Text;

namespace Lanyard.Credentials.SharedConfig.Editing;

/// <summary>A unified diff for people, in which secrets are masked and no character moves the cursor.</summary>
public static class DiffText
{
    private const int Context = 3;

    /// <summary>Writes the diff of one file.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="before">Its text.</param>
    /// <param name="after">Its new text.</param>
    /// <returns>The diff, each line ended by a line feed; empty if both are the same.</returns>
    public static string Of(string path, SharedConfigText before, SharedConfigText after)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Bytes.SequenceEqual(after.Bytes))
        {
            return "";
        }

        var steps = LineDiff.Of(Raw(before), Raw(after));
        string[] old = Shown(before);
        string[] @new = Shown(after);
        var text = new StringBuilder($"--- {Printable(path)}\n+++ {Printable(path)}\n");
        for (int at = steps.FindIndex(s => s.Sign != ' '); at >= 0;)
        {
            int last = at;
            int next = at;
            while (next >= 0 && next - last <= 2 * Context)
            {
                last = next;
                next = steps.FindIndex(last + 1, s => s.Sign != ' ');
            }

            int from = Math.Max(0, at - Context);
            var hunk = steps[from..Math.Min(steps.Count, last + 1 + Context)];
            int oldCount = hunk.Count(s => s.Sign != '+');
            int newCount = hunk.Count(s => s.Sign != '-');
            text.Append(CultureInfo.InvariantCulture, $"@@ -{Range(hunk[0].Old, oldCount)} +{Range(hunk[0].New, newCount)} @@\n");
            foreach (var step in hunk)
            {
                text.Append(step.Sign).Append(step.Sign == '+' ? @new[step.New] : old[step.Old]).Append('\n');
            }

            at = next;
        }

        return text.ToString();
    }

    /// <summary>A text that came from a file, for a terminal: control characters are written as escapes.</summary>
    public static string Printable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Any(IsUnsafe)
            ? string.Concat(text.Select(c => IsUnsafe(c) ? $"\\u{(int)c:x4}" : c.ToString()))
            : text;
    }

    // Also what turns the reading direction around, which can make one text look like another.
    private static bool IsUnsafe(char c) =>
        (char.IsControl(c) && c != '\t') || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator;

    private static string Range(int index, int count) => count == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{index + 1}")
        : string.Create(CultureInfo.InvariantCulture, $"{(count == 0 ? index : index + 1)},{count}");

    private static string[] Raw(SharedConfigText text) =>
        [.. text.Lines.Select(line => Encoding.Latin1.GetString(text.Bytes[line.Start..line.Next]))];

    private static string[] Shown(SharedConfigText text)
    {
        var hidden = SecretLines.Hide(text, SecretLines.Mask);
        return [.. hidden.Lines.Select(line => Printable(Encoding.UTF8.GetString(hidden.Content(line)))
            + (line.Ending == SharedConfigLineEnding.None ? "\n\\ No newline at end of file" : ""))];
    }
}
