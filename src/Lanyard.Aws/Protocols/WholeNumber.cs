namespace Lanyard.Aws.Protocols;

/// <summary>Reads whole numbers in files of our own. The framework's parser sets cultures up first, which every AWS command would wait for.</summary>
public static class WholeNumber
{
    private const int MostDigits = 18;

    /// <summary>Reads a number: digits, with a minus sign in front or none.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The number; <see langword="null"/> where the text is none, or has more than 18 digits.</returns>
    public static long? Read(ReadOnlySpan<char> text)
    {
        var isNegative = text.Length > 0 && text[0] == '-';
        var digits = isNegative ? text[1..] : text;
        if (digits.Length is 0 or > MostDigits)
        {
            return null;
        }

        var number = 0L;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
            {
                return null;
            }

            number = (number * 10) + (c - '0');
        }

        return isNegative ? -number : number;
    }
}
