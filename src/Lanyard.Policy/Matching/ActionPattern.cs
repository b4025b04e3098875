namespace Lanyard.Policy.Matching;

/// <summary>A value of an <c>Action</c> or <c>NotAction</c> element.</summary>
public sealed class ActionPattern
{
    private readonly WildcardPattern? _service;
    private readonly WildcardPattern? _name;

    /// <summary>Reads a pattern.</summary>
    /// <param name="pattern">
    /// <c>*</c> or <c>service:Name</c>, wildcards allowed. Anything else, white space included, matches no action.
    /// </param>
    public ActionPattern(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        MatchesAll = pattern == "*";
        var colon = pattern.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && !pattern.Any(char.IsWhiteSpace))
        {
            _service = new WildcardPattern(pattern[..colon], ignoreCase: true);
            _name = new WildcardPattern(pattern[(colon + 1)..], ignoreCase: true);
        }
    }

    /// <summary>Whether the pattern is a star alone.</summary>
    internal bool MatchesAll { get; }

    /// <summary>The one service it matches actions of, when there is no wildcard in it.</summary>
    internal string? Service => _service?.Literal;

    /// <summary>The one action it matches, when there is no wildcard at all.</summary>
    internal string? Action => _service?.Literal is { } service && _name?.Literal is { } name ? $"{service}:{name}" : null;

    /// <summary>Whether an action fits; upper and lower case carry no meaning.</summary>
    /// <param name="action">The action, such as <c>s3:GetObject</c>.</param>
    public bool IsMatch(string action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        return MatchesAll
            || (_service is not null && _name is not null && colon > 0
                && _service.IsMatch(action.AsSpan(0, colon)) && _name.IsMatch(action.AsSpan(colon + 1)));
    }
}
