namespace Lanyard.Policy.Matching;

/// <summary>Text of a policy with its variables filled in, in which some of the stars and question marks are wildcards.</summary>
internal sealed class ExpandedText(string text, bool[] wild)
{
    public string Text => text;

    public int Length => text.Length;

    public bool HasWildcards => Array.IndexOf(wild, true) >= 0;

    /// <summary>Text in which every star and question mark is a wildcard.</summary>
    public static ExpandedText OfPattern(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return new ExpandedText(pattern, WildcardsOf(pattern));
    }

    public static bool[] WildcardsOf(string pattern) => Array.ConvertAll(pattern.ToCharArray(), c => c is '*' or '?');

    public bool IsWild(int index) => wild[index];

    public bool IsStar(int index) => wild[index] && text[index] == '*';

    public ExpandedText Slice(int start, int length) => new(text.Substring(start, length), wild.AsSpan(start, length).ToArray());
}
