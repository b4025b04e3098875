namespace Lanyard.Projects.Acceptances;

/// <summary>Patterns of paths: <c>*</c> stands for any part of a name, <c>**</c> for any folders too, <c>?</c> for one character.</summary>
internal static class FilePattern
{
    /// <summary>Whether a path fits. Without a slash a pattern is one of names, whatever folder they are in.</summary>
    public static bool IsMatch(string pattern, string path)
    {
        pattern = pattern.StartsWith("./", StringComparison.Ordinal) ? pattern[2..] : pattern;
        return IsMatch(pattern.AsSpan(), path) || (!pattern.Contains('/') && IsMatch(pattern.AsSpan(), path.AsSpan(path.LastIndexOf('/') + 1)));
    }

    // At most the last star of either kind is gone back to, so that it takes no longer than the product of the lengths.
    private static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> path)
    {
        var (at, star, mark, deep) = (0, -1, 0, -1);
        var (deepMark, ofFolders) = (0, false);
        for (var i = 0; i < path.Length;)
        {
            if (pattern[at..].StartsWith("**"))
            {
                ofFolders = pattern[(at + 2)..].StartsWith("/");
                at += ofFolders ? 3 : 2;
                (deepMark, star, deep) = (i, -1, at);
            }
            else if (at < pattern.Length && pattern[at] == '*')
            {
                (star, mark) = (++at, i);
            }
            else if (at < pattern.Length && (pattern[at] == path[i] || (pattern[at] == '?' && path[i] != '/')))
            {
                at++;
                i++;
            }
            else if (star >= 0 && path[mark] != '/')
            {
                (at, i) = (star, ++mark);
            }
            else if (deep >= 0)
            {
                for (deepMark++; ofFolders && deepMark < path.Length && path[deepMark - 1] != '/';)
                {
                    deepMark++;
                }

                (at, i, star) = (deep, deepMark, -1);
            }
            else
            {
                return false;
            }
        }

        // What is left of the pattern must be able to stand for nothing.
        return pattern[at..].Trim('*').IsEmpty;
    }
}
