namespace Lanyard.Policy.Matching;

/// <summary>A string of a policy in which <c>${…}</c> may be a variable.</summary>
internal sealed class PolicyString
{
    private readonly List<Piece> _pieces = [];
    private bool _malformed;

    private PolicyString()
    {
    }

    /// <summary>Whether a variable in it is written wrong, so that it never has a text.</summary>
    public bool IsMalformed => _malformed;

    /// <summary>Its pieces in their order; none when it is constant.</summary>
    public IReadOnlyList<Piece> Pieces => _pieces;

    /// <summary>The text for every request, or <see langword="null"/> when something is to be filled in.</summary>
    public string? Constant { get; private init; }

    /// <summary>Takes a string apart.</summary>
    /// <param name="text">The string.</param>
    /// <param name="variablesFrom">The first character that may start a variable; <see cref="int.MaxValue"/> for none.</param>
    public static PolicyString Parse(string text, int variablesFrom)
    {
        var next = FindVariable(text, variablesFrom);
        if (next < 0)
        {
            return new PolicyString { Constant = text };
        }

        var parsed = new PolicyString();
        var start = 0;
        for (; next >= 0; next = FindVariable(text, start))
        {
            parsed.AddPattern(text[start..next]);
            var end = text.IndexOf('}', next);
            if (end < 0 || !parsed.AddVariable(text[(next + 2)..end]))
            {
                parsed._malformed = true;
                return parsed;
            }

            start = end + 1;
        }

        parsed.AddPattern(text[start..]);
        return parsed;
    }

    /// <summary>Fills the variables in.</summary>
    /// <param name="context">Their values.</param>
    /// <param name="into">Where the text is added.</param>
    /// <returns>Whether every variable has a value or a default.</returns>
    public bool TryExpand(RequestContext context, ref ExpandedText into)
    {
        if (Constant is not null)
        {
            into.Append(Constant, isPattern: true);
            return true;
        }

        if (_malformed)
        {
            return false;
        }

        foreach (var piece in _pieces)
        {
            var value = piece.Variable is null ? piece.Text : context.Find(piece.Variable)?.Single ?? piece.Text;
            if (value is null)
            {
                return false;
            }

            // A variable's value is matched literally, also when it holds a star.
            into.Append(value, piece.IsPattern);
        }

        return true;
    }

    private static int FindVariable(string text, int from) => from >= text.Length ? -1 : text.IndexOf("${", from, StringComparison.Ordinal);

    private void AddPattern(string text) => _pieces.Add(new Piece(text, IsPattern: true, Variable: null));

    // Takes `key`, `key, 'default'`, or one of the characters * ? $ that stand for themselves.
    private bool AddVariable(string inside)
    {
        if (inside is "*" or "?" or "$")
        {
            _pieces.Add(new Piece(inside, IsPattern: false, Variable: null));
            return true;
        }

        var comma = inside.IndexOf(',', StringComparison.Ordinal);
        var name = comma < 0 ? inside : inside[..comma];
        var fallback = comma < 0 ? null : inside[(comma + 1)..].Trim(' ');
        if (fallback is not null)
        {
            if (fallback.Length < 2 || fallback[0] != '\'' || fallback[^1] != '\'')
            {
                return false;
            }

            fallback = fallback[1..^1];
        }

        _pieces.Add(new Piece(fallback, IsPattern: false, name));
        return name.Length > 0 && !name.Any(char.IsWhiteSpace);
    }

    /// <summary>A piece: text, or a variable.</summary>
    /// <param name="Text">The text, or the default of the variable.</param>
    /// <param name="IsPattern">Whether stars and question marks are wildcards.</param>
    /// <param name="Variable">The condition key whose value stands here.</param>
    internal sealed record Piece(string? Text, bool IsPattern, string? Variable);
}
