using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Sets.Patterns;

/// <summary>Makes lines of steps of the patterns of policies; <see langword="null"/> stands for a pattern that nothing fits.</summary>
internal static class PatternReader
{
    private const int ArnParts = 6;

    /// <summary>Reads what <see cref="ActionPattern"/> reads.</summary>
    public static TextPattern? Action(string pattern)
    {
        if (pattern == "*")
        {
            return TextPattern.Of([new Token(TokenKind.Star)], ignoreCase: true);
        }

        var colon = pattern.IndexOf(':', StringComparison.Ordinal);
        return colon <= 0 || pattern.Any(char.IsWhiteSpace)
            ? null
            : TextPattern.Of([.. Part(pattern[..(colon + 1)], inPart: true), .. Part(pattern[(colon + 1)..], inPart: false)], ignoreCase: true);
    }

    /// <summary>Reads what <see cref="ArnPattern"/> reads.</summary>
    /// <param name="pattern">The pattern, in which every star and question mark is a wildcard.</param>
    /// <param name="whenShort">What becomes of one with fewer than six parts.</param>
    public static TextPattern? Arn(string pattern, ShortArn whenShort = ShortArn.Refused)
    {
        var parts = pattern.Split(':', ArnParts).ToList();
        if (parts.Count > 1 && (whenShort == ShortArn.Open || (whenShort == ShortArn.OpenAfterStar && pattern.EndsWith('*'))))
        {
            parts.AddRange(Enumerable.Repeat("*", ArnParts - parts.Count));
        }

        if (parts.Count != ArnParts || parts[0] != "arn")
        {
            return null;
        }

        return TextPattern.Of(parts.SelectMany((part, i) => Part(i == ArnParts - 1 ? part : part + ":", inPart: i < ArnParts - 1)));
    }

    /// <summary>Reads text in which only some stars and question marks are wildcards, as an ARN.</summary>
    public static TextPattern? Arn(ReadOnlySpan<char> text, ReadOnlySpan<bool> wild)
    {
        var arn = new ArnParts(text);
        if (!arn.IsArn)
        {
            return null;
        }

        var (behind, _) = arn.Bounds(text.Length, ArnParts - 1);
        return TextPattern.Of([.. Part(text[..behind].ToString(), wild[..behind], inPart: true), .. Part(text[behind..].ToString(), wild[behind..], inPart: false)]);
    }

    /// <summary>Reads text in which only some stars and question marks are wildcards.</summary>
    public static TextPattern Text(ReadOnlySpan<char> text, ReadOnlySpan<bool> wild, bool ignoreCase) =>
        TextPattern.Of(Part(text.ToString(), wild, inPart: false), ignoreCase);

    /// <summary>Reads text as it is.</summary>
    public static TextPattern Literal(string text, bool ignoreCase) =>
        TextPattern.Of(text.Select(symbol => new Token(TokenKind.Literal, symbol)), ignoreCase);

    /// <summary>Reads text in which every star and question mark is a wildcard.</summary>
    public static TextPattern Wild(string text) => TextPattern.Of(Part(text, inPart: false));

    private static List<Token> Part(string text, bool inPart)
    {
        var wild = new bool[text.Length];
        wild.AsSpan().Fill(true);
        return Part(text, wild, inPart);
    }

    private static List<Token> Part(string text, ReadOnlySpan<bool> wild, bool inPart)
    {
        var tokens = new List<Token>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            tokens.Add((text[i], wild[i]) switch
            {
                ('*', true) => new Token(inPart ? TokenKind.StarInPart : TokenKind.Star),
                ('?', true) => new Token(inPart ? TokenKind.OneInPart : TokenKind.One),
                var (symbol, _) => new Token(TokenKind.Literal, symbol),
            });
        }

        return tokens;
    }
}
