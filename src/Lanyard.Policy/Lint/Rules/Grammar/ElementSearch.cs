using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Lint.Rules.Grammar;

/// <summary>Finds elements of statements and documents by their names, also those that are spelt wrongly.</summary>
internal static class ElementSearch
{
    /// <summary>The first member that has one of the names.</summary>
    public static JsonMember? FindMember(this JsonNode node, params ReadOnlySpan<string> names)
    {
        foreach (var member in node.Members)
        {
            if (names.Contains(member.Name.Value))
            {
                return member;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether an object lacks an element, and has none whose name somebody meant to be it: that one is a finding of its own.
    /// </summary>
    public static bool Lacks(this JsonNode node, params ReadOnlySpan<string> names)
    {
        foreach (var member in node.Members)
        {
            if (names.Contains(member.Name.Value) || Near(member.Name.Value, names) is not null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The name that was meant: it differs in upper and lower case, signs between words, or one letter.</summary>
    public static string? Near(string written, params ReadOnlySpan<string> names)
    {
        var letters = string.Concat(written.Where(char.IsAsciiLetter));
        foreach (var name in names)
        {
            if (letters.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return name;
            }
        }

        foreach (var name in names)
        {
            if (letters.Length > 3 && DiffersInOneLetter(letters, name))
            {
                return name;
            }
        }

        return null;
    }

    private static bool DiffersInOneLetter(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > 1)
        {
            return false;
        }

        var (start, end) = (0, 0);
        var shorter = Math.Min(one.Length, other.Length);
        while (start < shorter && Same(one[start], other[start]))
        {
            start++;
        }

        while (end < shorter - start && Same(one[^(end + 1)], other[^(end + 1)]))
        {
            end++;
        }

        return Math.Max(one.Length, other.Length) - start - end <= 1;
    }

    private static bool Same(char one, char other) => char.ToUpperInvariant(one) == char.ToUpperInvariant(other);
}
