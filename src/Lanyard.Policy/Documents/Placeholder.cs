namespace Lanyard.Policy.Documents;

/// <summary>
/// Stands for text that nobody knows before deployment, such as a template's <c>{"Ref": "Bucket"}</c>. A value that holds one is known
/// in part: nothing may be concluded from what the mark stands for.
/// </summary>
public static class Placeholder
{
    /// <summary>The mark: a character that no document may hold, so that it can't be confused with one that was written.</summary>
    public const char Mark = '\uE000';

    /// <summary>Whether a part of a text is not known.</summary>
    /// <param name="text">The text.</param>
    public static bool IsIn(ReadOnlySpan<char> text) => text.Contains(Mark);
}
