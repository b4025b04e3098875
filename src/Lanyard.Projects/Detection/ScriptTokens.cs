namespace Lanyard.Projects.Detection;

/// <summary>What a token of a script is.</summary>
internal enum ScriptTokenKind
{
    /// <summary>A name or keyword.</summary>
    Word,

    /// <summary>A text without anything computed in it; the value is unquoted.</summary>
    Text,

    /// <summary>A template that computes.</summary>
    Template,

    /// <summary>A sign.</summary>
    Sign,
}

/// <summary>A token of a script and its line.</summary>
internal readonly record struct ScriptToken(ScriptTokenKind Kind, string Value, int Line)
{
    public bool Is(string value) => Kind is ScriptTokenKind.Sign or ScriptTokenKind.Word && Value == value;
}

/// <summary>
/// Cuts TypeScript or JavaScript into tokens, without comments. Tolerant: what it doesn't understand becomes single signs, and a text
/// that isn't closed ends with its line.
/// </summary>
internal static class ScriptTokens
{
    private const int MaxTokens = 20_000;
    private static readonly string[] Signs = ["===", "!==", "==", "!=", "=>", "??", "||", "&&", "?.", "..."];

    public static List<ScriptToken> Of(string text)
    {
        var tokens = new List<ScriptToken>();
        var (at, line) = (0, 1);
        while (at < text.Length && tokens.Count < MaxTokens)
        {
            var c = text[at];
            var rest = text.AsSpan(at);
            if (char.IsWhiteSpace(c))
            {
                line += c == '\n' ? 1 : 0;
                at++;
            }
            else if (rest.StartsWith("//", StringComparison.Ordinal))
            {
                at = rest.IndexOf('\n') is >= 0 and var end ? at + end : text.Length;
            }
            else if (rest.StartsWith("/*", StringComparison.Ordinal))
            {
                var end = rest[2..].IndexOf("*/", StringComparison.Ordinal);
                var length = end < 0 ? rest.Length : end + 4;
                line += rest[..length].Count('\n');
                at += length;
            }
            else if (c is '"' or '\'' or '`')
            {
                var length = QuotedLength(rest, c);
                tokens.Add(Quoted(rest[..length], c, line));
                line += rest[..length].Count('\n');
                at += length;
            }
            else if (char.IsLetterOrDigit(c) || c is '_' or '$' or '#' or '@')
            {
                var length = 1;
                while (length < rest.Length && (char.IsLetterOrDigit(rest[length]) || rest[length] is '_' or '$'))
                {
                    length++;
                }

                tokens.Add(new ScriptToken(ScriptTokenKind.Word, rest[..length].ToString(), line));
                at += length;
            }
            else
            {
                var sign = SignAt(rest);
                tokens.Add(new ScriptToken(ScriptTokenKind.Sign, sign, line));
                at += sign.Length;
            }
        }

        return tokens;
    }

    private static string SignAt(ReadOnlySpan<char> rest)
    {
        foreach (var sign in Signs)
        {
            if (rest.StartsWith(sign, StringComparison.Ordinal))
            {
                return sign;
            }
        }

        return rest[..1].ToString();
    }

    private static int QuotedLength(ReadOnlySpan<char> rest, char quote)
    {
        var nested = 0;
        for (var i = 1; i < rest.Length; i++)
        {
            switch (rest[i])
            {
                case '\\':
                    i++;
                    break;
                case '\n' when quote != '`':
                    return i;
                case '{' when quote == '`' && rest[i - 1] == '$':
                    nested++;
                    break;
                case '}' when nested > 0:
                    nested--;
                    break;
                case var c when c == quote && nested == 0:
                    return i + 1;
            }
        }

        return rest.Length;
    }

    private static ScriptToken Quoted(ReadOnlySpan<char> quoted, char quote, int line)
    {
        var inner = quoted.Length >= 2 && quoted[^1] == quote ? quoted[1..^1] : quoted[1..];

        // An escape could stand for anything; no name or Region has one.
        var computes = inner.Contains('\\') || (quote == '`' && inner.Contains("${", StringComparison.Ordinal));
        return new ScriptToken(computes ? ScriptTokenKind.Template : ScriptTokenKind.Text, inner.ToString(), line);
    }
}
