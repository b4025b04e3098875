namespace Lanyard.Policy.Generate.Failures;

/// <summary>Names that a text tells, as patterns of policies: their stars, question marks and dollar signs stand for themselves.</summary>
internal static class ToldName
{
    private const string Sample = "x7q";

    /// <summary>Writes the name of a resource so that a policy means this one alone.</summary>
    /// <param name="arn">The ARN, as told. A star that is a whole piece of it is AWS's own for a name that the request doesn't tell, but in the key of an object.</param>
    public static string Pattern(string arn)
    {
        if (arn == "*" || arn.AsSpan().IndexOfAny("*?$") < 0)
        {
            return arn;
        }

        // Before the fifth colon nothing can be written otherwise: there names have no such characters.
        var start = After(arn, colons: 5);
        var isKey = IsObject(arn);
        var escaped = new System.Text.StringBuilder(arn[..start]);
        for (var at = start; at < arn.Length; at++)
        {
            var isSpecial = arn[at] is '?' or '$' || (arn[at] == '*' && (isKey || !IsPiece(arn, at)));
            _ = isSpecial ? escaped.Append("${").Append(arn[at]).Append('}') : escaped.Append(arn[at]);
        }

        return escaped.ToString();
    }

    /// <summary>Writes a piece of a name so that each of its characters stands for itself.</summary>
    public static string Escaped(string piece) =>
        string.Concat(piece.Select(character => character is '*' or '?' or '$' ? $"${{{character}}}" : character.ToString()));

    /// <summary>Gives a name that a pattern means.</summary>
    public static string Example(string pattern)
    {
        if (pattern == "*")
        {
            return pattern;
        }

        var name = new System.Text.StringBuilder();
        for (var at = 0; at < pattern.Length; at++)
        {
            if (IsEscape(pattern, at))
            {
                name.Append(pattern[at + 2]);
                at += 3;
            }
            else
            {
                _ = pattern[at] switch { '*' => name.Append(Sample), '?' => name.Append('x'), var other => name.Append(other) };
            }
        }

        return name.ToString();
    }

    /// <summary>Whether an ARN is that of an object in a bucket, whose key may have any character.</summary>
    public static bool IsObject(string arn) => arn.Split(':', 6) is ["arn", _, "s3", "", "", var name] && name.Contains('/', StringComparison.Ordinal);

    private static bool IsEscape(string text, int at) => at + 3 < text.Length && text[at] == '$' && text[at + 1] == '{' && text[at + 2] is '*' or '?' or '$' && text[at + 3] == '}';

    private static bool IsPiece(string arn, int at) => arn[at - 1] is '/' or ':' && (at + 1 == arn.Length || arn[at + 1] is '/' or ':');

    private static int After(string arn, int colons)
    {
        var at = 0;
        for (; colons > 0; colons--)
        {
            at = arn.IndexOf(':', at) + 1;
        }

        return at;
    }
}
