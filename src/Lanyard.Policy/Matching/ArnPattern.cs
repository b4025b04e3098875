namespace Lanyard.Policy.Matching;

/// <summary>A pattern for ARNs whose parts are matched one by one: <c>*</c> crosses none of the first five colons.</summary>
internal sealed class ArnPattern
{
    private static readonly WildcardPattern Anything = new("*");
    private readonly WildcardPattern[]? _parts;

    private ArnPattern(WildcardPattern[]? parts) => _parts = parts;

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">The pattern; variables filled in.</param>
    /// <param name="completeShort">Whether a pattern of fewer parts that ends with a star leaves the parts it lacks open.</param>
    /// <returns>The pattern; one that is no ARN matches nothing.</returns>
    public static ArnPattern Of(ExpandedText text, bool completeShort)
    {
        var parts = new List<WildcardPattern>(6);
        var start = 0;
        for (var i = 0; i < text.Length && parts.Count < 5; i++)
        {
            if (text.Text[i] == ':')
            {
                parts.Add(new WildcardPattern(text.Slice(start, i - start)));
                start = i + 1;
            }
        }

        parts.Add(new WildcardPattern(text.Slice(start, text.Length - start)));
        if (completeShort && parts.Count > 1 && text.Length > 0 && text.IsStar(text.Length - 1))
        {
            parts.AddRange(Enumerable.Repeat(Anything, 6 - parts.Count));
        }

        return new ArnPattern(parts.Count == 6 && text.Text.StartsWith("arn:", StringComparison.Ordinal) ? [.. parts] : null);
    }

    public bool IsMatch(Arn arn) =>
        _parts is not null
        && _parts[1].IsMatch(arn.Partition)
        && _parts[2].IsMatch(arn.Service)
        && _parts[3].IsMatch(arn.Region)
        && _parts[4].IsMatch(arn.Account)
        && _parts[5].IsMatch(arn.Resource);
}
