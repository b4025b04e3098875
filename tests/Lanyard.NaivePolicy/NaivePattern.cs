namespace Lanyard.NaivePolicy;

/// <summary>A text with wildcards; a character may be marked as itself, so that it is no wildcard.</summary>
internal sealed class NaivePattern
{
    private readonly List<(char Letter, bool Literal)> _letters = [];

    /// <summary>The text with each * and ? in it as a wildcard.</summary>
    public static NaivePattern Plain(string text)
    {
        var pattern = new NaivePattern();
        pattern.Add(text, literal: false);
        return pattern;
    }

    /// <summary>The text with its variables replaced, or null if one of them has no value.</summary>
    public static NaivePattern? Expanded(string text, NaiveRequest request, bool variables)
    {
        var pattern = new NaivePattern();
        int at = 0;
        while (at < text.Length)
        {
            int end = variables && text[at] == '$' && at + 1 < text.Length && text[at + 1] == '{' ? text.IndexOf('}', at) : -1;
            if (end < 0)
            {
                pattern.Add(text[at].ToString(), literal: false);
                at++;
                continue;
            }

            string? value = Value(text[(at + 2)..end], request);
            if (value == null)
            {
                return null;
            }

            pattern.Add(value, literal: true);
            at = end + 1;
        }

        return pattern;
    }

    /// <summary>Whether the whole text fits: * stands for any run of characters, ? for one.</summary>
    public bool Matches(string text)
    {
        // fits[p, t]: the pattern from p on fits the text from t on.
        bool[,] fits = new bool[_letters.Count + 1, text.Length + 1];
        fits[_letters.Count, text.Length] = true;
        for (int p = _letters.Count - 1; p >= 0; p--)
        {
            (char letter, bool literal) = _letters[p];
            for (int t = text.Length; t >= 0; t--)
            {
                bool rest = t < text.Length && fits[p + 1, t + 1];
                fits[p, t] = !literal && letter == '*' ? fits[p + 1, t] || (t < text.Length && fits[p, t + 1])
                    : !literal && letter == '?' ? rest
                    : rest && letter == text[t];
            }
        }

        return fits[0, 0];
    }

    /// <summary>Whether the text is the same, wildcards being ordinary characters.</summary>
    public bool Equals(string text, bool ignoreCase) =>
        string.Equals(new string([.. _letters.Select(letter => letter.Letter)]), text, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <summary>The pattern cut at its first five colons, as an ARN is.</summary>
    public List<NaivePattern> Parts()
    {
        List<NaivePattern> parts = [new NaivePattern()];
        foreach ((char letter, bool literal) in _letters)
        {
            if (letter == ':' && parts.Count < 6)
            {
                parts.Add(new NaivePattern());
            }
            else
            {
                parts[^1]._letters.Add((letter, literal));
            }
        }

        return parts;
    }

    private static string? Value(string variable, NaiveRequest request)
    {
        if (variable is "*" or "?" or "$")
        {
            return variable;
        }

        string[] nameAndDefault = variable.Split(", '", 2);
        if (request.Context.TryGetValue(NaiveRequest.Folded(nameAndDefault[0]), out List<string>? values))
        {
            // A key with several values can't be a variable.
            return values.Count == 1 ? values[0] : null;
        }

        return nameAndDefault.Length == 2 ? nameAndDefault[1].TrimEnd('\'') : null;
    }

    private void Add(string text, bool literal) => _letters.AddRange(text.Select(letter => (letter, literal)));
}
