namespace Lanyard.Policy.Lint.Rules.Names;

/// <summary>Takes policy variables out of text.</summary>
internal static class Variables
{
    /// <summary>The text without the variables in it, also those that aren't closed.</summary>
    public static string Outside(string text)
    {
        for (var start = text.IndexOf("${", StringComparison.Ordinal); start >= 0; start = text.IndexOf("${", start, StringComparison.Ordinal))
        {
            var end = text.IndexOf('}', start);
            text = end < 0 ? text[..start] : text.Remove(start, end + 1 - start);
        }

        return text;
    }

    /// <summary>The names of the variables, without the characters that stand for themselves.</summary>
    public static IEnumerable<FoundVariable> In(string text)
    {
        for (var start = text.IndexOf("${", StringComparison.Ordinal); start >= 0; start = text.IndexOf("${", start + 2, StringComparison.Ordinal))
        {
            var end = text.AsSpan(start).IndexOfAny(',', '}');
            if (end > 0 && text[(start + 2)..(start + end)] is var name && name is not ("*" or "?" or "$"))
            {
                yield return new FoundVariable(start, name);
            }
        }
    }
}

/// <summary>A policy variable in a text.</summary>
/// <param name="At">Where it starts.</param>
/// <param name="Name">Its name.</param>
internal sealed record FoundVariable(int At, string Name);
