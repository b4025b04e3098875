using System.Text;

namespace Lanyard.Policy.Sets.Patterns;

/// <summary>
/// A pattern as a line of steps. All patterns of policies come down to it: those for actions and ARNs, whose stars stay within a part, and
/// those for text.
/// </summary>
internal sealed class TextPattern : IEquatable<TextPattern>
{
    private TextPattern(Token[] tokens, bool ignoreCase)
    {
        Tokens = tokens;
        IgnoreCase = ignoreCase;
        Key = KeyOf(tokens, ignoreCase);
    }

    /// <summary>Any text.</summary>
    public static TextPattern Anything { get; } = Of([new Token(TokenKind.Star)]);

    /// <summary>Any ARN: six parts, the first of them <c>arn</c>.</summary>
    public static TextPattern AnyArn { get; } = PatternReader.Arn("arn:*:*:*:*:*")!;

    /// <summary>Any action: two parts, both with a character at least.</summary>
    public static TextPattern AnyAction { get; } = PatternReader.Action("?*:?*")!;

    /// <summary>The steps; two stars never follow one another.</summary>
    public IReadOnlyList<Token> Steps => Tokens;

    /// <summary>Whether upper and lower case letters are the same.</summary>
    public bool IgnoreCase { get; }

    /// <summary>Equal for patterns with the same steps.</summary>
    public string Key { get; }

    /// <summary>The steps, for the search.</summary>
    internal Token[] Tokens { get; }

    /// <summary>A pattern of steps, in one form: of a run of stars and single characters the stars come last, as one.</summary>
    public static TextPattern Of(IEnumerable<Token> steps, bool ignoreCase = false)
    {
        var tokens = new List<Token>();
        Token? star = null;
        foreach (var step in steps)
        {
            if (step.IsStar)
            {
                // A star that also takes colons never stands beside one that doesn't: parts are divided by a literal.
                star = step;
                continue;
            }

            if (star is { } held && step.Kind == TokenKind.Literal)
            {
                tokens.Add(held);
                star = null;
            }

            tokens.Add(step);
        }

        if (star is { } last)
        {
            tokens.Add(last);
        }

        return new TextPattern([.. tokens], ignoreCase);
    }

    /// <summary>Whether a text fits.</summary>
    public bool IsMatch(ReadOnlySpan<char> text)
    {
        var (at, star, mark) = (0, -1, 0);
        for (var i = 0; i < text.Length;)
        {
            if (at < Tokens.Length && Tokens[at].IsStar)
            {
                (star, mark) = (at++, i);
            }
            else if (at < Tokens.Length && Tokens[at].Takes(text[i], IgnoreCase))
            {
                at++;
                i++;
            }
            else if (star >= 0 && Tokens[star].Takes(text[mark], IgnoreCase))
            {
                (at, i) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        while (at < Tokens.Length && Tokens[at].IsStar)
        {
            at++;
        }

        return at == Tokens.Length;
    }

    /// <inheritdoc/>
    public bool Equals(TextPattern? other) => other is not null && Key == other.Key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TextPattern);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    /// <summary>Returns the pattern as in a policy; a literal star looks like a wildcard.</summary>
    public override string ToString() => string.Concat(Tokens.Select(token => token.IsStar ? '*' : token.Kind == TokenKind.Literal ? token.Char : '?'));

    // Literals are told from wildcards by a mark in front, which is no literal's own since it is doubled there.
    private static string KeyOf(Token[] tokens, bool ignoreCase)
    {
        var key = new StringBuilder(tokens.Length + 2).Append(ignoreCase ? 'i' : 's');
        foreach (var token in tokens)
        {
            switch (token.Kind)
            {
                case TokenKind.Literal:
                    key.Append(token.Char == '\u0001' ? "\u0001\u0001" : "").Append(ignoreCase ? char.ToUpperInvariant(token.Char) : token.Char);
                    break;
                default:
                    key.Append('\u0001').Append((char)('0' + (int)token.Kind));
                    break;
            }
        }

        return key.ToString();
    }
}
