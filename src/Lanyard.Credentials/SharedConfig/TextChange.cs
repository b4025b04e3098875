using System.Text;

namespace Lanyard.Credentials.SharedConfig;

/// <summary>Bytes of a text that others take the place of.</summary>
/// <param name="Start">Offset of the first.</param>
/// <param name="Length">How many.</param>
/// <param name="With">What stands there then. May hold a secret.</param>
internal readonly record struct TextChange(int Start, int Length, byte[] With)
{
    /// <summary>Names the new bytes as text, which is written as UTF-8.</summary>
    public TextChange(int start, int length, string with)
        : this(start, length, Encoding.UTF8.GetBytes(with))
    {
    }

    /// <summary>Says where, and nothing of what.</summary>
    public override string ToString() => $"{Start}+{Length}";
}

/// <summary>Changes texts, and leaves every byte alone that isn't named.</summary>
internal static class TextChanges
{
    /// <summary>Makes the changed text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="changes">The changes, which don't overlap.</param>
    public static SharedConfigText With(this SharedConfigText text, IEnumerable<TextChange> changes)
    {
        var result = new MemoryStream(text.Bytes.Length + 256);
        int copied = 0;
        foreach (var change in changes.OrderBy(c => c.Start))
        {
            result.Write(text.Bytes[copied..change.Start]);
            result.Write(change.With);
            copied = change.Start + change.Length;
        }

        result.Write(text.Bytes[copied..]);
        return SharedConfigText.FromOwned(result.ToArray());
    }

    /// <summary>The ending of the nearest line that has one, from a line upwards; else a line feed.</summary>
    public static string NewLine(this SharedConfigText text, int line)
    {
        for (int i = line; i >= 0; i--)
        {
            switch (text.Lines[i].Ending)
            {
                case SharedConfigLineEnding.Lf:
                    return "\n";
                case SharedConfigLineEnding.CrLf:
                    return "\r\n";
                case SharedConfigLineEnding.Cr:
                    return "\r";
            }
        }

        return "\n";
    }

    /// <summary>Takes lines out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Index of the first.</param>
    /// <param name="to">Index behind the last.</param>
    public static TextChange Without(this SharedConfigText text, int from, int to) =>
        new(text.Lines[from].Start, text.Lines[to - 1].Next - text.Lines[from].Start, "");
}
