using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Sets.Minimize;

/// <summary>
/// Whether a pattern surely matches all that another one matches. It reads the patterns alone and compares them character by character, so
/// that a <c>no</c> may be wrong, which costs a few characters, and a <c>yes</c> never is.
/// </summary>
internal static class PatternCover
{
    private const int ArnParts = 6;

    /// <summary>Whether an action pattern covers another one.</summary>
    public static bool OfActions(string outer, string inner)
    {
        if (outer == "*" || outer.Equals(inner, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var (a, b) = (outer.IndexOf(':', StringComparison.Ordinal), inner.IndexOf(':', StringComparison.Ordinal));
        return a > 0 && b > 0 && outer.AsSpan().ContainsAny('*', '?')
            && Wildcards.Covers(outer.AsSpan(0, a), inner.AsSpan(0, b), ignoreCase: true)
            && Wildcards.Covers(outer.AsSpan(a + 1), inner.AsSpan(b + 1), ignoreCase: true)
            && !outer.Any(char.IsWhiteSpace) && !inner.Any(char.IsWhiteSpace);
    }

    /// <summary>Whether a resource pattern covers another one.</summary>
    /// <param name="outer">The pattern.</param>
    /// <param name="inner">The other one.</param>
    /// <param name="hasVariables">Whether <c>${…}</c> behind the fifth colon is a variable.</param>
    /// <param name="isNegated">
    /// Whether they stand in <c>NotResource</c>: there a variable without a value keeps the statement from matching, so that its pattern can't be
    /// left out.
    /// </param>
    public static bool OfResources(string outer, string inner, bool hasVariables, bool isNegated)
    {
        if (outer == inner)
        {
            return true;
        }

        var variable = hasVariables && inner.Contains("${", StringComparison.Ordinal);
        if (isNegated && variable)
        {
            return false;
        }

        if (outer == "*")
        {
            return true;
        }

        var (a, b) = (outer.Split(':', ArnParts), inner.Split(':', ArnParts));
        if (a.Length < ArnParts || b.Length < ArnParts || a[0] != "arn" || (hasVariables && a[^1].Contains("${", StringComparison.Ordinal)))
        {
            return false;
        }

        if (variable)
        {
            b[^1] = WithoutVariables(b[^1]);
        }

        for (var i = 0; i < ArnParts; i++)
        {
            if (!Wildcards.Covers(a[i], b[i], ignoreCase: false))
            {
                return false;
            }
        }

        return true;
    }

    // A variable may have any value; one that is written wrong matches nothing, and is covered too.
    private static string WithoutVariables(string text)
    {
        for (var start = text.IndexOf("${", StringComparison.Ordinal); start >= 0; start = text.IndexOf("${", StringComparison.Ordinal))
        {
            var end = text.IndexOf('}', start);
            text = end < 0 ? text[..start] + '*' : text[..start] + '*' + text[(end + 1)..];
        }

        return text;
    }
}
