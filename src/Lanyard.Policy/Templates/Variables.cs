using System.Text;

namespace Lanyard.Policy.Templates;

/// <summary>Goes through the <c>${…}</c> of a text.</summary>
internal static class Variables
{
    /// <summary>Puts something in the place of each.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">Gives what comes there for what stands in the braces, which may hold others.</param>
    public static string Replace(string text, Func<string, string> value)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(value);
        var result = new StringBuilder();
        var done = 0;
        for (int start; (start = text.IndexOf("${", done, StringComparison.Ordinal)) >= 0;)
        {
            var end = EndOf(text, start + 2);
            if (end < 0)
            {
                break;
            }

            result.Append(text, done, start - done).Append(value(text[(start + 2)..end]));
            done = end + 1;
        }

        return result.Append(text, done, text.Length - done).ToString();
    }

    private static int EndOf(string text, int from)
    {
        var depth = 1;
        for (var i = from; i < text.Length; i++)
        {
            depth += text[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }
}
