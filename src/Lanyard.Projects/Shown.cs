using System.Text;

namespace Lanyard.Projects;

/// <summary>How a value from a file is shown in a message: short, on one line, and never if it may be a secret.</summary>
internal static class Shown
{
    private const int Longest = 80;

    public static string Quote(string value)
    {
        if (value.Length > Longest || MayBeSecret(value))
        {
            return $"({value.Length} characters, not shown)";
        }

        var text = new StringBuilder("\"");
        foreach (var c in value)
        {
            // Control characters could rewrite the terminal the message is printed on.
            text.Append(char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? '?' : c);
        }

        return text.Append('"').ToString();
    }

    /// <summary>True for what has the shape of an access key id (AKIA…, ASIA…) anywhere in the text.</summary>
    public static bool HoldsAccessKeyId(string value)
    {
        for (var i = 0; i + 20 <= value.Length; i++)
        {
            if (value.AsSpan(i, 4) is "AKIA" or "ASIA"
                && IsUpperAlphanumeric(value.AsSpan(i + 4, 16))
                && (i == 0 || !char.IsAsciiLetterOrDigit(value[i - 1]))
                && (i + 20 == value.Length || !char.IsAsciiLetterOrDigit(value[i + 20])))
            {
                return true;
            }
        }

        return false;
    }

    // Secret access keys are 40 characters of base64; session tokens are far longer, and too long to be shown anyway.
    private static bool MayBeSecret(string value)
    {
        var run = 0;
        foreach (var c in value)
        {
            run = char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=' ? run + 1 : 0;
            if (run >= 40)
            {
                return true;
            }
        }

        return HoldsAccessKeyId(value);
    }

    private static bool IsUpperAlphanumeric(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c))
            {
                return false;
            }
        }

        return true;
    }
}
