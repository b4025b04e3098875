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

/// <summary>A value of a <c>Resource</c> or <c>NotResource</c> element.</summary>
public sealed class ResourcePattern
{
    private readonly bool _all;
    private readonly PolicyString _text;
    private readonly ArnPattern? _constant;

    /// <summary>Reads a pattern.</summary>
    /// <param name="pattern">
    /// <c>*</c> or an ARN, wildcards allowed in every part. One of fewer than six parts that ends with a star leaves the missing parts
    /// open; others match nothing.
    /// </param>
    /// <param name="hasVariables">Whether <c>${…}</c> after the fifth colon is a policy variable; before it, it never is.</param>
    public ResourcePattern(string pattern, bool hasVariables)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        _all = pattern == "*";
        _text = PolicyString.Parse(pattern, hasVariables ? AfterFifthColon(pattern) : int.MaxValue);
        _constant = _text.Constant is { } constant ? ArnPattern.Of(constant, completeShort: true) : null;
    }

    /// <summary>Compares the resource of a request.</summary>
    /// <param name="resource">Its ARN; <c>*</c> for an action that has no resource, which only <c>*</c> matches.</param>
    /// <param name="context">The values of the policy variables.</param>
    public ResourceMatch Match(string resource, RequestContext context)
    {
        if (_all)
        {
            return ResourceMatch.Yes;
        }

        var pattern = _constant;
        if (pattern is null)
        {
            if (_text.Expand(context) is not { } expanded)
            {
                return ResourceMatch.Unresolved;
            }

            pattern = ArnPattern.Of(expanded, completeShort: true);
        }

        return Arn.TryParse(resource, out var arn) && pattern.IsMatch(arn) ? ResourceMatch.Yes : ResourceMatch.No;
    }

    private static int AfterFifthColon(string pattern)
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
