namespace Lanyard.Policy.Matching;

/// <summary>What a resource pattern says of a request.</summary>
public enum ResourceMatch
{
    /// <summary>The resource is another one.</summary>
    No,

    /// <summary>The resource fits.</summary>
    Yes,

    /// <summary>A policy variable of the pattern has no value in this request, so that nothing can be said.</summary>
    Unresolved,
}

/// <summary>The resource of a request, taken apart once for all the patterns it is compared with.</summary>
/// <param name="text">Its ARN; <c>*</c> for an action that has none.</param>
public sealed class RequestResource(string text)
{
    internal readonly ArnParts Parts = new(text);

    /// <summary>The ARN, or <c>*</c>.</summary>
    public string Text { get; } = text;
}

/// <summary>A value of a <c>Resource</c> or <c>NotResource</c> element.</summary>
public sealed class ResourcePattern
{
    private readonly bool _all;
    private readonly PolicyString _text;
    private readonly ArnPattern? _constant;

    /// <summary>Reads a pattern.</summary>
    /// <param name="pattern"><c>*</c> or an ARN, wildcards allowed in every part.</param>
    /// <param name="hasVariables">Whether <c>${…}</c> after the fifth colon is a policy variable; before it, it never is.</param>
    /// <param name="whenShort">What becomes of an ARN with fewer than six parts.</param>
    public ResourcePattern(string pattern, bool hasVariables, ShortArn whenShort = ShortArn.OpenAfterStar)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        _all = pattern == "*";
        _text = PolicyString.Parse(pattern, hasVariables ? AfterFifthColon(pattern) : int.MaxValue);
        _constant = _text.Constant is { } constant ? new ArnPattern(constant, whenShort) : null;
    }

    /// <summary>Compares the resource of a request.</summary>
    /// <param name="resource">The resource; one that is <c>*</c> is matched by <c>*</c> alone.</param>
    /// <param name="context">The values of the policy variables.</param>
    public ResourceMatch Match(RequestResource resource, RequestContext context)
    {
        ArgumentNullException.ThrowIfNull(resource);
        if (_all)
        {
            return ResourceMatch.Yes;
        }

        if (_constant is not null)
        {
            return resource.Parts.IsArn && _constant.IsMatch(resource.Text, resource.Parts) ? ResourceMatch.Yes : ResourceMatch.No;
        }

        var expanded = new ExpandedText();
        try
        {
            return !_text.TryExpand(context, ref expanded) ? ResourceMatch.Unresolved
                : resource.Parts.IsArn && ArnPattern.IsMatch(expanded, resource.Text, resource.Parts) ? ResourceMatch.Yes
                : ResourceMatch.No;
        }
        finally
        {
            expanded.Dispose();
        }
    }

    /// <summary>Where the variables of a pattern may start.</summary>
    internal static int AfterFifthColon(string pattern)
    {
        var colon = -1;
        for (var i = 0; i < 5; i++)
        {
            colon = pattern.IndexOf(':', colon + 1);
            if (colon < 0)
            {
                return int.MaxValue;
            }
        }

        return colon + 1;
    }
}
