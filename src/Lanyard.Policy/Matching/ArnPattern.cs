namespace Lanyard.Policy.Matching;

/// <summary>What becomes of a resource pattern with fewer than the six parts of an ARN.</summary>
public enum ShortArn
{
    /// <summary>It matches nothing.</summary>
    Refused,

    /// <summary>One that ends with a star leaves the parts it lacks open; others match nothing.</summary>
    OpenAfterStar,

    /// <summary>The parts it lacks are open.</summary>
    Open,
}

/// <summary>A pattern for ARNs whose parts are matched one by one: <c>*</c> crosses none of the first five colons.</summary>
internal sealed class ArnPattern
{
    private static readonly WildcardPattern Anything = new("*");
    private readonly WildcardPattern[]? _parts;
    private readonly string? _literal;

    /// <summary>Reads a pattern; one that is no ARN matches nothing.</summary>
    /// <param name="pattern">The pattern, in which every star and question mark is a wildcard.</param>
    /// <param name="whenShort">What becomes of one with fewer than six parts.</param>
    public ArnPattern(string pattern, ShortArn whenShort)
    {
        List<WildcardPattern> parts = [.. pattern.Split(':', 6).Select(part => new WildcardPattern(part))];
        var open = whenShort == ShortArn.Open || (whenShort == ShortArn.OpenAfterStar && pattern.EndsWith('*'));
        if (open && parts.Count > 1)
        {
            parts.AddRange(Enumerable.Repeat(Anything, 6 - parts.Count));
        }

        _parts = parts.Count == 6 && pattern.StartsWith("arn:", StringComparison.Ordinal) ? [.. parts] : null;
        _literal = _parts is not null && _parts.All(part => part.Literal is not null) ? pattern : null;
    }

    /// <summary>Whether an ARN fits.</summary>
    /// <param name="text">The ARN.</param>
    /// <param name="arn">Its parts.</param>
    public bool IsMatch(ReadOnlySpan<char> text, in ArnParts arn)
    {
        if (_literal is not null)
        {
            return text.SequenceEqual(_literal);
        }

        if (_parts is null)
        {
            return false;
        }

        // From the end, where ARNs of one service differ.
        for (var i = 5; i > 0; i--)
        {
            if (!_parts[i].MatchesAll && !_parts[i].IsMatch(arn.Part(text, i)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether an ARN fits a pattern that was filled in for one request.</summary>
    /// <param name="pattern">The pattern; one without six parts matches nothing.</param>
    /// <param name="text">The ARN.</param>
    /// <param name="arn">Its parts.</param>
    public static bool IsMatch(in ExpandedText pattern, ReadOnlySpan<char> text, in ArnParts arn)
    {
        var parts = new ArnParts(pattern.Text);
        for (var i = 5; parts.IsArn && i > 0; i--)
        {
            var (start, end) = parts.Bounds(pattern.Text.Length, i);
            if (!Wildcards.IsMatch(pattern.Text[start..end], pattern.Wild[start..end], arn.Part(text, i)))
            {
                return false;
            }
        }

        return parts.IsArn;
    }
}
