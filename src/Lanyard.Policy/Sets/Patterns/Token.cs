namespace Lanyard.Policy.Sets.Patterns;

/// <summary>What a step of a pattern takes.</summary>
internal enum TokenKind : byte
{
    /// <summary>One certain character.</summary>
    Literal,

    /// <summary>Any one character.</summary>
    One,

    /// <summary>Any one character but a colon.</summary>
    OneInPart,

    /// <summary>Any run of characters, also none.</summary>
    Star,

    /// <summary>Any run of characters without a colon, also none.</summary>
    StarInPart,
}

/// <summary>A step of a pattern.</summary>
/// <param name="Kind">What it takes.</param>
/// <param name="Char">Of a literal the character.</param>
internal readonly record struct Token(TokenKind Kind, char Char = '\0')
{
    /// <summary>Whether it takes any number of characters.</summary>
    public bool IsStar => Kind >= TokenKind.Star;

    /// <summary>Whether it takes a character.</summary>
    public bool Takes(char symbol, bool ignoreCase) => Kind switch
    {
        TokenKind.Literal => Char == symbol || (ignoreCase && char.ToUpperInvariant(Char) == char.ToUpperInvariant(symbol)),
        TokenKind.OneInPart or TokenKind.StarInPart => symbol != ':',
        _ => true,
    };
}
